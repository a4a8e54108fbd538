import { createPublicKey } from 'node:crypto';
import type { ClientMetadata, ResponseType } from 'oidc-provider';
import type { ClientRecord, TenantState } from '../state.ts';

const SUPPORTED_GRANTS = ['authorization_code', 'refresh_token', 'client_credentials', 'implicit'];

type AuthMethod = 'none' | 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt';

function authMethodOf(client: ClientRecord): AuthMethod {
  // Whoever authenticates by mutual TLS has no key here, and is refused.
  if (client.client_authentication_methods) return 'private_key_jwt';
  const isPublic = client.app_type === 'spa' || client.app_type === 'native';
  return client.token_endpoint_auth_method ?? (isPublic ? 'none' : 'client_secret_post');
}

/**
 * Returns the public keys assigned to a client; assertions are matched by `kid`
 * (docs/notes/local-tenant.md#key-ids-of-assertions).
 */
function assignedKeys(state: TenantState, client: ClientRecord) {
  const assigned = client.client_authentication_methods?.private_key_jwt?.credentials ?? [];
  return assigned.flatMap(({ id }) => {
    const credential = state.credentials.find((row) => row.id === id && row.client_id === client.client_id);
    if (credential === undefined) return [];
    const jwk = createPublicKey(credential.pem).export({ format: 'jwk' });
    return [{ ...jwk, kid: credential.kid, use: 'sig', alg: credential.alg }];
  });
}

function responseTypesOf(grants: readonly string[]): ResponseType[] {
  const hasCode = grants.includes('authorization_code');
  if (!grants.includes('implicit')) return hasCode ? ['code'] : [];
  return hasCode ? ['code', 'id_token', 'code id_token'] : ['id_token'];
}

/** Lists schemes that a browser runs as a script. */
const SCRIPTS = new Set(['javascript:', 'data:', 'vbscript:']);

/** Returns whether a stored address leads to a page and is not a script. */
export const isAddress = (uri: string): boolean => URL.canParse(uri) && !SCRIPTS.has(new URL(uri).protocol);

/**
 * Returns an Auth0 client as RFC 7591 metadata, anew on every look-up, so that a `PATCH /clients/{id}` takes effect at
 * once.
 *
 * @param oinCallbacks callbacks of the local Okta, which every `app_type: express_configuration` client has in
 * addition to Okta's own.
 */
export function toClientMetadata(state: TenantState, client: ClientRecord, oinCallbacks: string[]): ClientMetadata {
  const method = authMethodOf(client);
  const isOin = client.app_type === 'express_configuration';
  const grants = client.grant_types ?? [];
  const callbacks = [...(client.callbacks ?? []), ...(isOin ? oinCallbacks : [])].filter(isAddress);
  const supported = grants.filter((grant) => SUPPORTED_GRANTS.includes(grant));
  return {
    client_id: client.client_id,
    client_name: client.name,
    // 'native' would refuse https loopback callbacks and force consent (docs/notes/local-tenant.md#web-clients-only).
    application_type: 'web',
    token_endpoint_auth_method: method,
    redirect_uris: callbacks,
    post_logout_redirect_uris: [
      ...(client.allowed_logout_urls ?? []),
      ...(state.settings.allowed_logout_urls ?? []),
    ].filter(isAddress),
    grant_types: callbacks.length > 0 ? supported : supported.filter((grant) => grant === 'client_credentials'),
    response_types: callbacks.length > 0 ? responseTypesOf(grants) : [],
    id_token_signed_response_alg: 'RS256',
    ...(method === 'private_key_jwt' ? { jwks: { keys: assignedKeys(state, client) } } : {}),
    ...(method.startsWith('client_secret') && client.client_secret ? { client_secret: client.client_secret } : {}),
  };
}
