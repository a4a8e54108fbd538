/** Records of the tenant's state that logins and the Management API share, in Auth0's own JSON shapes. */
import type { Delayed } from '../delays.ts';
import type { JsonObject } from './json.ts';

export interface ClientRecord {
  client_id: string;
  name: string;
  app_type?: string;
  client_secret?: string;
  is_first_party: boolean;
  callbacks?: string[];
  allowed_logout_urls?: string[];
  grant_types?: string[];
  token_endpoint_auth_method?: 'none' | 'client_secret_post' | 'client_secret_basic' | null;
  /** Credentials by method, for instance `private_key_jwt`. */
  client_authentication_methods?: { [method: string]: { credentials: { id: string }[] } } | null;
  organization_usage?: 'deny' | 'allow' | 'require';
  organization_require_behavior?: 'no_prompt' | 'pre_login_prompt' | 'post_login_prompt' | null;
  client_metadata?: Record<string, string>;
  express_configuration?: JsonObject | null;
  [field: string]: unknown;
}

export interface CredentialRecord {
  id: string;
  client_id: string;
  name?: string;
  /** Names a key that signs assertions; a certificate for mutual TLS has a thumbprint instead. */
  kid?: string;
  alg?: string;
  thumbprint_sha256?: string;
  credential_type: 'public_key' | 'x509_cert';
  /** SPKI PEM; stored, never returned. */
  pem: string;
  created_at: string;
  updated_at: string;
  expires_at?: string;
}

export interface ResourceServerRecord {
  id: string;
  identifier: string;
  name?: string;
  is_system?: boolean;
  scopes?: { value: string; description?: string }[];
  signing_alg: string;
  /** Seconds. */
  token_lifetime: number;
  allow_offline_access: boolean;
  enforce_policies?: boolean;
  token_dialect?: 'access_token' | 'access_token_authz' | 'rfc9068_profile' | 'rfc9068_profile_authz';
  skip_consent_for_verifiable_first_party_clients: boolean;
  [field: string]: unknown;
}

export interface ClientGrantRecord {
  id: string;
  /** Absent where it is the default for third-party clients. */
  client_id?: string;
  audience: string;
  /** Absent with `allow_all_scopes`. */
  scope?: string[];
  /** Whether the tokens are a user's or the client's own. */
  subject_type: 'client' | 'user';
  /** Made by Auth0, and not to be changed. */
  is_system?: true;
  [field: string]: unknown;
}

export interface RoleRecord {
  id: string;
  name: string;
  description?: string;
  /** An organization's own role has `organization`, with its id as owner; a role without the field is the tenant's. */
  type?: 'tenant' | 'organization';
  owner_id?: string;
  permissions: { permission_name: string; resource_server_identifier: string }[];
}

export interface ConnectionRecord {
  id: string;
  name: string;
  strategy: string;
  options: JsonObject;
  metadata?: Record<string, string>;
  /** Client ids; changed through `PATCH /connections/{id}/clients`. */
  enabled_clients: string[];
  [field: string]: unknown;
}

export interface OrganizationRecord {
  id: string;
  name: string;
  display_name?: string;
  metadata: Record<string, string>;
  branding?: JsonObject;
  third_party_client_access?: string;
  is_app_entitlement_active?: boolean;
  enabled_connections: OrganizationConnection[];
}

export interface OrganizationConnection {
  connection_id: string;
  assign_membership_on_login: boolean;
  show_as_button: boolean;
  is_signup_enabled: boolean;
  /** Whether people can log in with it there; yes if absent. */
  is_enabled?: boolean;
  [field: string]: unknown;
}

export interface IdentityRecord {
  connection: string;
  provider: string;
  user_id: string;
  isSocial: boolean;
  /** Profile of a linked account; the main identity's is the user's own. */
  profileData?: JsonObject;
  /** A linked account of a database keeps its password's hash here; no answer has it. */
  passwordHash?: string;
}

export interface UserRecord {
  user_id: string;
  email?: string;
  email_verified: boolean;
  username?: string;
  preferred_username?: string;
  name?: string;
  given_name?: string;
  family_name?: string;
  nickname?: string;
  picture?: string;
  blocked?: boolean;
  app_metadata: JsonObject;
  user_metadata: JsonObject;
  /** The main one first, then those of linked accounts. */
  identities: IdentityRecord[];
  created_at: string;
  updated_at: string;
  last_login?: string;
  /** There from the first change of the password on. */
  last_password_reset?: string;
  logins_count: number;
  /** See `passwords.ts`; never returned. */
  passwordHash?: string;
}

/** Represents the consent of a user (`GET /grants`), kept per organization. */
export interface ConsentRecord {
  id: string;
  user_id: string;
  client_id: string;
  audience: string;
  org_id?: string;
  scope: string[];
}

export interface ProfileRecord {
  id: string;
  name: string;
  [field: string]: unknown;
}

export interface TenantSettings {
  friendly_name: string;
  flags: Record<string, boolean>;
  customize_mfa_in_postlogin_action?: boolean;
  default_audience?: string;
  allowed_logout_urls?: string[];
  [field: string]: unknown;
}

export interface MemberRecord extends Delayed {
  org_id: string;
  user_id: string;
}
