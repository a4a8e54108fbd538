import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Context, Middleware } from 'koa';
import { type RouteHandler, routes } from '../routes.ts';
import { findClient, findUser, type TenantState } from '../state.ts';
import type { Audiences } from './audience.ts';
import { isCorsOrigin } from './request/origins.ts';

export type VerifyAccessToken = (token: string, audience: string) => Promise<Record<string, unknown> | undefined>;

/** Checks signature, issuer, audience and expiry of an access token of this tenant. */
export function accessTokenVerifier(keys: JSONWebKeySet, issuer: string, clock: () => number): VerifyAccessToken {
  const keySet = createLocalJWKSet(keys);
  return async (token, audience) => {
    try {
      const currentDate = new Date(clock());
      return (await jwtVerify(token, keySet, { issuer, audience, algorithms: ['RS256'], currentDate })).payload;
    } catch {
      return undefined;
    }
  };
}

export const bearerOf = (ctx: Context): string => ctx.get('authorization').replace(/^bearer /i, '');

/**
 * Answers `/userinfo` for JWT access tokens: oidc-provider takes only its opaque ones
 * (docs/notes/local-tenant.md#jwt-access-tokens-at-userinfo).
 */
export const userinfo = (state: TenantState, audiences: Audiences, verify: VerifyAccessToken): Middleware =>
  routes({ '* /userinfo': answerUserinfo(state, audiences, verify) });

function answerUserinfo(state: TenantState, audiences: Audiences, verify: VerifyAccessToken): RouteHandler {
  return async (ctx, next) => {
    const token = bearerOf(ctx);
    if (ctx.method === 'OPTIONS' || token.split('.').length !== 3) return next();
    const claims = await verify(token, audiences.userinfo);
    const user = typeof claims?.sub === 'string' ? findUser(state, claims.sub) : undefined;
    if (claims === undefined || user === undefined) {
      ctx.status = 401;
      ctx.set('www-authenticate', 'Bearer error="invalid_token"');
      ctx.body = { error: 'invalid_token' };
      return;
    }
    const scopes = String(claims.scope ?? '').split(' ');
    const origin = ctx.get('origin');
    const client = findClient(state, String(claims.azp));
    ctx.vary('Origin');
    if (client !== undefined && isCorsOrigin(client, origin)) ctx.set('access-control-allow-origin', origin);
    ctx.body = {
      sub: user.user_id,
      ...(scopes.includes('profile')
        ? { name: user.name ?? user.email, nickname: user.nickname, picture: user.picture, updated_at: user.updated_at }
        : {}),
      ...(scopes.includes('email') ? { email: user.email, email_verified: user.email_verified } : {}),
    };
  };
}
