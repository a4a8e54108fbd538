import type { Context } from 'koa';
import { routes } from '../routes.ts';
import { detailsInToken, finalScope, isOidcContext } from './tokens.ts';

interface TokenBody {
  error?: string;
  error_description?: string;
  scope?: string;
}

/**
 * `/oauth/token` in Auth0's words: answers with Auth0's statuses and errors, and shows the scope the token really has.
 */
export const tokenEndpoint = routes({
  async 'POST /oauth/token'(ctx, next) {
    await next();
    answerAsAuth0(ctx);
  },
});

function answerAsAuth0(ctx: Context): void {
  const body: TokenBody | undefined = typeof ctx.body === 'object' && ctx.body !== null ? ctx.body : undefined;
  if (body === undefined) return;
  if (body.error === undefined) {
    const scope = finalScope(body.scope, isOidcContext(ctx) ? detailsInToken(ctx) : undefined);
    const { scope: _, ...rest } = body;
    ctx.body = scope === '' ? rest : { ...rest, scope };
    return;
  }
  const [status, answer] = auth0Error(body, isOidcContext(ctx) ? ctx.oidc.params?.grant_type : undefined);
  ctx.status = status ?? ctx.status;
  ctx.body = answer;
}

/** Returns status and text as Auth0 answers them (docs/notes/local-tenant.md#words-of-the-token-endpoint). */
function auth0Error(body: TokenBody, grantType: unknown): [number | undefined, TokenBody] {
  if (body.error === 'invalid_client') return [401, { error: 'access_denied', error_description: 'Unauthorized' }];
  if (body.error_description === 'requested grant type is not allowed for this client') {
    const error_description = `Grant type '${grantType}' not allowed for the client.`;
    return [403, { error: 'unauthorized_client', error_description }];
  }
  if (body.error === 'invalid_grant' && grantType === 'refresh_token') return [403, body];
  if (body.error === 'invalid_grant') {
    return [403, { error: 'invalid_grant', error_description: 'Invalid authorization code' }];
  }
  if (body.error === 'unsupported_grant_type') {
    return [403, { error: 'unauthorized_client', error_description: 'Grant type not allowed for the client.' }];
  }
  return [undefined, body];
}
