import { createState, type TenantState } from '../state.ts';

/** What a snapshot leaves out: they belong to the start, not to what the tenant holds. */
export const OF_THE_START: ReadonlySet<string> = new Set([
  'domain',
  'browserOrigin',
  'clock',
  'newId',
  'newUuid',
  'newCode',
  'unknowns',
  'delays',
  'certificate',
]);

type Kind = 'string' | 'number' | 'boolean' | 'list' | 'object' | readonly [Fields];

/** Fields without which the tenant could not work with a record; `[fields]` is a list of records. */
interface Fields {
  readonly [name: string]: Kind;
}

const NAMED: Fields = { id: 'string', name: 'string' };
const SECRETS: Kind = [{ name: 'string', value: 'string' }];

/** What a snapshot's records must have. Those that are not named here are lists, and may be missing. */
const RECORDS: { readonly [field in keyof TenantState]?: Fields } = {
  clients: { client_id: 'string', name: 'string', is_first_party: 'boolean' },
  credentials: { id: 'string', client_id: 'string', pem: 'string' },
  clientGrants: { id: 'string', audience: 'string' },
  resourceServers: { id: 'string', identifier: 'string', scopes: 'list', token_lifetime: 'number' },
  roles: { ...NAMED, permissions: [{ permission_name: 'string', resource_server_identifier: 'string' }] },
  connections: { ...NAMED, strategy: 'string', options: 'object', enabled_clients: 'list' },
  connectionProfiles: NAMED,
  userAttributeProfiles: NAMED,
  scimConfigurations: { connection_id: 'string', user_id_attribute: 'string', mapping: 'list' },
  scimTokens: { token_id: 'string', connection_id: 'string', scopes: 'list', tokenHash: 'string' },
  expressConnections: { connection_id: 'string', org_id: 'string', okta_client_id: 'string' },
  discoveryDomains: { id: 'string', org_id: 'string', domain: 'string', status: 'string' },
  invitations: { id: 'string', organization_id: 'string', client_id: 'string', expires_at: 'string' },
  organizations: { ...NAMED, metadata: 'object', enabled_connections: [{ connection_id: 'string' }] },
  members: { org_id: 'string', user_id: 'string' },
  userRoles: { user_id: 'string', role_id: 'string' },
  users: {
    user_id: 'string',
    email_verified: 'boolean',
    app_metadata: 'object',
    user_metadata: 'object',
    identities: [{ connection: 'string' }],
    logins_count: 'number',
  },
  authenticationMethods: { id: 'string', user_id: 'string', type: 'string', confirmed: 'boolean' },
  enrollmentTickets: { ticket_id: 'string', user_id: 'string', expires_at: 'string' },
  customDomains: { custom_domain_id: 'string', domain: 'string' },
  actions: {
    ...NAMED,
    code: 'string',
    runtime: 'string',
    dependencies: 'list',
    secrets: SECRETS,
    supported_triggers: 'list',
    builtAtMs: 'number',
    versions: [{ id: 'string', number: 'number', code: 'string', dependencies: 'list', secrets: SECRETS }],
  },
  bindings: { id: 'string', trigger_id: 'string', action_id: 'string' },
  consents: { id: 'string', user_id: 'string', client_id: 'string', audience: 'string', scope: 'list' },
  refreshTokens: {
    id: 'string',
    client_id: 'string',
    user_id: 'string',
    session_id: 'string',
    scope: 'list',
    methods: [{ name: 'string', timestamp: 'string' }],
    rotating: 'boolean',
    created_at: 'string',
    device: 'object',
    refresh_token_metadata: 'object',
    tokens: [{ hash: 'string' }],
  },
  runs: { id: 'string', client_id: 'string', user_id: 'string', actions: 'list' },
  mails: { id: 'string', to: 'string', subject: 'string', text: 'string', sent_at: 'string' },
  logs: { log_id: 'string', date: 'string', type: 'string' },
};

const SINGLE: { readonly [field in keyof TenantState]?: Fields } = {
  settings: { friendly_name: 'string', flags: 'object' },
  prompts: {
    universal_login_experience: 'string',
    identifier_first: 'boolean',
  },
  globalClient: { client_id: 'string', name: 'string', is_first_party: 'boolean' },
  emailProvider: { name: 'string', enabled: 'boolean' },
};

const OPTIONAL: ReadonlySet<string> = new Set(['emailProvider', 'globalClient', 'refreshTokens']);

/** What is wrong with a snapshot's `state`, or nothing. */
export function problemInState(state: Readonly<Record<string, unknown>>): string | undefined {
  const known = createState({ domain: '' });
  const problems = [...new Set([...Object.keys(known), ...Object.keys(SINGLE), ...Object.keys(state)])].map((field) => {
    if (OF_THE_START.has(field)) return field in state ? `state.${field} is not expected` : undefined;
    const value = state[field];
    if (value === undefined) return isRequired(field) ? `state.${field} is missing` : undefined;
    const single = entryOf(SINGLE, field);
    if (single !== undefined) return problemInRecord(value, single, `state.${field}`);
    if (!Object.hasOwn(known, field)) return `state.${field} is not known`;
    const fields = entryOf(RECORDS, field);
    return problemInValue(value, fields === undefined ? 'list' : [fields], `state.${field}`);
  });
  return firstOf(problems);
}

const isRequired = (field: string): boolean =>
  !OPTIONAL.has(field) && (entryOf(RECORDS, field) ?? entryOf(SINGLE, field)) !== undefined;

const entryOf = (table: Readonly<Record<string, Fields | undefined>>, field: string): Fields | undefined =>
  Object.hasOwn(table, field) ? table[field] : undefined;

const firstOf = (problems: (string | undefined)[]): string | undefined =>
  problems.find((problem) => problem !== undefined);

function problemInRecord(record: unknown, fields: Fields, at: string): string | undefined {
  if (kindOf(record) !== 'object') return `${at} must be an object`;
  const values = new Map<string, unknown>(Object.entries(Object(record)));
  return firstOf(Object.entries(fields).map(([name, kind]) => problemInValue(values.get(name), kind, `${at}.${name}`)));
}

function problemInValue(value: unknown, kind: Kind, at: string): string | undefined {
  if (typeof kind === 'string') return kindOf(value) === kind ? undefined : `${at} must be ${ARTICLE[kind]} ${kind}`;
  if (!Array.isArray(value)) return `${at} must be a list`;
  return firstOf(value.map((record, index) => problemInRecord(record, kind[0], `${at}[${index}]`)));
}

const ARTICLE = { string: 'a', number: 'a', boolean: 'a', list: 'a', object: 'an' };

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
};
