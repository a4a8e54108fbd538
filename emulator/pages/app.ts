/** Pages of a sample SaaS application. */
import type { AppSession } from '../app/app-sessions.ts';
import { type Html, html } from './html.ts';
import { shell } from './shell.ts';

interface AppView {
  name: string;
  path: string;
}

export function appHomePage(view: AppView & { isRegistered: boolean; session: AppSession | undefined }): string {
  const { name, path, isRegistered, session } = view;
  const isSignedIn = session !== undefined && !session.ended;
  return shell({
    title: isSignedIn ? 'Home' : 'Sign in',
    brand: name,
    ...(isSignedIn ? { note: String(session.claims.email ?? session.claims.sub) } : {}),
    look: 'app',
    narrow: !isSignedIn,
    body: isSignedIn ? signedIn(path, session) : signedOut(path, isRegistered, session?.ended === true),
  });
}

const signedOut = (path: string, isRegistered: boolean, wasEnded: boolean): Html =>
  html`${wasEnded && html`<div class="notice" role="status"><p>You were signed out: your session was ended by back-channel logout.</p></div>`}<section><h1>Sign in</h1>
${
  isRegistered
    ? html`<form action="${path}/login"><label for="company">Your company's organization</label>
<input id="company" name="company" autocapitalize="none" autocomplete="organization" placeholder="for instance acme">
<p class="muted"><small>Leave it empty to sign in without one.</small></p><button>Sign in</button></form>`
    : html`<p>((This application is not registered with the tenant yet: deploy first.))</p>`
}</section>`;

const SHOWN = [
  ['name', 'Name'],
  ['email', 'Email'],
  ['org_id', 'Organization'],
  ['sub', 'User'],
] as const;

const signedIn = (path: string, { claims }: AppSession): Html =>
  html`<div class="row"><h1>Welcome, ${String(claims.given_name ?? claims.name ?? claims.email ?? claims.sub)}</h1><form method="post" action="${path}/logout"><button class="plain">Sign out</button></form></div>
<section><h2>You are signed in</h2><dl id="user">${SHOWN.map(
    ([claim, label]) =>
      html`<dt>${label}</dt><dd data-claim="${claim}">${claims[claim] === undefined ? html`<span class="muted">none</span>` : String(claims[claim])}</dd>`,
  )}</dl></section>
<section><h2>ID token</h2><pre>${JSON.stringify(claims, null, 2)}</pre></section>`;

export const appRefusedPage = ({ name, path, reason }: AppView & { reason: string }): string =>
  shell({
    title: 'Not signed in',
    brand: name,
    look: 'app',
    narrow: true,
    body: html`<section><h1>Not signed in</h1><div class="error" role="alert"><p>${reason}</p></div><a class="button" href="${path}/">Back</a></section>`,
  });
