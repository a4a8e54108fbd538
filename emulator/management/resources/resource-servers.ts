import type { ResourceServerRecord, TenantState } from '../../state.ts';
import { loadSpecification } from '../openapi.ts';
import type { ManagementRequest } from '../operation.ts';
import { paged, selectFields } from '../paging.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { SYSTEM_API_FIELDS, systemApi, tokenEncryptionOf } from '../system-apis.ts';

type Create = Partial<ResourceServerRecord> & { identifier: string };
type Update = Partial<ResourceServerRecord>;

/** Returns what Auth0 adds to an API; other settings are absent until they are sent (recorded 2026-02). */
const defaults = () =>
  ({
    signing_alg: 'RS256',
    token_lifetime: 86_400,
    token_lifetime_for_web: 7200,
    allow_offline_access: false,
    skip_consent_for_verifiable_first_party_clients: false,
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'require_client_grant' } },
  }) satisfies Partial<ResourceServerRecord>;

/** Returns the Management API itself: every tenant has it, and nobody can change or delete it. */
function managementResourceServer(state: TenantState): ResourceServerRecord {
  const scopes = Object.entries(loadSpecification().scopes);
  return {
    ...defaults(),
    id: 'auth0managementapi000000',
    name: 'Auth0 Management API',
    identifier: `https://${state.domain}/api/v2/`,
    is_system: true,
    scopes: scopes.map(([value, description]) => ({ description, value })),
  };
}

const allResourceServers = (state: TenantState): ResourceServerRecord[] => [
  managementResourceServer(state),
  ...state.resourceServers,
];

/** Returns an API by its id or its identifier; `undefined` if it does not exist. */
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
  return found ? ok(selectFields(withClient(state, found), query)) : inexistent();
}

/** An API's own client, of `app_type: resource_server`, is named with it (recorded 2026-04). */
function withClient(state: TenantState, api: ResourceServerRecord): ResourceServerRecord {
  const client = state.clients.find((other) => other.resource_server_identifier === api.identifier);
  return client ? { ...api, client_id: client.client_id } : api;
}

const additional = (fields: string[]): Reply =>
  badRequest(`Payload validation error: 'Additional properties not allowed: ${fields.join(',')}'.`);

function createResourceServer({ state, body }: ManagementRequest<Create>): Reply {
  if (findResourceServer(state, body.identifier)) {
    return conflict('A resource server with the same identifier already exists', 'resource_server_conflict');
  }
  const system = systemApi(state, body.identifier);
  // A name is taken and ignored where the API has its own (recorded 2026-04).
  const fixed = Object.keys(system?.fixed ?? {}).filter((field) => field in body && field !== 'name');
  if (fixed.length > 0) return additional(fixed);
  const record: ResourceServerRecord = {
    ...defaults(),
    ...system?.defaults,
    ...body,
    ...tokenEncryptionOf(body),
    id: state.newId('', 24),
    ...system?.fixed,
  };
  state.resourceServers.push(record);
  return created(record);
}

function updateResourceServer({ state, params, body }: ManagementRequest<Update>): Reply {
  const record = findResourceServer(state, params.id);
  if (record === undefined) return inexistent();
  const refused = Object.keys(body).filter((field) => !SYSTEM_API_FIELDS.has(field));
  if (record.is_system && refused.length > 0) return additional(refused);
  if (!state.resourceServers.includes(record)) return badRequest('The Management API cannot be changed', 'system_api');
  Object.assign(record, body, tokenEncryptionOf(body));
  for (const [field, value] of Object.entries(body)) if (value === null) delete record[field];
  return ok(record);
}

/** Deletes an API and what depends on it: permissions in roles, client grants and consent. */
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

export const resource = declareResource({
  name: 'resource-servers',
  operations: {
    'GET /resource-servers': listResourceServers,
    'POST /resource-servers': createResourceServer,
    'GET /resource-servers/{id}': getResourceServer,
    'PATCH /resource-servers/{id}': updateResourceServer,
    'DELETE /resource-servers/{id}': deleteResourceServer,
  },
  notes: {
    'POST /resource-servers': '`urn:auth0:express-configure` and `https://DOMAIN/me/` come with their scopes',
    'PATCH /resource-servers/{id}': 'of a system API only what auth0-deploy-cli may send',
  },
  kept: { resourceServers: { list: { id: 'string', identifier: 'string', scopes: 'list', token_lifetime: 'number' } } },
});
