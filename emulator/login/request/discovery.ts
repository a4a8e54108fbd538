import type { Context, Next } from 'koa';
import type { TenantState } from '../../state.ts';
import { NO_SCOPE } from '../audience.ts';

const PATHS = new Set(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']);

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

/** Whether the tenant takes pushed authorization requests: unless its setting is off. */
const takesPushedRequests = ({ settings }: TenantState): boolean =>
  settings.pushed_authorization_requests_supported !== false;

/** Makes the discovery document say what this tenant offers, without the scope that never leaves it. */
export function discovery(state: TenantState) {
  return async (ctx: Context, next: Next): Promise<void> => {
    await next();
    if (!PATHS.has(ctx.path) || ctx.status !== 200 || typeof ctx.body !== 'object' || ctx.body === null) return;
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
}

/** Refuses pushed authorization requests where the tenant's setting is off (configure-par). */
export function pushedRequests(state: TenantState) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path !== '/oauth/par' || takesPushedRequests(state)) return next();
    ctx.status = 403;
    ctx.body = {
      error: 'invalid_request',
      error_description: '((the tenant’s setting pushed_authorization_requests_supported is off))',
    };
  };
}
