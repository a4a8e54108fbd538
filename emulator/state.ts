/**
 * Holds the tenant's state, in Auth0's own JSON shapes (Management API v2, snake_case).
 *
 * `management/` writes it, `login/` and `runtime/` read it. It uses no HTTP, no `Date.now()` and no randomness: time
 * and identifiers come from {@link TenantState.clock} and {@link TenantState.newId}.
 */

import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type Delays, NO_DELAYS } from './delays.ts';
import type { ActionRecord, BindingRecord, LoginRun } from './records/actions.ts';
import type { ExpressConnectionRecord } from './records/express.ts';
import type { AuthenticationMethodRecord, MailRecord, MessageType } from './records/factors.ts';
import type { LogEvent } from './records/log.ts';
import type {
  CustomDomainRecord,
  DiscoveryDomainRecord,
  EmailProviderRecord,
  EnrollmentTicketRecord,
  InvitationRecord,
  PromptSettings,
  ScimConfigurationRecord,
  ScimTokenRecord,
} from './records/management.ts';
import type { RefreshTokenRecord } from './records/refresh-tokens.ts';
import type {
  ClientGrantRecord,
  ClientRecord,
  ConnectionRecord,
  ConsentRecord,
  CredentialRecord,
  MemberRecord,
  OrganizationRecord,
  ProfileRecord,
  ResourceServerRecord,
  RoleRecord,
  TenantSettings,
  UserRecord,
} from './records/tenant.ts';
import { newTenantSettings } from './tenant-defaults.ts';
import { SAFE_ANSWERS, type Unknowns } from './unknowns.ts';

export type {
  ActionRecord,
  ActionRun,
  ActionSecret,
  ActionVersion,
  BindingRecord,
  LoginRun,
} from './records/actions.ts';
export type { AuthenticationMethodRecord, MailRecord, MessageType } from './records/factors.ts';
export type { JsonObject, JsonValue } from './records/json.ts';
export type {
  ClientGrantRecord,
  ClientRecord,
  ConnectionRecord,
  ConsentRecord,
  CredentialRecord,
  IdentityRecord,
  MemberRecord,
  OrganizationConnection,
  OrganizationRecord,
  ProfileRecord,
  ResourceServerRecord,
  RoleRecord,
  TenantSettings,
  UserRecord,
} from './records/tenant.ts';

export interface TenantState {
  /** Host and port, as in `AUTH0_DOMAIN`. */
  readonly domain: string;
  /** The origin for people's browsers. */
  readonly browserOrigin: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** A new identifier with Auth0's prefix, for instance `newId('org_')`. */
  readonly newId: (prefix: string, length?: number) => string;
  /** A new identifier of Actions, their versions and their bindings, which are UUIDs (recorded traffic, 2023 to 2026). */
  readonly newUuid: () => string;
  /** The choices for Auth0's undocumented behaviour. */
  readonly unknowns: Readonly<Unknowns>;
  readonly delays: Readonly<Delays>;
  /** A new one-time code of so many digits. */
  readonly newCode: (digits: number) => string;
  /** The PEM certificate of the key that signs tokens; empty without such a key. */
  certificate: string;
  settings: TenantSettings;
  prompts: PromptSettings;
  customDomains: CustomDomainRecord[];
  emailProvider?: EmailProviderRecord | undefined;
  clients: ClientRecord[];
  /** "All Applications": every tenant has this client, and nobody logs in to it. */
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
  /** Records that only one resource of the Management API uses, by the name that it declares. */
  resources: { [name: string]: object };
  /** Guardian factor names that are on, for instance `otp`. */
  enabledFactors: Set<string>;
  guardianPolicies: string[];
  /**
   * The ways in which codes reach phones (`/guardian/factors/phone/message-types`); empty by default, which means
   * `sms`.
   */
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

/** Returns an empty tenant, as Auth0 makes it: no clients, no APIs, no factors. */
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
 * Returns the roles that count in a login: through an organization only those of its member, otherwise only tenant-wide
 * ones (manage-users/organizations/organization-roles).
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
