/** Renders pages of the push factor, and the app that represents the phone's. */
import { tryAnother } from './factors.ts';
import { form, html, loginPage, messages, type PageView, page } from './html.ts';

/** The path of the tenant's push app, on the plain-http listener. */
export const PUSH_APP_PATH = '/_local/push';

const app = html`<a href="${PUSH_APP_PATH}" target="_blank">this tenant's push app</a>`;

export const pushChallengePage = (view: PageView & { hasOthers: boolean }): string =>
  loginPage(view, {
    heading: 'Verify Your Identity',
    body: html`<p class="muted">We've sent a notification to your device. ((Answer it in ${app}: this page looks again every few seconds.))</p>
${messages(view)}${form(
  view.state,
  html`<button type="submit" autofocus>I've responded on my device</button>
<button class="link" name="action" value="resend-push">Resend</button>${tryAnother(view)}`,
)}`,
  });

export const pushEnrollmentPage = (view: PageView & { hasOthers: boolean }): string =>
  loginPage(view, {
    heading: 'Secure Your Account',
    body: html`<p class="muted">((Add this account in ${app}, as a phone's app would by the QR code that Auth0 shows here. This page looks again every few seconds.))</p>
${messages(view)}${form(
  view.state,
  html`<button type="submit" autofocus>Continue</button>
<button class="link" name="action" value="resend-push">((Begin again))</button>${tryAnother(view)}`,
)}`,
  });

export interface ShownRequest {
  id: string;
  user: string;
  from: string;
  kind: 'challenge' | 'enroll';
  /** ISO 8601. */
  at: string;
}

/** Returns the page with the requests on the devices of all users. */
export const pushAppPage = (requests: readonly ShownRequest[]): string =>
  page({
    title: `Push app (${requests.length})`,
    wide: true,
    body: html`<h1>Push app</h1><p class="muted">What each user's device shows now. This page looks again every five seconds.</p>
${requests.length === 0 ? html`<p>Nothing waits for an answer.</p>` : requests.map(shownRequest)}`,
  });

const shownRequest = ({ id, user, from, kind, at }: ShownRequest) =>
  html`<section data-user="${user}"><h2>${user}</h2><p>${
    kind === 'challenge' ? html`Are you trying to log in to ${from}?` : html`Add the account at ${from} to this device?`
  } <time class="muted" datetime="${at}">${at.slice(11, 19)} UTC</time></p>
<form method="post"><input type="hidden" name="request" value="${id}"><button name="answer" value="approved" aria-label="${kind === 'challenge' ? 'Approve' : 'Add'}: ${user}">${kind === 'challenge' ? 'Approve' : 'Add'}</button>
<button class="plain" name="answer" value="denied" aria-label="Deny: ${user}">Deny</button></form></section>`;
