import type { Context, Next } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { signedOutPage } from '../../pages/error.ts';

const PATH = '/oidc/logout';

/**
 * Leads a browser without a session from `/oidc/logout` to the allowed address, or to the page of the end. oidc-provider
 * answers with a form that a script submits, and no page of the tenant runs one.
 */
export async function logoutWithoutSession(ctx: Context & Partial<KoaContextWithOIDC>, next: Next): Promise<void> {
  await next();
  const session = ctx.path === PATH && ctx.status === 200 ? ctx.oidc?.session : undefined;
  if (session === undefined || session.accountId !== undefined) return;
  const { postLogoutRedirectUri, state } = session.state ?? {};
  if (typeof postLogoutRedirectUri !== 'string') {
    ctx.body = signedOutPage();
    return;
  }
  const url = new URL(postLogoutRedirectUri);
  if (typeof state === 'string') url.searchParams.set('state', state);
  ctx.remove('content-security-policy');
  ctx.status = 303;
  ctx.redirect(url.href);
}
