/**
 * Express Configuration's API, which Okta calls with the administrator's access token. Auth0 does not publish its own, so its path is
 * the emulator's; what it does is documented.
 */
import type { Context, Middleware } from 'koa';
import { readText } from '../login/form.ts';
import { bearerOf, type VerifyAccessToken } from '../login/userinfo.ts';
import { type RouteHandler, routes } from '../routes.ts';
import type { TenantState } from '../state.ts';
import { authorize } from './authorize.ts';
import { configureScim } from './configure-scim.ts';
import { configureSso } from './configure-sso.ts';
import { logRun } from './log-run.ts';
import type { OktaInstance, Outcome } from './types.ts';

export const EXPRESS_CONFIGURATION_PATH = '/_local/express-configuration';
const AUDIENCE = 'urn:auth0:express-configure';
const SSO = 'express_configure:sso';
const SCIM = 'express_configure:scim';

export function expressConfiguration(state: TenantState, verify: VerifyAccessToken): Middleware {
  const configure =
    (feature: 'sso' | 'scim'): RouteHandler =>
    async (ctx) => {
      const instance = instanceIn(await readText(ctx));
      if (instance === undefined) {
        ctx.status = 400;
        ctx.body = { error: 'invalid_request', cause: 'the body describes no app instance' };
        return;
      }
      const claims = await verify(bearerOf(ctx), AUDIENCE);
      const outcome = feature === 'sso' ? sso(state, claims, instance) : scim(state, claims, instance);
      answer(ctx, outcome);
      logRun(state, ctx, feature, claims, outcome);
    };
  return routes({
    [`POST ${EXPRESS_CONFIGURATION_PATH}/sso`]: configure('sso'),
    [`POST ${EXPRESS_CONFIGURATION_PATH}/scim`]: configure('scim'),
  });
}

type Claims = Record<string, unknown> | undefined;

function sso(state: TenantState, claims: Claims, instance: OktaInstance) {
  const authorized = authorize(state, claims, [SSO]);
  return 'refusal' in authorized ? authorized : configureSso(state, authorized.value, instance);
}

function scim(state: TenantState, claims: Claims, instance: OktaInstance) {
  const authorized = authorize(state, claims, state.unknowns.scimNeedsSso ? [SCIM, SSO] : [SCIM]);
  return 'refusal' in authorized ? authorized : configureScim(state, authorized.value, instance);
}

function answer(ctx: Context, outcome: Outcome<object>): void {
  if ('refusal' in outcome) {
    ctx.status = outcome.refusal.status;
    ctx.body = { error: 'oauth_error', cause: outcome.refusal.cause };
    return;
  }
  ctx.body = outcome.value;
}

const FIELDS = ['domain', 'issuer', 'jwks_uri', 'client_id', 'client_secret'] as const;

function instanceIn(body: string): OktaInstance | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isInstance(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isInstance = (value: unknown): value is OktaInstance =>
  typeof value === 'object' && value !== null && FIELDS.every((name) => typeof Reflect.get(value, name) === 'string');
