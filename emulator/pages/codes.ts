/** Pages that ask for a six-digit code. */
import { encodeQR } from 'qr';
import { tryAnother } from './factors.ts';
import { field, form, Html, html, loginPage, messages, type PageView, page } from './html.ts';

export const codeField = (view: PageView): Html =>
  field(view, {
    name: 'code',
    label: 'Six-digit code',
    attributes: html`class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12"`,
  });

export const otpChallengePage = (view: PageView & { hasOthers: boolean }): string =>
  loginPage(view, {
    heading: 'Verify your identity',
    body: html`<p class="muted">Check your authenticator app for a one-time code.</p>${messages(view)}${form(
      view.state,
      html`${codeField(view)}<button type="submit">Continue</button>${tryAnother(view)}`,
    )}`,
  });

/** Returns the page for an emailed code, as first factor or second. */
export const emailCodePage = (view: PageView & { title: string; email: string; hasOthers?: boolean }): string =>
  loginPage(view, {
    heading: view.title,
    body: html`<p class="muted">We've sent an email with your code to ${view.email}.
((It is in <a href="/_local/mail" target="_blank">this tenant's outbox</a>.))</p>${messages(view)}${form(
      view.state,
      html`${codeField(view)}<button type="submit">Continue</button>
<button class="link" name="action" value="resend-code" formnovalidate>Send a new code</button>${tryAnother({ hasOthers: view.hasOthers ?? false })}`,
    )}`,
  });

export const otpEnrollmentPage = (view: PageView & { secret: string; uri: string; hasOthers: boolean }): string =>
  loginPage(view, {
    heading: 'Secure your account',
    body: html`<p class="muted">Scan this with your authenticator app, then enter the code it shows.</p>
<span class="qr" role="img" aria-label="QR code of the key below">${new Html(encodeQR(view.uri, 'svg'))}</span>
<p>Or add this key: <a href="${view.uri}"><code class="secret" id="secret">${view.secret.replace(/.{4}(?=.)/g, '$& ')}</code></a></p>
${messages(view)}${form(
  view.state,
  html`${codeField(view)}<button type="submit">Continue</button>${tryAnother(view)}`,
)}`,
  });

/** Returns the page after an enrolment outside of a login. */
export const enrolledPage = (tenantName: string): string =>
  page({
    title: `Enrolled | ${tenantName}`,
    brand: tenantName,
    body: html`<h1>You are enrolled</h1>
<p class="notice" role="status">((Your authenticator app is set up. Its codes are asked for when you log in; this page can be closed.))</p>`,
  });
