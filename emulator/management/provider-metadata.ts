/** Reads what Auth0 reads from a customer's OpenID provider when a connection is saved (recorded 2025 and 2026). */
import { isObject } from '../is-object.ts';
import type { JsonObject } from '../state.ts';
import { oktaMetadata } from './okta-metadata.ts';

/** The values that Auth0 assumes if a provider's document lacks them. */
const NOT_SUPPORTED = {
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
  require_request_uri_registration: false,
};

/** Options that come from the metadata where they are null or absent. */
const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'issuer', 'jwks_uri'];

/** A host without a port: an org at Okta has one, a provider on this machine has not. */
const OKTA_DOMAIN = /^(?!localhost$)(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

function metadataOf(strategy: string, { oidc_metadata: sent, domain }: JsonObject): JsonObject | undefined {
  if (isObject(sent)) return sent;
  return strategy === 'okta' && typeof domain === 'string' && OKTA_DOMAIN.test(domain)
    ? oktaMetadata(domain)
    : undefined;
}

/**
 * Returns options with `oidc_metadata` and the endpoints that were not sent. The metadata is what the options hold, or
 * the document of an Okta org, which follows from its domain; no request is sent. Other options come back as they are.
 */
export function withProviderMetadata(strategy: string, options: JsonObject): JsonObject {
  const known = strategy === 'okta' || strategy === 'oidc' ? metadataOf(strategy, options) : undefined;
  if (known === undefined) return options;
  const found = ENDPOINTS.filter((name) => (options[name] ?? null) === null && known[name] !== undefined);
  return {
    ...options,
    ...Object.fromEntries(found.map((name) => [name, known[name]])),
    oidc_metadata: { ...NOT_SUPPORTED, ...known },
  };
}
