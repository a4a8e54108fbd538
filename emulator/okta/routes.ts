import type { Context, Next } from 'koa';
import { ResponseBodyError } from 'openid-client';
import { oktaResultPage } from '../pages/okta.ts';
import type { TenantState } from '../state.ts';
import type { Okta } from './okta.ts';

/** Okta's two addresses, for a person's browser: where "Express Configure SSO & UL" leads, and where the code comes back. */
export function oktaRoutes(okta: Okta, state: TenantState) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path === '/_local/okta/start') {
      const { scope, organization } = ctx.query;
      const url = await okta.begin({
        ...(typeof scope === 'string' ? { scope } : {}),
        ...(typeof organization === 'string' ? { organization } : {}),
      });
      ctx.redirect(url.href);
      return;
    }
    if (ctx.path !== '/_local/okta/callback') return next();
    ctx.type = 'html';
    ctx.set('cache-control', 'no-store');
    try {
      const { claims } = await okta.complete(new URL(ctx.href));
      const run = state.runs.findLast(({ user_id, client_id }) => user_id === claims.sub && client_id === claims.azp);
      ctx.body = oktaResultPage({ claims, run });
    } catch (error) {
      ctx.status = 400;
      ctx.body = oktaResultPage({ error: oauthError(ctx, error), run: state.runs.at(-1) });
    }
  };
}

function oauthError(ctx: Context, error: unknown): { error: string; description: string } {
  const { error: code, error_description } = ctx.query;
  if (typeof code === 'string') return { error: code, description: String(error_description ?? '') };
  if (error instanceof ResponseBodyError) return { error: error.error, description: error.error_description ?? '' };
  return { error: 'error', description: error instanceof Error ? error.message : String(error) };
}
