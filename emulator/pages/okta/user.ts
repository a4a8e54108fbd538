/** Okta as its people see it: signing in, and their applications. */
import type { OktaOrg, OktaPerson } from '../../okta/org/org.ts';
import { type Html, html } from '../html.ts';
import { shell } from '../shell.ts';

const personButton = ({ id, givenName, familyName, email }: OktaPerson): Html =>
  html`<button class="plain wide" name="person" value="${id}">${givenName} ${familyName}<small>${email}</small></button>`;

/** @param hint the email the tenant passed on; that person is first. */
export function signInPage(view: { org: OktaOrg; hint?: string | undefined; error?: string | undefined }): string {
  const { org, hint, error } = view;
  const wanted = hint?.toLowerCase();
  const people = org.people.filter(({ status }) => status === 'active');
  const ordered = [
    ...people.filter(({ email }) => email === wanted),
    ...people.filter(({ email }) => email !== wanted),
  ];
  return shell({
    title: 'Sign in',
    brand: org.displayName,
    look: 'okta',
    narrow: true,
    body: html`<section><h1>Sign in</h1><p class="muted">((Okta would ask for a password. Here, say who you are.))</p>
${error !== undefined && html`<div class="error" role="alert"><p>${error}</p></div>`}
<form method="post">${ordered.map(personButton)}</form></section>`,
  });
}

export interface DashboardView {
  org: OktaOrg;
  person: OktaPerson;
  application: string;
  /** Whether the application's tile is shown: only to assigned people, and only after Express Configuration. */
  hasTile: boolean;
}

export function dashboardPage({ org, person, application, hasTile }: DashboardView): string {
  return shell({
    title: 'My apps',
    brand: org.displayName,
    note: person.email,
    links: [{ href: `/_local/okta/${org.name}/admin`, text: 'Admin' }],
    look: 'okta',
    body: html`<div class="row"><h1>My apps</h1><form method="post" action="/_local/okta/${org.name}/home"><button class="plain" name="action" value="sign-out">Sign out</button></form></div>
<div class="tiles">${
      hasTile
        ? html`<a class="tile" href="/_local/okta/${org.name}/home/app"><i aria-hidden="true">${[...application][0]}</i>${application}</a>`
        : html`<p class="muted">No application is assigned to you yet.</p>`
    }</div>`,
  });
}
