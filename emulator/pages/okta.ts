import type { ActionRun, LoginRun } from '../state.ts';
import { type Html, html, page } from './html.ts';

/** Where a login ends: what Okta would have received, and what each Action decided and did. */
export function oktaResultPage(view: {
  claims?: Record<string, unknown>;
  error?: { error: string; description: string };
  run: LoginRun | undefined;
}): string {
  const { claims, error, run } = view;
  return page({
    title: error ? 'Express Configuration refused' : 'Express Configuration allowed',
    wide: true,
    body: html`<h1>${error ? 'Okta was refused' : 'Okta received a token'}</h1>
${error ? html`<p class="error" role="alert"><b>${error.error}</b>: ${error.description}</p>` : ''}
${
  claims
    ? html`<p class="muted">Signature, issuer, audience and expiry were checked against the tenant's JWKS.</p>
<h2>Access token</h2><pre id="claims">${JSON.stringify(claims, null, 2)}</pre>`
    : ''
}
<h2>Post-Login Actions</h2>
${run ? run.actions.map(section) : html`<p>None ran.</p>`}
<form action="/_local/okta/start"><button>Express Configure again</button></form>`,
  });
}

const section = ({ name, version, commands, logs, error }: ActionRun): Html =>
  html`<section><h3>${name} <span class="muted">version ${version}</span></h3>
<dl><dt>called on api</dt>${commands.length === 0 ? html`<dd class="muted">nothing</dd>` : commands.map(call)}
<dt>${error ? 'failed with' : 'logged'}</dt><dd><code>${error ? `${error.name}: ${error.message}` : logs}</code></dd></dl></section>`;

const call = ({ method, args }: ActionRun['commands'][number]): Html =>
  html`<dd><code>${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})</code></dd>`;
