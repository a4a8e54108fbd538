/**
 * Adds what Auth0 adds to a connection, by strategy, from recorded traffic of 2026; the newest recording of a kind
 * counts. A change replaces `options` as a whole, except the options that {@link KEPT} names.
 */

import { X509Certificate } from 'node:crypto';
import { isObject } from '../is-object.ts';
import type { JsonObject } from '../state.ts';
import { isEnterprise } from './enterprise-strategies.ts';
import { withoutNulls } from './metadata.ts';
import { withProviderMetadata } from './provider-metadata.ts';

const PASSWORD_OPTIONS = {
  complexity: {
    min_length: 15,
    character_types: [],
    character_type_rule: 'all',
    identical_characters: 'allow',
    sequential_characters: 'allow',
    max_length_exceeded: 'error',
  },
  profile_data: {
    active: false,
    blocked_fields: [
      'name',
      'username',
      'nickname',
      'email',
      'phone_number',
      'user_metadata.name',
      'user_metadata.first',
      'user_metadata.last',
    ],
  },
  history: { active: false, size: 3 },
  dictionary: { active: false, custom: [], default: 'en_100k' },
};

const OIDC = { schema_version: 'oidc-V4', connection_settings: { pkce: 'auto' } };

/** Options of a new connection that says nothing of them. */
const OPTIONS: Readonly<Record<string, JsonObject>> = {
  auth0: {
    mfa: { active: true, return_enroll_settings: true },
    strategy_version: 2,
    brute_force_protection: true,
    password_options: PASSWORD_OPTIONS,
    authentication_methods: {
      password: { enabled: true, api_behavior: 'required', signup_behavior: 'allow' },
      passkey: { enabled: false },
    },
    passkey_options: { challenge_ui: 'both', progressive_enrollment_enabled: true, local_enrollment_enabled: true },
  },
  oidc: { ...OIDC, type: 'front_channel', attribute_map: { mapping_mode: 'bind_all' } },
  okta: { ...OIDC, type: 'back_channel', attribute_map: { mapping_mode: 'basic_profile' } },
  samlp: { assertion_decryption_settings: { algorithm_profile: 'v2026-1', algorithm_exceptions: [] } },
  waad: { waad_common_endpoint: false },
  'google-apps': { email: true, profile: true, scope: ['email', 'profile'], handle_login_from_social: true },
  'google-oauth2': { email: true, profile: true, scope: ['email', 'profile'] },
  line: { profile: true, scope: ['openid', 'profile'] },
};

/** Options that stay as they were where a change does not name them. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  auth0: ['authentication_methods', 'passkey_options'],
  oidc: ['schema_version', 'type'],
  okta: ['schema_version', 'type'],
  samlp: ['assertion_decryption_settings'],
  waad: ['waad_common_endpoint'],
  'google-apps': ['email', 'profile', 'scope', 'handle_login_from_social'],
  'google-oauth2': ['email', 'profile', 'scope'],
  line: ['profile', 'scope'],
};

/** Options that a change which does not name them sets anew (recorded 2026-06 and 2026-07). */
const SET_ANEW: Readonly<Record<string, JsonObject>> = {
  oidc: { connection_settings: { pkce: 'disabled' }, attribute_map: { mapping_mode: 'bind_all' } },
  okta: { connection_settings: { pkce: 'disabled' }, attribute_map: { mapping_mode: 'basic_profile' } },
};

/** Options that are completed where they are given in part. */
const COMPLETED = ['authentication_methods', 'passkey_options', 'password_options'];

/** Returns `given` over `defaults`, in nested objects too. */
function completed(defaults: JsonObject, given: JsonObject): JsonObject {
  const whole = structuredClone(defaults);
  for (const [key, value] of Object.entries(given)) {
    const beneath = whole[key];
    whole[key] = isObject(beneath) && isObject(value) ? completed(beneath, value) : value;
  }
  return whole;
}

function filled(defaults: JsonObject, given: JsonObject): JsonObject {
  const options = { ...structuredClone(defaults), ...given };
  for (const name of COMPLETED) {
    const [whole, part] = [defaults[name], given[name]];
    if (isObject(whole) && isObject(part)) options[name] = completed(whole, part);
  }
  return options;
}

/** An email address identifies one user unless the connection says otherwise. */
function withUniqueEmail(options: JsonObject): JsonObject {
  const { attributes } = options;
  if (!isObject(attributes) || !isObject(attributes.email)) return options;
  return { ...options, attributes: { ...attributes, email: { unique: true, ...attributes.email } } };
}

/** Returns what Auth0 reads from the certificate of a SAML provider. */
function ofCertificate({ signingCert }: JsonObject): JsonObject {
  if (typeof signingCert !== 'string' || !signingCert.includes('BEGIN CERTIFICATE')) return {};
  try {
    const { validTo, fingerprint, subject } = new X509Certificate(signingCert);
    const commonName = /^CN=(.*)$/m.exec(subject)?.[1];
    return {
      cert: signingCert,
      expires: new Date(validTo).toISOString(),
      thumbprints: [fingerprint.replaceAll(':', '').toLowerCase()],
      subject: commonName === undefined ? {} : { commonName },
    };
  } catch {
    return {};
  }
}

/** Returns the options of a new connection. */
export function newOptions(strategy: string, given: JsonObject): JsonObject {
  const options = filled(OPTIONS[strategy] ?? {}, given);
  if (strategy === 'auth0') return withUniqueEmail(options);
  return withProviderMetadata(strategy, { ...options, ...ofCertificate(options) });
}

/**
 * Returns options as they are read back: a social connection keeps none that are null, and answers them only to the
 * write that sent them (recorded 2026-01); others keep them.
 */
export function keptOptions(strategy: string, options: JsonObject): JsonObject {
  return strategy === 'auth0' || isEnterprise(strategy) ? options : withoutNulls(options);
}

/** Returns the options of a changed connection. */
export function changedOptions(strategy: string, before: JsonObject, given: JsonObject): JsonObject {
  const known = { ...OPTIONS[strategy], ...before };
  const kept = Object.fromEntries(
    (KEPT[strategy] ?? []).flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])),
  );
  const anew = structuredClone(SET_ANEW[strategy] ?? {});
  return withProviderMetadata(strategy, { ...anew, ...filled(kept, given), ...ofCertificate(given) });
}

const NAMED_BY_DEFAULT = ['oidc', 'okta', 'waad'];
const WITHOUT_BUTTON = ['oidc', 'okta', 'samlp'];
const PROVISIONED_BY_TICKET = ['samlp', 'google-apps'];

/**
 * Returns the fields outside the options.
 *
 * @param ticketUrl where the customer's administrator would set the connection up
 */
export function newFields(strategy: string, name: string, ticketUrl: string): JsonObject {
  return {
    realms: [name],
    is_domain_connection: false,
    authentication: { active: true },
    connected_accounts: { active: false },
    ...(WITHOUT_BUTTON.includes(strategy) ? { show_as_button: false } : {}),
    ...(NAMED_BY_DEFAULT.includes(strategy) ? { display_name: name } : {}),
    ...(PROVISIONED_BY_TICKET.includes(strategy) ? { provisioning_ticket_url: ticketUrl } : {}),
  };
}
