/** An app instance in Okta's Admin Console. */
import type { AppInstance, OktaEvent, OktaOrg, OktaPerson } from '../../okta/org/org.ts';
import { type Html, html } from '../html.ts';
import { shell } from '../shell.ts';

export interface AdminView {
  org: OktaOrg;
  /** The integration's name in the OIN. */
  application: string;
}

const TABS = [
  ['', 'Sign On'],
  ['/provisioning', 'Provisioning'],
  ['/assignments', 'Assignments'],
  ['/people', 'People'],
] as const;

export const adminPath = ({ name }: OktaOrg, tab = ''): string => `/_local/okta/${name}/admin${tab}`;

function adminPage({ org, application }: AdminView, tab: string, body: Html): string {
  const current = TABS.find(([path]) => path === tab)?.[1] ?? '';
  return shell({
    title: `${current}: ${application}`,
    brand: org.displayName,
    note: 'Okta Admin Console',
    links: [{ href: `/_local/okta/${org.name}/home`, text: 'My apps' }],
    look: 'okta',
    body: html`<h1>${application}</h1><p class="muted">An app instance of the Okta Integration Network</p>
<nav aria-label="App instance">${TABS.map(
      ([path, text]) =>
        html`<a href="${adminPath(org, path)}"${path === tab && html` aria-current="page"`}>${text}</a>`,
    )}</nav>${body}${eventList(org.events)}`,
  });
}

const timeOf = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19);

const eventList = (events: OktaEvent[]): Html =>
  html`${
    events.length > 0 &&
    html`<section aria-labelledby="events"><h2 id="events">System log</h2><ol class="events">${events.map(
      ({ atMs, text, ok }) =>
        html`<li><time>${timeOf(atMs)}</time><span${!ok && html` class="no"`}>${text}</span></li>`,
    )}</ol></section>`
  }`;

const expressForm = (org: OktaOrg, feature: 'sso' | 'scim', text: string): Html =>
  html`<form method="post" action="${adminPath(org, '/express-configure')}"><button name="feature" value="${feature}">${text}</button></form>`;

const badge = (on: boolean, yes: string, no: string): Html =>
  html`<span class="badge${on && ' on'}">${on ? yes : no}</span>`;

export const signOnPage = (view: AdminView): string =>
  adminPage(
    view,
    '',
    html`<section aria-labelledby="express"><div class="row"><h2 id="express">Single Sign-On and Universal Logout</h2>${badge(view.org.app.sso !== undefined, 'Configured', 'Not configured')}</div>
${view.org.app.sso ? ssoFacts(view.org.app.sso) : html`<p>Log in to ${view.application} as its administrator, and Okta sets up sign-on and logout between both.</p>`}
${expressForm(view.org, 'sso', 'Express Configure SSO & UL')}</section>`,
  );

const ssoFacts = (sso: NonNullable<AppInstance['sso']>): Html =>
  html`<dl><dt>Connection</dt><dd><code>${sso.connection_name}</code></dd>
<dt>Organization</dt><dd>${sso.organization_name}</dd>
<dt>Email domains</dt><dd>${sso.domain_aliases.length > 0 ? sso.domain_aliases.join(', ') : 'none: no home realm discovery'}</dd>
<dt>Redirect URI</dt><dd><code>${sso.redirect_uri}</code></dd>
<dt>Initiate login URI</dt><dd><code>${sso.initiate_login_uri_template}</code></dd>
<dt>Universal Logout</dt><dd>${sso.global_token_revocation_endpoint ? html`<code>${sso.global_token_revocation_endpoint}</code>` : 'not allowed by the connection profile'}</dd></dl>`;

export const provisioningPage = (view: AdminView): string =>
  adminPage(
    view,
    '/provisioning',
    html`<section aria-labelledby="scim"><div class="row"><h2 id="scim">SCIM provisioning</h2>${badge(view.org.app.scim !== undefined, 'Configured', 'Not configured')}</div>
${
  view.org.app.scim
    ? html`<dl><dt>Base URL</dt><dd><code>${view.org.app.scim.base_url}</code></dd><dt>Token</dt><dd>kept by Okta, shown to nobody</dd>
<dt>To App</dt><dd>Create users, update user attributes, deactivate users</dd></dl>`
    : html`<p>People who are assigned get a user in ${view.application} before they first sign in, and lose it when they leave.</p>`
}
${expressForm(view.org, 'scim', 'Express Configure SCIM')}</section>`,
  );

const nameCell = ({ givenName, familyName, email }: OktaPerson): Html =>
  html`<td><b>${givenName} ${familyName}</b><br><span class="muted">${email}</span></td>`;

const personForm = (org: OktaOrg, tab: string, person: OktaPerson, action: string, text: string): Html =>
  html`<form method="post" action="${adminPath(org, tab)}"><input type="hidden" name="person" value="${person.id}"><button class="plain" name="action" value="${action}" aria-label="${text}: ${person.email}">${text}</button></form>`;

export const assignmentsPage = (view: AdminView): string =>
  adminPage(
    view,
    '/assignments',
    html`<section aria-labelledby="who"><h2 id="who">Who may use ${view.application}</h2><table><tr><th>Person</th><th>Assignment</th><th>Change</th></tr>${view.org.people.map(
      (person) => {
        const isAssigned = view.org.app.assigned.has(person.id);
        return html`<tr>${nameCell(person)}<td>${badge(isAssigned, 'Assigned', 'Not assigned')}</td><td>${personForm(view.org, '/assignments', person, isAssigned ? 'unassign' : 'assign', isAssigned ? 'Remove' : 'Assign')}</td></tr>`;
      },
    )}</table></section>`,
  );

export const peoplePage = (view: AdminView): string =>
  adminPage(
    view,
    '/people',
    html`<section aria-labelledby="people"><h2 id="people">Directory</h2><table><tr><th>Person</th><th>Status</th><th>More actions</th></tr>${view.org.people.map(
      (person) => {
        const isActive = person.status === 'active';
        return html`<tr>${nameCell(person)}<td><span class="badge ${isActive ? 'on' : 'off'}">${isActive ? 'Active' : 'Deactivated'}</span></td><td><div class="actions">${isActive && personForm(view.org, '/people', person, 'clear-sessions', 'Clear user sessions')}${personForm(view.org, '/people', person, isActive ? 'deactivate' : 'activate', isActive ? 'Deactivate' : 'Activate')}</div></td></tr>`;
      },
    )}</table></section>
<p class="muted">Clearing sessions includes logout enabled apps: Okta calls the tenant's revocation endpoint.</p>`,
  );
