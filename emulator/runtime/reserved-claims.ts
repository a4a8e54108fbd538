import type { JsonObject } from '../state.ts';

/** Names `setCustomClaim` cannot set: dropped without an error (secure/tokens/json-web-tokens/create-custom-claims). */
const RESERVED = new Set(
  (
    'acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest ' +
    'entitlements events exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce ' +
    'object_id org_id org_name orig origid permissions roles rph s_hash sid sub sub_jwk toe txn typ uuid vot vtm ' +
    'x5t#S256'
  ).split(' '),
);

const FORBIDDEN_NAMESPACE = /^(urn:auth0|https?:\/\/([^/]+\.)?(auth0\.com|webtask\.io|webtask\.run)(\/|$))/i;

/** Returns the custom claims that a token may contain. */
export const settableClaims = (claims: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(claims).filter(
      ([name]) => !RESERVED.has(name) && !name.startsWith('sip_') && !FORBIDDEN_NAMESPACE.test(name),
    ),
  );
