import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { routes } from '../routes.ts';
import { type ClientRecord, findClient, type TenantState } from '../state.ts';
import { detailsInToken, finalScope, isOidcContext } from './tokens.ts';

interface TokenBody {
  error?: string;
  error_description?: string;
  error_uri?: string;
  scope?: string;
}

/**
 * Keeps oidc-provider's reasons for refusing a grant, which it does not send to the application, for the text of the
 * answer.
 */
export function rememberGrantFaults(provider: Provider): void {
  provider.on('grant.error', (ctx, error) => {
    ctx.state.grantFault = error.error_detail;
  });
}

/** Adapts the answers of `/oauth/token`: Auth0's statuses and errors, and the scope that the token really has. */
export const tokenEndpoint = (state: TenantState): Middleware =>
  routes({
    async 'POST /oauth/token'(ctx, next) {
      await next();
      await answerAsAuth0(ctx, state);
    },
  });

async function answerAsAuth0(ctx: Context, state: TenantState): Promise<void> {
  const body: TokenBody | undefined = typeof ctx.body === 'object' && ctx.body !== null ? ctx.body : undefined;
  if (body === undefined) return;
  if (body.error === undefined) {
    const scope = finalScope(body.scope, isOidcContext(ctx) ? detailsInToken(ctx) : undefined);
    const { scope: _, ...rest } = body;
    ctx.body = scope === '' ? rest : { ...rest, scope };
    return;
  }
  const [status, answer] = await auth0Error(body, ctx, state);
  ctx.status = status ?? ctx.status;
  ctx.body = answer;
}

/** Returns status and text as Auth0 answers them (docs/notes/local-tenant.md#words-of-the-token-endpoint). */
async function auth0Error(body: TokenBody, ctx: Context, state: TenantState): Promise<[number | undefined, TokenBody]> {
  const grantType = isOidcContext(ctx) ? ctx.oidc.params?.grant_type : undefined;
  const client = isOidcContext(ctx) ? findClient(state, ctx.oidc.client?.clientId) : undefined;
  if (body.error === 'invalid_client') return [401, { error: 'access_denied', error_description: 'Unauthorized' }];
  if (body.error_description === 'requested grant type is not allowed for this client')
    return grantNotAllowed(grantType, client);
  if (body.error === 'unsupported_grant_type')
    return grantNotAllowed(isOidcContext(ctx) ? ctx.oidc.body?.grant_type : '', client);
  if (body.error === 'invalid_grant' && grantType === 'refresh_token') return [403, body];
  if (body.error === 'invalid_grant') return [403, isOidcContext(ctx) ? await codeRefused(ctx) : body];
  return [undefined, body];
}

/**
 * Returns Auth0's answer to a grant type that the application does not have, as the issue trackers of its SDKs quote
 * it. For a type that it has, the answer says that the emulator does not support it.
 */
function grantNotAllowed(grantType: unknown, client: ClientRecord | undefined): [number, TokenBody] {
  const error = 'unauthorized_client';
  if (client?.grant_types?.includes(String(grantType))) {
    return [403, { error, error_description: `((the local tenant does not emulate the grant type '${grantType}'))` }];
  }
  return [
    403,
    {
      error,
      error_description: `Grant type '${grantType}' not allowed for the client.`,
      error_uri: 'https://auth0.com/docs/clients/client-grant-types',
    },
  ];
}

/** Returns what Auth0 says of an authorization code that is not redeemed: of verifier and callback it names the fault. */
async function codeRefused(ctx: KoaContextWithOIDC): Promise<TokenBody> {
  const { params, provider } = ctx.oidc;
  switch (ctx.state.grantFault) {
    case 'code_verifier must be provided':
      await useUp(ctx);
      return { error: 'invalid_grant', error_description: '((code_verifier is missing))' };
    case 'code_verifier does not match code_challenge':
      await useUp(ctx);
      return { error: 'invalid_grant', error_description: 'Failed to verify code verifier' };
    case 'authorization code redirect_uri mismatch': {
      const code = await provider.AuthorizationCode.find(String(params?.code));
      const error_description = `The redirect URI is wrong. You sent ${originOf(params?.redirect_uri)}, and we expected ${originOf(code?.redirectUri)}`;
      return { error: 'unauthorized_client', error_description };
    }
    default:
      return { error: 'invalid_grant', error_description: 'Invalid authorization code' };
  }
}

/** Voids a code that was redeemed without its verifier: a client without the verifier has one try. */
async function useUp({ oidc: { params, provider } }: KoaContextWithOIDC): Promise<void> {
  const code = await provider.AuthorizationCode.find(String(params?.code));
  await code?.destroy();
}

/** Returns an address as the published examples of that text have it: without its path. */
function originOf(address: unknown): string {
  const text = String(address);
  const { origin } = URL.canParse(text) ? new URL(text) : { origin: 'null' };
  return origin === 'null' ? text : origin;
}
