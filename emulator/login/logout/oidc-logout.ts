import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { signedOutPage } from '../../pages/error.ts';
import { type RouteContext, routes } from '../../routes.ts';
import type { TenantState } from '../../state.ts';
import { writeLog } from '../../tenant-log.ts';
import { isAddress } from '../client-metadata.ts';
import type { Sessions } from './sessions.ts';

type OidcContext = KoaContextWithOIDC['oidc'];

/**
 * `/oidc/logout` without its question, where there is nothing to ask: the browser has no session, or `id_token_hint` or
 * `logout_hint` names the one that it has (log-users-out-of-auth0, "Logout consent prompt"). oidc-provider would ask
 * whatever the hint is, and without a session answer with a form that a script submits.
 */
export const oidcLogout = (state: TenantState, sessions: Sessions): Middleware =>
  routes({
    async '* /oidc/logout'(ctx: RouteContext & Partial<KoaContextWithOIDC>, next) {
      await next();
      const { oidc } = ctx.status === 200 ? ctx : {};
      const session = oidc?.session;
      if (oidc === undefined || session === undefined) return;
      const target = targetOf(ctx, oidc, state);
      if (session.accountId !== undefined) {
        if (!isSessionNamed(oidc)) return;
        writeLog(state, ctx, { type: 'slo', clientId: oidc.client?.clientId, userId: session.accountId });
        await sessions.end(session, 'rp-logout');
        ctx.cookies.set('auth0', null, { overwrite: true });
      }
      ctx.remove('content-security-policy');
      if (target === undefined) {
        ctx.body = signedOutPage();
        return;
      }
      ctx.status = 303;
      ctx.redirect(target);
    },
  });

/** Returns whether the request names the session that it ends. If it has both hints, both must match. */
function isSessionNamed({ session, entities, params }: OidcContext): boolean {
  const { logout_hint: hint } = { ...params };
  const { payload: token }: { payload?: Record<string, unknown> } = Object(entities.IdTokenHint);
  if (token === undefined && hint === undefined) return false;
  const isByToken = token === undefined || (token.sid === session?.uid && token.sub === session?.accountId);
  return isByToken && (hint === undefined || hint === session?.uid);
}

/**
 * Returns where the browser goes: the address that oidc-provider has allowed for the application, or the tenant's own
 * if no application is known.
 */
function targetOf(ctx: Context, { session, client, body }: OidcContext, tenant: TenantState): string | undefined {
  const { postLogoutRedirectUri, state } = session?.state ?? {};
  const asked = (body ?? ctx.query).post_logout_redirect_uri;
  const ofTenant = client === undefined && tenant.settings.allowed_logout_urls?.some((url) => url === asked);
  const address = ofTenant ? asked : postLogoutRedirectUri;
  if (typeof address !== 'string' || !isAddress(address)) return undefined;
  const url = new URL(address);
  if (typeof state === 'string') url.searchParams.set('state', state);
  return url.href;
}
