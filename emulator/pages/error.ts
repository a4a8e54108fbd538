import { type Html, html, page } from './html.ts';

/** Shown where an error cannot go back to the application: unknown client, wrong callback, lost transaction. */
export const errorPage = (error: string, description: string): string =>
  page({
    title: 'Error',
    body: html`<h1>Oops!, something went wrong</h1><p class="error" role="alert"><b>${error}</b>: ${description}</p>
<p class="muted">Go back to the application and try again.</p>`,
  });

export const signedOutPage = (): string =>
  page({ title: 'Signed out', body: html`<h1>You are logged out</h1><p>This browser has no session any more.</p>` });

/** @param confirmation the form of the logout, without a button. */
export const logoutPage = (confirmation: Html): string =>
  page({
    title: 'Log out',
    body: html`<h1>Log out</h1><p>Do you want to log out of this browser's session?</p>${confirmation}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Log out</button>`,
  });
