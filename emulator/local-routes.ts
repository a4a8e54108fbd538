import type { Context, Next } from 'koa';
import { Secret, TOTP } from 'otpauth';
import { html, page } from './pages/html.ts';
import { findUser, type TenantState } from './state.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Refuses other names for the loopback address, so that no web page can reach the tenant by rebinding its DNS name. */
export async function loopbackOnly(ctx: Context, next: Next): Promise<void> {
  if (LOOPBACK_NAMES.has(ctx.hostname) || ctx.hostname === '::1') return next();
  ctx.status = 421;
  ctx.body = '((this emulator answers to localhost only))';
}

/** Routes Auth0 does not have: the Actions' runs, the authenticator app of people who have none at hand, and their mailbox. */
export function localRoutes(state: TenantState) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path === '/_local/runs') {
      ctx.body = { runs: state.runs };
      return;
    }
    const view = VIEWS.get(ctx.path);
    if (view === undefined) return next();
    ctx.type = 'html';
    ctx.set('cache-control', 'no-store');
    ctx.set('refresh', '5');
    ctx.body = view(state);
  };
}

function authenticatorPage(state: TenantState): string {
  const rows = state.authenticationMethods.flatMap(({ user_id, totp_secret }) => {
    if (totp_secret === undefined) return [];
    const totp = new TOTP({ secret: Secret.fromBase32(totp_secret) });
    const timestamp = state.clock();
    const secondsLeft = Math.ceil(totp.remaining({ timestamp }) / 1000);
    const user = findUser(state, user_id);
    return [
      html`<tr><td>${user?.email ?? user_id}</td><td><code class="key">${totp.generate({ timestamp })}</code></td><td class="muted">${secondsLeft} s</td></tr>`,
    ];
  });
  return page({
    title: 'Authenticator',
    wide: true,
    body: html`<h1>One-time codes</h1><p class="muted">What each user's authenticator app shows now.</p>
<table><tr><th>User</th><th>Code</th><th>Valid for</th></tr>${rows}</table>`,
  });
}

function outboxPage(state: TenantState): string {
  const rows = state.mails
    .toReversed()
    .map(
      ({ to, subject, code, sent_at }) =>
        html`<tr data-to="${to}"><td>${to}</td><td>${subject}</td><td><code class="key">${code}</code></td><td class="muted">${sent_at}</td></tr>`,
    );
  return page({
    title: 'Outbox',
    wide: true,
    body: html`<h1>Emails</h1><p class="muted">What the tenant sent, newest first; none of it left this machine.</p>
<table><tr><th>To</th><th>Subject</th><th>Code</th><th>Sent</th></tr>${rows}</table>`,
  });
}

const VIEWS = new Map([
  ['/_local/authenticator', authenticatorPage],
  ['/_local/mail', outboxPage],
]);
