import type { Context, Next } from 'koa';
import { contentSecurityPolicy } from '../pages/style.ts';

/** Matches the tenant's own pages. */
const OWN = /^\/(u|_local|mfa|v2|oidc|continue)(\/|$)/;

/** An answer to an application (`response_mode=form_post`), an error too, is oidc-provider's and submits itself by a script. */
const submitsItself = ({ path, body }: Context): boolean =>
  path.startsWith('/authorize') && typeof body === 'string' && body.includes('<title>Submitting Callback</title>');

/** Headers of every page: nothing is kept, framed, or told to other sites, and no script runs where a page does not say so. */
export async function pageHeaders(ctx: Context, next: Next): Promise<void> {
  await next();
  if (!ctx.response.is('html')) return;
  ctx.set('cache-control', 'no-store');
  ctx.set('referrer-policy', 'no-referrer');
  ctx.set('x-content-type-options', 'nosniff');
  if (
    (OWN.test(ctx.path) || (ctx.status >= 400 && !submitsItself(ctx))) &&
    !ctx.res.hasHeader('content-security-policy')
  ) {
    ctx.set('content-security-policy', contentSecurityPolicy());
  }
}
