import type { Middleware } from 'koa';
import { type RouteHandler, routes } from '../../routes.ts';
import type { TenantState } from '../../state.ts';
import { NO_SCOPE } from '../audience.ts';

interface Metadata {
  scopes_supported?: string[];
  response_modes_supported?: string[];
  end_session_endpoint?: string;
  pushed_authorization_request_endpoint?: string;
  [field: string]: unknown;
}

interface OidcLogout {
  rp_logout_end_session_endpoint_discovery?: boolean;
}

/** Returns whether the tenant accepts pushed authorization requests: unless its setting is off. */
const takesPushedRequests = ({ settings }: TenantState): boolean =>
  settings.pushed_authorization_requests_supported !== false;

/** Makes the discovery document say what this tenant offers, without the scope that never leaves it. */
export function discovery(state: TenantState): Middleware {
  const complete: RouteHandler = async (ctx, next) => {
    await next();
    if (ctx.status !== 200 || typeof ctx.body !== 'object' || ctx.body === null) return;
    const { end_session_endpoint, pushed_authorization_request_endpoint, ...metadata }: Metadata = { ...ctx.body };
    const logout: OidcLogout = Object(state.settings.oidc_logout);
    ctx.body = {
      ...metadata,
      scopes_supported: metadata.scopes_supported?.filter((scope) => scope !== NO_SCOPE),
      response_modes_supported: [...(metadata.response_modes_supported ?? []), 'web_message'],
      ...(logout.rp_logout_end_session_endpoint_discovery === false ? {} : { end_session_endpoint }),
      ...(takesPushedRequests(state) ? { pushed_authorization_request_endpoint } : {}),
    };
  };
  return routes({
    '* /.well-known/openid-configuration': complete,
    '* /.well-known/oauth-authorization-server': complete,
  });
}

/** Refuses pushed authorization requests where the tenant's setting is off (configure-par). */
export const pushedRequests = (state: TenantState): Middleware =>
  routes({
    async '* /oauth/par'(ctx, next) {
      if (takesPushedRequests(state)) return next();
      ctx.status = 403;
      ctx.body = {
        error: 'invalid_request',
        error_description: '((the tenant’s setting pushed_authorization_requests_supported is off))',
      };
    },
  });
