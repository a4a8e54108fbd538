import type { ResourceServerRecord, TenantState } from '../state.ts';
import { managementScopes } from './openapi.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { paged, selectFields } from './paging.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from './reply.ts';

const EXPRESS_CONFIGURE_AUDIENCE = 'urn:auth0:express-configure';

/** Comes with the system API; a tenant can't change it (express-configuration.md, deploy-cli.md section 4). */
const EXPRESS_CONFIGURE_SCOPES = [
  { value: 'express_configure:sso', description: 'Configure single sign-on for your organization' },
  { value: 'express_configure:scim', description: 'Configure user provisioning (SCIM) for your organization' },
];

/** What may be changed of a system API: auth0-deploy-cli's own list for `is_system`. */
const SYSTEM_API_FIELDS = new Set([
  'token_lifetime',
  'proof_of_possession',
  'skip_consent_for_verifiable_first_party_clients',
  'subject_type_authorization',
  'authorization_policy',
]);

type Create = Partial<ResourceServerRecord> & { identifier: string };
type Update = Partial<ResourceServerRecord>;

const defaults = () =>
  ({
    is_system: false,
    scopes: [],
    signing_alg: 'RS256',
    token_lifetime: 86_400,
    allow_offline_access: false,
    enforce_policies: false,
    token_dialect: 'access_token',
    skip_consent_for_verifiable_first_party_clients: true,
  }) satisfies Partial<ResourceServerRecord>;

/** The Management API itself: every tenant has it, and nobody can change or delete it. */
function managementResourceServer(state: TenantState): ResourceServerRecord {
  return {
    ...defaults(),
    id: 'auth0managementapi000000',
    name: 'Auth0 Management API',
    identifier: `https://${state.domain}/api/v2/`,
    is_system: true,
    scopes: managementScopes().map((value) => ({ value })),
    skip_consent_for_verifiable_first_party_clients: false,
  };
}

const allResourceServers = (state: TenantState): ResourceServerRecord[] => [
  managementResourceServer(state),
  ...state.resourceServers,
];

/** By id or by identifier; undefined for one that does not exist. */
export const findResourceServer = (state: TenantState, idOrIdentifier: unknown): ResourceServerRecord | undefined =>
  allResourceServers(state).find((api) => api.id === idOrIdentifier || api.identifier === idOrIdentifier);

const inexistent = (): Reply => notFound('The resource server does not exist', 'inexistent_resource_server');

function listResourceServers({ state, query }: ManagementRequest): Reply {
  const { identifiers } = query;
  const wanted = Array.isArray(identifiers) ? new Set(identifiers) : undefined;
  const found = allResourceServers(state).filter((api) => wanted?.has(api.identifier) ?? true);
  return paged(found, 'resource_servers', query);
}

function getResourceServer({ state, params, query }: ManagementRequest): Reply {
  const found = findResourceServer(state, params.id);
  return found ? ok(selectFields(found, query)) : inexistent();
}

const additional = (fields: string[]): Reply =>
  badRequest(`Payload validation error: 'Additional properties not allowed: ${fields.join(',')}'.`);

function createResourceServer({ state, body }: ManagementRequest<Create>): Reply {
  if (findResourceServer(state, body.identifier)) {
    return conflict('A resource server with the same identifier already exists', 'resource_server_conflict');
  }
  const id = state.newId('', 24);
  const template = body.identifier === EXPRESS_CONFIGURE_AUDIENCE ? expressConfigureTemplate() : {};
  const record: ResourceServerRecord = { ...defaults(), ...body, id, ...template };
  const fixed = Object.keys(expressConfigureTemplate()).filter((field) => field in body);
  if (record.is_system && fixed.length > 0) return additional(fixed);
  state.resourceServers.push(record);
  return created(record);
}

/** `is_system` is no parameter, so naming it is refused by the schema already. */
const expressConfigureTemplate = () => ({
  is_system: true,
  scopes: EXPRESS_CONFIGURE_SCOPES,
  enforce_policies: true,
  token_dialect: 'access_token' as const,
  allow_offline_access: false,
  skip_consent_for_verifiable_first_party_clients: false,
});

function updateResourceServer({ state, params, body }: ManagementRequest<Update>): Reply {
  const record = findResourceServer(state, params.id);
  if (record === undefined) return inexistent();
  const refused = Object.keys(body).filter((field) => !SYSTEM_API_FIELDS.has(field));
  if (record.is_system && refused.length > 0) return additional(refused);
  if (!state.resourceServers.includes(record)) return badRequest('The Management API cannot be changed', 'system_api');
  Object.assign(record, body);
  return created(record);
}

/** With the API go what hangs on it: permissions in roles, client grants and consent. */
function deleteResourceServer({ state, params }: ManagementRequest): Reply {
  const record = findResourceServer(state, params.id);
  if (record === undefined) return noContent();
  if (!state.resourceServers.includes(record)) return badRequest('The Management API cannot be deleted', 'system_api');
  const { identifier } = record;
  state.resourceServers = state.resourceServers.filter((other) => other !== record);
  state.clientGrants = state.clientGrants.filter((grant) => grant.audience !== identifier);
  state.consents = state.consents.filter((consent) => consent.audience !== identifier);
  for (const role of state.roles) {
    role.permissions = role.permissions.filter((item) => item.resource_server_identifier !== identifier);
  }
  return noContent();
}

export const resourceServerOperations: Operations = {
  'GET /resource-servers': listResourceServers,
  'POST /resource-servers': createResourceServer,
  'GET /resource-servers/{id}': getResourceServer,
  'PATCH /resource-servers/{id}': updateResourceServer,
  'DELETE /resource-servers/{id}': deleteResourceServer,
};
