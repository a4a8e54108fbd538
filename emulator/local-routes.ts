import type { Context, Middleware, Next } from 'koa';
import { Secret, TOTP } from 'otpauth';
import type { Addresses } from './addresses.ts';
import type { Timeline } from './inspector/timeline.ts';
import { authenticatorPage } from './pages/authenticator.ts';
import { errorPage } from './pages/error.ts';
import { mailboxPage, mailPage } from './pages/mailbox.ts';
import { routes } from './routes.ts';
import { findUser, type TenantState } from './state.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Refuses other names for the loopback address, so that no web page can reach the tenant by rebinding its DNS name. */
export async function loopbackOnly(ctx: Context, next: Next): Promise<void> {
  if (LOOPBACK_NAMES.has(ctx.hostname) || ctx.hostname === '::1') return next();
  ctx.status = 421;
  ctx.body = '((this emulator answers to localhost only))';
}

/** Routes Auth0 does not have: the Actions' runs, the authenticator app of people who have none at hand, and their mailbox. */
export const localRoutes = (state: TenantState, addresses: Addresses, timeline: Timeline): Middleware =>
  routes({
    '* /_local/runs'(ctx) {
      ctx.body = { runs: state.runs.map((run) => timeline.maskedRun(run)) };
    },
    '* /_local/authenticator': (ctx) => showLive(ctx, authenticatorPage(codesOf(state))),
    '* /_local/mail': (ctx) => showLive(ctx, mailboxPage(state.mails)),
    '* /_local/mail/:id': (ctx) => showMail(ctx, state, addresses, ctx.params.id),
  });

/** Shows a page that updates itself. */
function showLive(ctx: Context, body: string): void {
  ctx.set('refresh', '5');
  ctx.type = 'html';
  ctx.body = body;
}

/** Shows a mail. Its link stays on this machine if this machine serves the address. */
function showMail(ctx: Context, state: TenantState, addresses: Addresses, id?: string): void {
  const mail = state.mails.find((candidate) => candidate.id === id);
  ctx.type = 'html';
  ctx.status = mail === undefined ? 404 : 200;
  ctx.body =
    mail === undefined
      ? errorPage('not_found', '((this tenant sent no such mail))')
      : mailPage(mail, addresses.pathOf(mail.link ?? '') ?? mail.link);
}

const codesOf = (state: TenantState) =>
  state.authenticationMethods.flatMap(({ user_id, totp_secret }) => {
    if (totp_secret === undefined) return [];
    const totp = new TOTP({ secret: Secret.fromBase32(totp_secret) });
    const timestamp = state.clock();
    const user = findUser(state, user_id)?.email ?? user_id;
    const secondsLeft = Math.ceil(totp.remaining({ timestamp }) / 1000);
    return [{ user, code: totp.generate({ timestamp }), secondsLeft }];
  });
