import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';

const TOKEN_HEADER = 'x-local-token';

/** Answers a request to a `/_local/` route with what is wrong with it. */
export function refuse(ctx: Context, status: number, error: string, message: string): void {
  ctx.status = status;
  ctx.body = { error, message: `((${message}))` };
}

/** Matches the paths to which other sites may send people, and the one that says whether the tenant is ready. */
const OPEN = /^\/_local\/(health|okta|app|reports|upstream|webauthn)(\/|$)/;

/**
 * Returns whether pages of other origins may not request this: everything below `/_local/`, except reads of open paths.
 */
const isGuarded = ({ path, method }: Context): boolean =>
  /^\/_local(\/|$)/.test(path) && !(OPEN.test(path) && ['GET', 'HEAD', 'OPTIONS'].includes(method));

/** Lists the values that a browser sends for requests of no other origin's page; programs send none. */
const OWN_SITES: readonly string[] = ['', 'same-origin', 'none'];

/** Keeps the pages of other origins, also of other ports on this machine, from looking inside and from changing anything. */
export function ownOriginOnly(ports: { http: number; https: number }): Middleware {
  // The tenant listens at these alone: at `[::1]` the same port is another program's.
  const names = ['localhost', '127.0.0.1'];
  const own = new Set(names.flatMap((name) => [`http://${name}:${ports.http}`, `https://${name}:${ports.https}`]));
  return async (ctx, next) => {
    if (!isGuarded(ctx)) return next();
    const origin = ctx.get('origin');
    // The origin of a form on a page without referrers is `null`; no page can set the other header.
    const site = ctx.get('sec-fetch-site');
    const isOwnForm = origin === 'null' && site === 'same-origin';
    const isOwn = origin === '' || own.has(origin) || isOwnForm;
    if (!isOwn || !OWN_SITES.includes(site)) {
      refuse(
        ctx,
        403,
        'foreign-origin',
        'this is for the emulator’s own pages and for programs, not for pages of other origins',
      );
      return;
    }
    ctx.set('cross-origin-resource-policy', 'same-origin');
    ctx.set('x-content-type-options', 'nosniff');
    await next();
  };
}

/** Returns whether the request has the token of this start; answers it if not. */
export function hasToken(ctx: Context, token: string): boolean {
  const given = ctx.get(TOKEN_HEADER);
  if (timingSafeEqual(digest(given), digest(token))) return true;
  refuse(
    ctx,
    403,
    given === '' ? 'token-missing' : 'token-wrong',
    `this needs the control token of this start in the header ${TOKEN_HEADER}: npm start prints it, emulator exec sets it as EMULATOR_CONTROL_TOKEN, startEmulator returns it as controlToken`,
  );
  return false;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
