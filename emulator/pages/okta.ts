import type { ActionRun, LoginRun } from '../state.ts';
import { Html, html, page } from './html.ts';

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
${run ? html`<table><tr><th>Action</th><th>Called on api</th><th>Logged</th></tr>${run.actions.map(row)}</table>` : html`<p>None ran.</p>`}
<form action="/_local/okta/start"><button>Express Configure again</button></form>`,
  });
}

const row = ({ name, version, commands, logs, error }: ActionRun): Html =>
  html`<tr><td>${name}<br><span class="muted">version ${version}</span></td>
<td>${commands.length === 0 ? html`<span class="muted">nothing</span>` : commands.map(call)}</td>
<td><code>${error ? `${error.name}: ${error.message}` : logs}</code></td></tr>`;

const call = ({ method, args }: ActionRun['commands'][number]): Html =>
  html`<code>${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})</code>${new Html('<br>')}`;
