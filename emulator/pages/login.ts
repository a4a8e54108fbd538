import { alert, form, html, page } from './html.ts';

export interface PageView {
  /** Identifies the login transaction. */
  state: string;
  tenantName: string;
  clientName: string;
  organizationName?: string | undefined;
  error?: string | undefined;
}

export const identifierPage = (view: PageView & { identifier?: string | undefined }): string =>
  page({
    title: `Log in | ${view.clientName}`,
    body: html`<h1>Welcome</h1>
<p class="muted">Log in to ${view.organizationName ?? view.tenantName} to continue to ${view.clientName}.</p>
${alert(view.error)}${form(
  view.state,
  html`<label for="username">Email address</label>
<input id="username" name="username" autocomplete="username" value="${view.identifier}" required autofocus>
<button type="submit">Continue</button>`,
)}`,
  });

export const passwordPage = (view: PageView & { identifier: string }): string =>
  page({
    title: `Enter your password | ${view.clientName}`,
    body: html`<h1>Enter your password</h1><p class="muted">${view.identifier}</p>
${alert(view.error)}${form(
  view.state,
  html`<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Continue</button>`,
)}`,
  });

export const organizationPage = (view: PageView): string =>
  page({
    title: `Enter your organization | ${view.clientName}`,
    body: html`<h1>Enter your organization</h1>
<p class="muted">${view.clientName} asks which organization of ${view.tenantName} this is for.</p>
${alert(view.error)}${form(
  view.state,
  html`<label for="organizationName">Organization name</label>
<input id="organizationName" name="organizationName" autocapitalize="none" required autofocus>
<button type="submit">Continue</button>`,
)}`,
  });

export const organizationPickerPage = (view: PageView & { organizations: { id: string; name: string }[] }): string =>
  page({
    title: `Select an organization | ${view.clientName}`,
    body: html`<h1>Select an organization</h1>${alert(view.error)}${form(
      view.state,
      html`${view.organizations.map(
        ({ id, name }) => html`<button class="plain" name="organization" value="${id}">${name}</button>`,
      )}`,
    )}`,
  });

const codeField = html`<label for="code">Six-digit code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus>
<button type="submit">Continue</button>`;

export const otpChallengePage = (view: PageView): string =>
  page({
    title: `Verify your identity | ${view.clientName}`,
    body: html`<h1>Verify your identity</h1>
<p class="muted">Check your authenticator app for a one-time code.</p>${alert(view.error)}${form(view.state, codeField)}`,
  });

export const emailChallengePage = (view: PageView & { email: string }): string =>
  page({
    title: `Verify your identity | ${view.clientName}`,
    body: html`<h1>Verify your identity</h1>
<p class="muted">We've sent an email with your code to ${view.email}.</p>
<p class="muted">((It is in <a href="/_local/mail" target="_blank">this tenant's outbox</a>.))</p>
${alert(view.error)}${form(view.state, codeField)}`,
  });

export const otpEnrollmentPage = (view: PageView & { secret: string; uri: string }): string =>
  page({
    title: `Secure your account | ${view.clientName}`,
    body: html`<h1>Secure your account</h1>
<p class="muted">Add this key to your authenticator app, then enter the code it shows.</p>
<p><a href="${view.uri}"><code class="key" id="secret">${view.secret}</code></a></p>
${alert(view.error)}${form(view.state, codeField)}`,
  });

export const consentPage = (view: PageView & { userName: string; scopes: { value: string; text: string }[] }): string =>
  page({
    title: `Authorize app | ${view.clientName}`,
    body: html`<h1>Authorize app</h1>
<p>Hi ${view.userName}, <b>${view.clientName}</b> is requesting access to your ${view.organizationName ?? view.tenantName} account.</p>
<ul class="scopes">${view.scopes.map(({ value, text }) => html`<li data-scope="${value}">${text}</li>`)}</ul>
${form(
  view.state,
  html`<button name="action" value="accept">Accept</button><button class="plain" name="action" value="deny">Decline</button>`,
)}`,
  });
