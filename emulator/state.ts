/**
 * The tenant's state, in Auth0's own JSON shapes (Management API v2, snake_case).
 *
 * `management/` writes it, `login/` and `runtime/` read it. No HTTP, no `Date.now()`, no randomness of its own:
 * clock and identifiers enter through {@link TenantState.clock} and {@link TenantState.newId}.
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { ActionRecord, BindingRecord, LoginRun } from './action-records.ts';
import { type Delayed, type Delays, NO_DELAYS } from './delays.ts';
import type { ExpressConnectionRecord } from './express/types.ts';
import type { AuthenticationMethodRecord, MailRecord, MessageType } from './factor-records.ts';
import type {
  CustomDomainRecord,
  DiscoveryDomainRecord,
  EmailProviderRecord,
  EnrollmentTicketRecord,
  InvitationRecord,
  PromptSettings,
  ScimConfigurationRecord,
  ScimTokenRecord,
} from './management-records.ts';
import type { RefreshTokenRecord } from './refresh-token-records.ts';
import { newTenantSettings } from './tenant-defaults.ts';
import type { LogEvent } from './tenant-log.ts';
import { SAFE_ANSWERS, type Unknowns } from './unknowns.ts';

export type {
  ActionRecord,
  ActionRun,
  ActionSecret,
  ActionVersion,
  BindingRecord,
  LoginRun,
} from './action-records.ts';
export type { AuthenticationMethodRecord, MailRecord, MessageType } from './factor-records.ts';

/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** A JSON object, by key. */
export type JsonObject = { [key: string]: JsonValue };

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
  /** By method, for instance `private_key_jwt`. */
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
  /** Of a key that signs assertions; a certificate for mutual TLS has a thumbprint instead. */
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
  /** Of an organization's own role: `organization`, with its id as owner; `tenant` where absent. */
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
  /** Whether people can log in with it there; yes where absent. */
  is_enabled?: boolean;
  [field: string]: unknown;
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
  identities: { connection: string; provider: string; user_id: string; isSocial: boolean }[];
  created_at: string;
  updated_at: string;
  last_login?: string;
  /** There from the first change of the password on. */
  last_password_reset?: string;
  logins_count: number;
  /** See `passwords.ts`; never returned. */
  passwordHash?: string;
}

/** Consent a user gave (`GET /grants`), kept per organization. */
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

