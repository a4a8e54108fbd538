/** The discovery document of an Okta org. */
import type { JsonObject } from '../state.ts';

const AUTHENTICATION = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'];
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];
const SIGNING = ['HS256', 'HS384', 'HS512', ...ASYMMETRIC];

/**
 * Returns what an org answers at `/.well-known/openid-configuration` (Okta's reference of its org authorization server;
 * with the newer fields as Auth0 kept them in 2026-04).
 * @param domain host of the org
 */
export function oktaMetadata(domain: string): JsonObject {
  const issuer = `https://${domain}`;
  const at = (path: string): string => `${issuer}/oauth2/v1/${path}`;
  return {
    issuer,
    authorization_endpoint: at('authorize'),
    token_endpoint: at('token'),
    userinfo_endpoint: at('userinfo'),
    registration_endpoint: at('clients'),
    jwks_uri: at('keys'),
    response_types_supported: [
      'code',
      'id_token',
      'code id_token',
      'code token',
      'id_token token',
      'code id_token token',
    ],
    response_modes_supported: ['query', 'fragment', 'form_post', 'okta_post_message'],
    grant_types_supported: [
      'authorization_code',
      'implicit',
      'refresh_token',
      'password',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:openid:params:grant-type:ciba',
      'urn:okta:params:oauth:grant-type:otp',
      'http://auth0.com/oauth/grant-type/mfa-otp',
      'urn:okta:params:oauth:grant-type:oob',
      'http://auth0.com/oauth/grant-type/mfa-oob',
    ],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    id_token_encryption_alg_values_supported: ['RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'],
    id_token_encryption_enc_values_supported: ['A256GCM'],
    scopes_supported: ['openid', 'email', 'profile', 'address', 'phone', 'offline_access', 'groups'],
    token_endpoint_auth_methods_supported: AUTHENTICATION,
    claims_supported: [...TOKEN_CLAIMS, ...PROFILE_CLAIMS, 'at_hash', 'c_hash'],
    code_challenge_methods_supported: ['S256'],
    introspection_endpoint: at('introspect'),
    introspection_endpoint_auth_methods_supported: AUTHENTICATION,
    revocation_endpoint: at('revoke'),
    revocation_endpoint_auth_methods_supported: AUTHENTICATION,
    end_session_endpoint: at('logout'),
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: SIGNING,
    device_authorization_endpoint: at('device/authorize'),
    pushed_authorization_request_endpoint: at('par'),
    backchannel_token_delivery_modes_supported: ['poll'],
    backchannel_authentication_request_signing_alg_values_supported: SIGNING,
    dpop_signing_alg_values_supported: ASYMMETRIC,
  };
}

const TOKEN_CLAIMS = ['iss', 'ver', 'sub', 'aud', 'iat', 'exp', 'jti', 'auth_time', 'amr', 'idp', 'nonce'];
const PROFILE_CLAIMS = [
  'name',
  'nickname',
  'preferred_username',
  'given_name',
  'middle_name',
  'family_name',
  'email',
  'email_verified',
  'profile',
  'zoneinfo',
  'locale',
  'address',
  'phone_number',
  'picture',
  'website',
  'gender',
  'birthdate',
  'updated_at',
];
