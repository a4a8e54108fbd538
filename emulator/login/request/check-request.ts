import { type Client, errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { NO_SCOPE } from '../audience.ts';
import { requestedScopes } from '../sent-parameters.ts';

/**
 * Makes the last check of a request for a login, at `/authorize` and at `/oauth/par`. It restores the scope
 * `offline_access`, which oidc-provider drops without `prompt=consent` and Auth0 does not
 * (docs/notes/local-tenant.md#refresh-tokens-without-consent), and refuses a public client's code that no verifier
 * would protect.
 */
export function checkRequest(ctx: KoaContextWithOIDC): void {
  const { params, client } = ctx.oidc;
  if (params === undefined) return;
  const scopes = typeof params.scope === 'string' && params.scope !== '' ? params.scope.split(' ') : [];
  const asked = requestedScopes(ctx).filter((scope) => scope === 'offline_access' || scopes.includes(scope));
  params.scope = [...new Set([...asked, ...scopes, NO_SCOPE])].join(' ');

  const responses = String(params.response_type).split(' ');
  if (client?.clientAuthMethod === 'none' && responses.includes('code') && params.code_challenge === undefined) {
    throw new errors.InvalidRequest('((a public client needs PKCE: code_challenge is missing))');
  }
}

/** Returns the grant type that a response type needs, by Auth0's name. */
const grantTypeOf = (responseType: string): string =>
  responseType.includes('token') ? 'implicit' : 'authorization_code';

/** Refuses a response type that the application's grant types do not allow, with Auth0's message. */
export function refuseResponseTypes(provider: Provider): void {
  const { prototype } = provider.Client;
  const allows: unknown = Reflect.get(prototype, 'responseTypeAllowed');
  if (typeof allows !== 'function') throw new TypeError('oidc-provider’s clients have no responseTypeAllowed');
  Object.defineProperty(prototype, 'responseTypeAllowed', {
    value(this: Client, type: string): boolean {
      if (Reflect.apply(allows, this, [type]) === true) return true;
      throw new errors.UnauthorizedClient(`Grant type '${grantTypeOf(type)}' not allowed for the client.`);
    },
  });
}
