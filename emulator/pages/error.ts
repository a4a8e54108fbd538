import { html, page } from './html.ts';

/** Shown where an error cannot go back to the application: unknown client, wrong callback, lost transaction. */
export const errorPage = (error: string, description: string): string =>
  page({
    title: 'Error',
    body: html`<h1>Oops!, something went wrong</h1><p class="error" role="alert"><b>${error}</b>: ${description}</p>`,
  });

export const signedOutPage = (): string =>
  page({ title: 'Signed out', body: html`<h1>You are logged out</h1><p>This browser has no session any more.</p>` });
