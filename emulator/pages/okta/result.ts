/** Renders the page after "Express Configure …": what Okta's administrator sees, and what happened at the tenant. */
import type { ExpressFailure } from '../../okta/org/express-configure.ts';
import type { OktaOrg } from '../../okta/org/org.ts';
import type { ActionRun, LoginRun } from '../../state.ts';
import { type Html, html } from '../html.ts';
import { shell } from '../shell.ts';
import { adminPath } from './admin.ts';

export interface ResultView {
  org: OktaOrg;
  feature: 'sso' | 'scim';
  failure?: ExpressFailure | undefined;
  claims?: Record<string, unknown> | undefined;
  run: LoginRun | undefined;
}

const WHAT = { sso: 'Single Sign-On and Universal Logout', scim: 'SCIM provisioning' };

export function resultPage({ org, feature, failure, claims, run }: ResultView): string {
  const back = adminPath(org, feature === 'sso' ? '' : '/provisioning');
  return shell({
    title: failure ? 'Express Configuration refused' : 'Express Configuration done',
    brand: org.displayName,
    note: 'Okta Admin Console',
    look: 'okta',
    body: html`<h1>Express Configuration</h1><p class="muted">${WHAT[feature]}</p>
${
  failure
    ? html`<div class="error" role="alert"><p><b>${failure.shown}</b></p><p>((Okta's administrator sees no more. The cause: <span id="cause">${failure.cause}</span>))</p></div>`
    : html`<div class="done" role="status"><p><b>${WHAT[feature]} configured.</b> ${doneText(org, feature)}</p></div>`
}
<p><a class="button" href="${back}">Back to the app instance</a></p>
${
  claims !== undefined &&
  html`<section aria-labelledby="token"><h2 id="token">((Access token that Okta received))</h2><p class="muted">Signature, issuer, audience and expiry were checked against the tenant's JWKS.</p><pre id="claims">${JSON.stringify(claims, null, 2)}</pre></section>`
}
<section aria-labelledby="actions"><h2 id="actions">((Post-Login Actions))</h2>${run ? run.actions.map(actionPart) : html`<p>None ran.</p>`}</section>`,
  });
}

/** Returns the page for a callback that belongs to no open run of this machine: it shows nothing of any run. */
export const noResultPage = (): string =>
  shell({
    title: 'Express Configuration: no such run',
    brand: 'Okta',
    note: 'Okta Admin Console',
    look: 'okta',
    body: html`<h1>Express Configuration</h1><div class="error" role="alert"><p>((This result belongs to no run that was begun here, or was shown already. Begin again at the app instance.))</p></div>`,
  });

function doneText({ app }: OktaOrg, feature: 'sso' | 'scim'): string {
  if (feature === 'scim') return 'Whoever is assigned is provisioned from now on.';
  return app.sso?.outcome === 'updated'
    ? `The connection ${app.sso.connection_name} was updated.`
    : `The connection ${app.sso?.connection_name} was created.`;
}

const actionPart = ({ name, version, commands, logs, error }: ActionRun): Html =>
  html`<h3>${name} <span class="muted">version ${version}</span></h3>
<dl><dt>called on api</dt>${commands.length === 0 ? html`<dd class="muted">nothing</dd>` : commands.map(call)}
<dt>${error ? 'failed with' : 'logged'}</dt><dd><code>${error ? `${error.name}: ${error.message}` : logs}</code></dd></dl>`;

const call = ({ method, args }: ActionRun['commands'][number]): Html =>
  html`<dd><code>${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})</code></dd>`;
