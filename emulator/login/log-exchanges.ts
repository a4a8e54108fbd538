import type { Context, Middleware } from 'koa';
import { routes } from '../routes.ts';
import { findOrganization, type TenantState } from '../state.ts';
import { writeLog } from '../tenant-log.ts';
import { detailsInToken, finalScope, isOidcContext } from './tokens.ts';

/** Maps grant types to the end of Auth0's event codes; a success begins with s, a failure with f. */
const EXCHANGES: Record<string, { code: string; what: string }> = {
  authorization_code: { code: 'eacft', what: 'Authorization Code for Access Token' },
  client_credentials: { code: 'eccft', what: 'Client Credentials for Access Token' },
  password: { code: 'epft', what: 'Password for Access Token' },
  refresh_token: { code: 'ertft', what: 'Refresh Token for Access Token' },
};

/** The description in the log of a reused token. The application gets the same answer as for any unknown token. */
const REUSED = 'Unsuccessful Refresh Token exchange, reused refresh token detected';

/** Notes in the tenant's log what `/oauth/token` answered, in the end. Grants that Auth0 has no code for are left out. */
export const logExchanges = (state: TenantState): Middleware =>
  routes({
    async 'POST /oauth/token'(ctx, next) {
      await next();
      if (!isOidcContext(ctx)) return;
      const { params, client, account, entities } = ctx.oidc;
      const exchange = EXCHANGES[String(params?.grant_type)];
      if (exchange === undefined) return;
      const isReuse = ctx.state.reusedToken === true;
      const failure = isReuse ? REUSED : ctx.status >= 400 ? descriptionIn(ctx) : undefined;
      const details = detailsInToken(ctx);
      const token = entities.AccessToken ?? entities.ClientCredentials;
      writeLog(state, ctx, {
        type: isReuse ? 'ferrt' : `${failure === undefined ? 's' : 'f'}${exchange.code}`,
        description: failure ?? exchange.what,
        clientId: client?.clientId ?? (typeof params?.client_id === 'string' ? params.client_id : undefined),
        userId: account?.accountId,
        organization: findOrganization(state, details?.orgId),
        audience: token?.resourceServer?.audience,
        ...(failure === undefined ? { scope: finalScope(scopeIn(ctx), details) } : {}),
      });
    },
  });

const field = (ctx: Context, name: string): unknown =>
  typeof ctx.body === 'object' && ctx.body !== null ? Reflect.get(ctx.body, name) : undefined;

const descriptionIn = (ctx: Context): string => String(field(ctx, 'error_description') ?? field(ctx, 'error') ?? '');
const scopeIn = (ctx: Context): unknown => field(ctx, 'scope');
