/** Adds the defaults of a new client: rules taken from recorded traffic of 2025 and 2026. */
import type { ClientRecord, JsonObject, TenantState } from '../state.ts';
import { isOinClient } from './client-checks.ts';
import type { CredentialBody } from './resources/client-credentials.ts';

/** Describes the body of `POST /clients`. */
export interface NewClient {
  name: string;
  app_type?: string;
  is_first_party?: boolean;
  token_endpoint_auth_method?: 'none' | 'client_secret_post' | 'client_secret_basic';
  express_configuration?: JsonObject;
  jwt_configuration?: JsonObject;
  refresh_token?: JsonObject | null;
  /** Whole keys on creation; the record keeps their ids. */
  client_authentication_methods?: { private_key_jwt?: { credentials: CredentialBody[] } } | null;
  [field: string]: unknown;
}

/**
 * The address at which Okta's Admin Console receives the code: every OIN client has it
 * (docs/notes/express-configuration.md#defaults-of-the-oin-client).
 */
const OKTA_CALLBACK = 'https://system-admin.okta.com/admin/app/generic/oauth20redirect';

/** Seconds. */
const ID_TOKEN_LIFETIME = 36_000;
const REFRESH_TOKEN = { lifetime: 2_592_000, idleLifetime: 1_296_000 };
/** The refresh token settings of a client that was made with an authentication method that uses a secret. */
const CONFIDENTIAL_REFRESH_TOKEN = { lifetime: 31_557_600, idleLifetime: 2_592_000 };

/** Types that are OIDC-conformant from the start. */
const CONFORMANT = new Set(['express_configuration', 'resource_server']);

const isStrictThirdParty = (body: NewClient): boolean =>
  body.is_first_party === false && body.third_party_security_mode === 'strict';

const isConformant = (body: NewClient): boolean => CONFORMANT.has(body.app_type ?? '') || isStrictThirdParty(body);

/** Returns the record of a new client, without its credentials. */
export function newClient(body: NewClient, state: TenantState): ClientRecord {
  const { client_authentication_methods: _keys, jwt_configuration, refresh_token, ...rest } = body;
  return {
    client_id: state.newId('', 32),
    // Okta's client has no secret (recorded 2026-01).
    ...(isOinClient(body) ? {} : { client_secret: state.newId('', 64) }),
    is_first_party: true,
    is_token_endpoint_ip_header_trusted: false,
    oidc_conformant: isConformant(body),
    sso_disabled: false,
    cross_origin_authentication: false,
    custom_login_page_on: true,
    grant_types: defaultGrantTypes(body),
    ...(isOinClient(body) && OIN_CLIENT),
    ...rest,
    ...logoutOf(rest),
    ...sessionTransferOf(rest),
    jwt_configuration: jwtConfigurationOf(body),
    refresh_token: refreshTokenOf(body, refresh_token ?? {}),
  };
}

const OIN_CLIENT: Partial<ClientRecord> = {
  callbacks: [OKTA_CALLBACK],
  organization_usage: 'require',
  organization_require_behavior: 'pre_login_prompt',
};

/**
 * Returns the default grant types (get-started/applications/application-grant-types); those of Okta's client and of
 * APIs' own clients as recorded.
 */
function defaultGrantTypes(body: NewClient): string[] {
  if (isOinClient(body)) return ['authorization_code', 'client_credentials'];
  if (body.app_type === 'resource_server') return [];
  if (isStrictThirdParty(body)) return ['authorization_code'];
  const isPublic = body.app_type === 'native' || body.app_type === 'spa';
  const common = ['authorization_code', 'implicit', 'refresh_token'];
  return isPublic || body.token_endpoint_auth_method === 'none' ? common : [...common, 'client_credentials'];
}

/** Returns the JWT configuration. One that was sent gets no default lifetime. */
function jwtConfigurationOf(body: NewClient): JsonObject {
  const sent = body.jwt_configuration;
  if (sent !== undefined) return { secret_encoded: false, ...sent };
  if (isStrictThirdParty(body)) return { secret_encoded: false, alg: 'RS256', lifetime_in_seconds: 3600 };
  if (isConformant(body)) return { secret_encoded: false, alg: 'RS256' };
  return { secret_encoded: false, lifetime_in_seconds: ID_TOKEN_LIFETIME };
}

function refreshTokenOf(body: NewClient, sent: JsonObject): JsonObject {
  const method = body.token_endpoint_auth_method;
  const { lifetime, idleLifetime } =
    method === undefined || method === 'none' ? REFRESH_TOKEN : CONFIDENTIAL_REFRESH_TOKEN;
  const isStrict = isStrictThirdParty(body);
  return {
    rotation_type: 'non-rotating',
    expiration_type: isStrict ? 'expiring' : 'non-expiring',
    leeway: 0,
    token_lifetime: lifetime,
    infinite_token_lifetime: true,
    infinite_idle_token_lifetime: !isStrict,
    idle_token_lifetime: idleLifetime,
    ...sent,
  };
}

interface Logout {
  backchannel_logout_urls?: string[];
  [field: string]: unknown;
}

/** Returns `oidc_backchannel_logout` and `oidc_logout` of a body that names one of them: both hold the URLs. */
export function logoutOf(body: object): { oidc_logout?: Logout | null; oidc_backchannel_logout?: Logout | null } {
  const { oidc_logout: logout, oidc_backchannel_logout: older }: { [field: string]: Logout | null | undefined } = {
    ...body,
  };
  if (logout) return { oidc_backchannel_logout: urlsOf(logout) };
  if (older) return { oidc_logout: urlsOf(older) };
  if (logout === null || older === null) return { oidc_logout: null, oidc_backchannel_logout: null };
  return {};
}

const urlsOf = ({ backchannel_logout_urls = [] }: Logout): Logout => ({ backchannel_logout_urls });

const SESSION_TRANSFER: JsonObject = {
  can_create_session_transfer_token: false,
  allowed_authentication_methods: [],
  enforce_device_binding: 'ip',
  allow_refresh_token: false,
  enforce_online_refresh_tokens: true,
  enforce_cascade_revocation: true,
};

/** Returns `session_transfer` with its defaults, where a body names some of it. */
export function sessionTransferOf(body: { [field: string]: unknown }): { session_transfer?: object } {
  const sent = body.session_transfer;
  return typeof sent === 'object' && sent !== null ? { session_transfer: { ...SESSION_TRANSFER, ...sent } } : {};
}
