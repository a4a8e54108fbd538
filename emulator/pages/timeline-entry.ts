import type { ActionEvent, TimelineEntry, TokenEvent } from '../inspector/timeline.ts';
import { type Html, html } from './html.ts';

/** Describes how the page shows an entry of the timeline. */
export interface Description {
  group: 'login' | 'request' | 'mail' | 'control';
  tone: 'good' | 'bad' | 'plain';
  /** What the entry is, in a word or two. */
  label: string;
  summary: Html;
  details?: Html;
}

export function describe(entry: TimelineEntry): Description {
  switch (entry.kind) {
    case 'login-started':
      return inLogin('plain', 'Login begins', html`at ${entry.client}${asked(entry.asked)}`);
    case 'page-shown':
      return inLogin('plain', 'Prompt', html`<code>${entry.page}</code>`);
    case 'page-answered':
      return inLogin(
        entry.accepted ? 'plain' : 'bad',
        entry.accepted ? 'Answered' : 'Refused',
        html`<code>${entry.page}</code>${entry.error !== undefined && html` ${entry.error}`}`,
      );
    case 'action':
      return describeAction(entry);
    case 'login-finished':
      return inLogin('good', 'Login succeeds', html`${entry.user}`);
    case 'login-refused':
      return inLogin('bad', 'Login fails', html`<b>${entry.error}</b> ${entry.description}`);
    case 'token':
      return describeToken(entry);
    case 'request':
      return {
        group: 'request',
        tone: toneOf(entry.status),
        label: 'API',
        summary: html`${entry.write ? html`<b>${entry.method}</b>` : entry.method} <code>${entry.path}</code> ${answer(entry)}`,
      };
    case 'mail':
      return { group: 'mail', tone: 'plain', label: 'Mail', summary: html`to ${entry.to}: ${entry.subject}` };
    case 'control':
      return { group: 'control', tone: 'plain', label: 'Control', summary: html`${entry.what}` };
  }
}

const inLogin = (tone: Description['tone'], label: string, summary: Html): Description => ({
  group: 'login',
  tone,
  label,
  summary,
});

const toneOf = (status: number | null): Description['tone'] => (status === null || status >= 400 ? 'bad' : 'plain');

const answer = ({ status, fault }: { status: number | null; fault?: string }): Html =>
  html`<span class="status">${status ?? 'no answer'}</span>${fault !== undefined && html` injected: ${fault}`}`;

const asked = (parameters: Record<string, string>): Html[] =>
  Object.entries(parameters).map(([name, value]) => html` <span class="muted">${name}</span> <code>${value}</code>`);

function describeToken(entry: TokenEvent): Description {
  const { error, description, scope, grantType, client, status } = entry;
  return {
    group: grantType === 'authorization_code' ? 'login' : 'request',
    tone: toneOf(status),
    label: 'Token',
    summary: html`for ${client} <span class="muted">${grantType}</span> ${answer(entry)}${
      error !== undefined && html` <b>${error}</b> ${description}`
    }`,
    ...(scope === undefined ? {} : { details: html`<p class="muted scopes">${scope}</p>` }),
  };
}

function describeAction(entry: ActionEvent): Description {
  const { name, version, handler, codes, commands, commandsLeftOut, logs, durationMs, error, event } = entry;
  const denied = commands.some(({ method }) => method === 'access.deny');
  return {
    group: 'login',
    tone: denied || error !== undefined ? 'bad' : 'plain',
    label: 'Action',
    summary: html`<b>${name}</b> <span class="muted">version ${version}, ${durationMs} ms${
      handler !== 'onExecutePostLogin' && html`, ${handler}`
    }</span>${codes.map((code) => html` <code class="reason">${code}</code>`)}`,
    details: html`${error !== undefined && html`<p class="failure">${error.name}: ${error.message}</p>`}
${
  commands.length === 0
    ? html`<p class="muted">called nothing on api</p>`
    : html`<ul class="calls">${commands.map(
        ({ method, args }) =>
          html`<li><code>${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})</code></li>`,
      )}</ul>`
}${commandsLeftOut !== undefined && html`<p class="muted">and ${commandsLeftOut} more</p>`}${logs !== '' && html`<pre class="logs">${logs}</pre>`}
<details><summary>event</summary><pre tabindex="0">${JSON.stringify(event, null, 2)}</pre></details>`,
  };
}
