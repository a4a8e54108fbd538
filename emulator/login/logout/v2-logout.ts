import type { Context, Next } from 'koa';
import type { Provider } from 'oidc-provider';
import { errorPage, signedOutPage } from '../../pages/error.ts';
import { findClient, type TenantState } from '../../state.ts';
import { writeLog } from '../../tenant-log.ts';
import type { Sessions } from './sessions.ts';

/** Auth0's `/v2/logout`: ends the browser's session, then goes to an allowed `returnTo`. */
export function logout(provider: Provider, state: TenantState, sessions: Sessions) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path !== '/v2/logout') return next();
    ctx.type = 'html';
    const { client_id, returnTo } = ctx.query;
    const client = typeof client_id === 'string' ? findClient(state, client_id) : undefined;
    const allowed = [...(client?.allowed_logout_urls ?? []), ...(state.settings.allowed_logout_urls ?? [])];
    if (returnTo !== undefined && (typeof returnTo !== 'string' || !allowed.includes(returnTo))) {
      ctx.status = 400;
      ctx.body = errorPage(
        'invalid_request',
        `The "returnTo" querystring parameter "${String(returnTo)}" is not defined as a valid URL`,
      );
      return;
    }
    const session = await provider.Session.get(ctx);
    writeLog(state, ctx, { type: 'slo', clientId: client?.client_id, userId: session.accountId });
    if (session.accountId !== undefined) await sessions.end(session, 'rp-logout');
    ctx.cookies.set('auth0', null);
    if (returnTo === undefined) ctx.body = signedOutPage();
    else ctx.redirect(returnTo);
  };
}