export interface TenantState {
  /** Host and port, as in `AUTH0_DOMAIN`. */
  readonly domain: string;
  /** Where people's browsers go. */
  readonly browserOrigin: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** A new identifier with Auth0's prefix, for instance `newId('org_')`. */
  readonly newId: (prefix: string, length?: number) => string;
  /** A new identifier of Actions, their versions and their bindings, which are UUIDs (recorded traffic, 2023 to 2026). */
  readonly newUuid: () => string;
  /** How it answers what nobody knows about Auth0. */
  readonly unknowns: Readonly<Unknowns>;
  readonly delays: Readonly<Delays>;
  /** A new one-time code of so many digits. */
  readonly newCode: (digits: number) => string;
  /** PEM of the certificate that belongs to the key tokens are signed with; empty where there is no such key. */
  certificate: string;
  settings: TenantSettings;
  prompts: PromptSettings;
  customDomains: CustomDomainRecord[];
  emailProvider?: EmailProviderRecord | undefined;
  clients: ClientRecord[];
  /** "All Applications": every tenant has it, and nobody logs in to it. */
  globalClient: ClientRecord;
  credentials: CredentialRecord[];
  clientGrants: ClientGrantRecord[];
  resourceServers: ResourceServerRecord[];
  roles: RoleRecord[];
  connections: ConnectionRecord[];
  connectionProfiles: ProfileRecord[];
  userAttributeProfiles: ProfileRecord[];
  scimConfigurations: ScimConfigurationRecord[];
  scimTokens: ScimTokenRecord[];
  /** Connections that app instances in Okta manage. */
  expressConnections: ExpressConnectionRecord[];
  organizations: OrganizationRecord[];
  discoveryDomains: DiscoveryDomainRecord[];
  invitations: InvitationRecord[];
  members: MemberRecord[];
  /** A role of a user, in one organization or (no `org_id`) tenant-wide. */
  userRoles: { user_id: string; role_id: string; org_id?: string }[];
  users: UserRecord[];
  authenticationMethods: AuthenticationMethodRecord[];
  enrollmentTickets: EnrollmentTicketRecord[];
  /** What only one resource of the Management API reads and writes, by the name that it gives it. */
  resources: { [name: string]: object };
  /** Guardian factor names that are on, for instance `otp`. */
  enabledFactors: Set<string>;
  guardianPolicies: string[];
  /** How codes reach phones (`/guardian/factors/phone/message-types`); empty until somebody says, which means `sms`. */
  phoneMessageTypes: MessageType[];
  actions: ActionRecord[];
  bindings: BindingRecord[];
  consents: ConsentRecord[];
  refreshTokens: RefreshTokenRecord[];
  /** Newest last, at most 200. */
  runs: LoginRun[];
  /** Newest last. */
  mails: MailRecord[];
  /** Newest last; written by `tenant-log.ts`. */
  logs: LogEvent[];
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Identifiers of the length and alphabet Auth0 uses: 16 characters after a prefix, 32 for client ids. */
export function randomId(prefix: string, length = 16): string {
  return prefix + [...randomBytes(length)].map((byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('');
}

const randomCode = (digits: number): string => String(randomInt(10 ** digits)).padStart(digits, '0');

/** An empty tenant, as Auth0 hands it out: no clients, no APIs, no factors. */
export function createState(options: {
  domain: string;
  browserOrigin?: string;
  clock?: () => number;
  newId?: TenantState['newId'];
  newUuid?: TenantState['newUuid'];
  newCode?: TenantState['newCode'];
  unknowns?: Partial<Unknowns>;
  delays?: Delays;
}): TenantState {
  return {
    domain: options.domain,
    browserOrigin: options.browserOrigin ?? `https://${options.domain}`,
    clock: options.clock ?? Date.now,
    newId: options.newId ?? randomId,
    newUuid: options.newUuid ?? randomUUID,
    newCode: options.newCode ?? randomCode,
    unknowns: { ...SAFE_ANSWERS, ...options.unknowns },
    delays: options.delays ?? NO_DELAYS,
    certificate: '',
    settings: newTenantSettings(),
    prompts: {
      universal_login_experience: 'new',
      identifier_first: false,
    },
    customDomains: [],
    clients: [],
    globalClient: {
      client_id: `AllApplications${(options.newId ?? randomId)('', 17)}`,
      name: 'All Applications',
      global: true,
      is_first_party: true,
      callbacks: [],
    },
    credentials: [],
    clientGrants: [],
    resourceServers: [],
    roles: [],
    connections: [],
    connectionProfiles: [],
    userAttributeProfiles: [],
    scimConfigurations: [],
    scimTokens: [],
    expressConnections: [],
    organizations: [],
    discoveryDomains: [],
    invitations: [],
    members: [],
    userRoles: [],
    users: [],
    authenticationMethods: [],
    enrollmentTickets: [],
    resources: {},
    enabledFactors: new Set(),
    guardianPolicies: [],
    phoneMessageTypes: [],
    actions: [],
    bindings: [],
    consents: [],
    refreshTokens: [],
    runs: [],
    mails: [],
    logs: [],
  };
}

export const isoNow = (state: TenantState): string => new Date(state.clock()).toISOString();

export const findClient = (state: TenantState, clientId: string | undefined): ClientRecord | undefined =>
  state.clients.find((client) => client.client_id === clientId);

export const findUser = (state: TenantState, userId: string | undefined): UserRecord | undefined =>
  state.users.find((user) => user.user_id === userId);

export const findOrganization = (state: TenantState, id: string | undefined): OrganizationRecord | undefined =>
  state.organizations.find((organization) => organization.id === id);

export const isMember = (state: TenantState, orgId: string, userId: string): boolean =>
  state.members.some((member) => member.org_id === orgId && member.user_id === userId);

/**
 * Roles that count in a login: through an organization only those of the member there, otherwise only tenant-wide ones
 * (manage-users/organizations/organization-roles).
 */
export function rolesInLogin(state: TenantState, userId: string, orgId: string | undefined): RoleRecord[] {
  const ids = new Set(
    state.userRoles.filter((row) => row.user_id === userId && row.org_id === orgId).map((row) => row.role_id),
  );
  return state.roles.filter((role) => ids.has(role.id));
}

/** Permissions RBAC knows for this user, API and organization. */
export function permissionsInLogin(
  state: TenantState,
  userId: string,
  audience: string,
  orgId: string | undefined,
): string[] {
  const names = rolesInLogin(state, userId, orgId)
    .flatMap((role) => role.permissions)
    .filter((permission) => permission.resource_server_identifier === audience)
    .map((permission) => permission.permission_name);
  return [...new Set(names)].sort();
}
