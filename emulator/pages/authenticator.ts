import { html, page } from './html.ts';

export const authenticatorPage = (codes: readonly { user: string; code: string; secondsLeft: number }[]): string =>
  page({
    title: 'Authenticator',
    wide: true,
    body: html`<h1>One-time codes</h1><p class="muted">What each user's authenticator app shows now.</p>
${
  codes.length === 0
    ? html`<p>Nobody has enrolled an authenticator app.</p>`
    : html`<table><tr><th scope="col">User</th><th scope="col">Code</th><th scope="col">Valid for</th></tr>${codes.map(
        ({ user, code, secondsLeft }) =>
          html`<tr><td>${user}</td><td><code class="key">${code}</code></td><td class="muted">${secondsLeft} s</td></tr>`,
      )}</table>`
}`,
  });
