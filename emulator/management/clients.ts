import { type ClientRecord, type CredentialRecord, findClient, type JsonObject, type TenantState } from '../state.ts';
import { checkAuthentication, checkExpressConfiguration, isOinClient } from './client-checks.ts';
import { assignedCredentials, type CredentialBody, makeCredentials } from './client-credentials.ts';
import { mergeMetadata, withoutNulls } from './metadata.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { pagedOrCheckpointed, selectFields } from './paging.ts';
import { badRequest, created, noContent, notFound, ok, type Reply } from './reply.ts';

interface CreateBody {
  name: string;
  app_type?: string;
  token_endpoint_auth_method?: 'none' | 'client_secret_post' | 'client_secret_basic';
  express_configuration?: JsonObject;
  /** Whole keys on creation; the record keeps their ids. */
  client_authentication_methods?: { private_key_jwt?: { credentials: CredentialBody[] } };
  [field: string]: unknown;
}

const inexistent = (): Reply => notFound('The client does not exist', 'inexistent_client');

/** `client_secret` needs a scope of its own. */
function view(client: ClientRecord, scopes: readonly string[]): Record<string, unknown> {
  const { client_secret, ...shown } = withoutNulls(client);
  return scopes.includes('read:client_keys') ? { ...shown, client_secret } : shown;
}

/** "All Applications": every tenant has it, and an export of all types asks for it. It can't log anybody in. */
const globalClient = (state: TenantState): ClientRecord => ({
  client_id: 'AllApplications00000000000000000',
  name: 'All Applications',
  tenant: tenantName(state),
  global: true,
  is_first_party: true,
  callbacks: [],
});

const tenantName = (state: TenantState): string => state.domain.split('.')[0] ?? state.domain;

function listClients({ state, query, scopes }: ManagementRequest): Reply {
  const { app_type, is_first_party, is_global } = query;
  const appTypes = typeof app_type === 'string' ? app_type.split(',') : undefined;
  const rows = [...state.clients, globalClient(state)]
    .filter((client) => appTypes?.includes(client.app_type ?? '') ?? true)
    .filter((client) => is_first_party === undefined || client.is_first_party === is_first_party)
    .filter((client) => is_global === undefined || (client.global === true) === is_global)
    .map((client) => view(client, scopes));
  return pagedOrCheckpointed(rows, 'clients', query);
}

function getClient({ state, params, query, scopes }: ManagementRequest): Reply {
  const client = findClient(state, params.id);
  return client ? ok(selectFields(view(client, scopes), query)) : inexistent();
}

/** get-started/applications/application-grant-types, and for Okta's client what it does: a code flow. */
function defaultGrantTypes(client: CreateBody): string[] {
  if (isOinClient(client)) return ['authorization_code'];
  const isPublic = client.app_type === 'native' || client.app_type === 'spa';
  const common = ['authorization_code', 'implicit', 'refresh_token'];
  return isPublic || client.token_endpoint_auth_method === 'none' ? common : [...common, 'client_credentials'];
}

function newClient(body: CreateBody, state: TenantState): ClientRecord {
  const { client_authentication_methods: methods, ...rest } = body;
  const isPublic = body.app_type === 'native' || body.app_type === 'spa';
  return {
    client_id: state.newId('', 32),
    client_secret: state.newId('', 64),
    tenant: tenantName(state),
    global: false,
    is_first_party: true,
    grant_types: defaultGrantTypes(body),
    ...(methods ? {} : { token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_post' }),
    // Whether the type implies it is unknown (requirements B15); organization_require_behavior counts only with it.
    ...(isOinClient(body) ? { organization_usage: 'require' } : {}),
    ...rest,
  };
}

function createClient({ state, body, settings }: ManagementRequest<CreateBody>): Reply {
  const client = newClient(body, state);
  const keys = body.client_authentication_methods?.private_key_jwt?.credentials ?? [];
  const made = makeCredentials(state, client.client_id, keys);
  if ('refusal' in made) return made.refusal;
  if (body.client_authentication_methods?.private_key_jwt) {
    const assigned = made.credentials.map(({ id }) => ({ id }));
    client.client_authentication_methods = { private_key_jwt: { credentials: assigned } };
  }
  const refusal = checkAuthentication(client, settings) ?? checkExpressConfiguration(state, body.express_configuration);
  if (refusal !== undefined) return refusal;
  state.credentials.push(...made.credentials);
  state.clients.push(client);
  enableConnections(state, client);
  return created(withoutNulls(client));
}

/** Tenant flag `enable_client_connections`, on in a new tenant: a new client may use every connection. */
function enableConnections(state: TenantState, client: ClientRecord): void {
  if (!state.settings.flags.enable_client_connections) return;
  for (const connection of state.connections) connection.enabled_clients.push(client.client_id);
}

function updateClient({ state, params, body, settings, scopes }: ManagementRequest<Partial<ClientRecord>>): Reply {
  const client = findClient(state, params.id);
  if (client === undefined) return inexistent();
  const changed: ClientRecord = { ...client, ...body };
  if (body.client_metadata) changed.client_metadata = mergeMetadata(client.client_metadata, body.client_metadata);
  if (body.client_authentication_methods && body.token_endpoint_auth_method === undefined) {
    changed.token_endpoint_auth_method = null;
  }
  const refusal =
    checkAuthentication(changed, settings) ??
    checkExpressConfiguration(state, body.express_configuration) ??
    checkAssigned(changed, state.credentials);
  if (refusal !== undefined) return refusal;
  Object.assign(client, changed);
  return ok(view(client, scopes));
}

function checkAssigned(client: ClientRecord, credentials: readonly CredentialRecord[]): Reply | undefined {
  const unknown = assignedCredentials(client).find(
    (id) => !credentials.some((credential) => credential.id === id && credential.client_id === client.client_id),
  );
  if (unknown === undefined) return undefined;
  return badRequest(`The client has no credential ${unknown}.`, 'inexistent_credential');
}

/** What Auth0 does about a client that others name in `express_configuration` is not known; here it stays. */
function deleteClient({ state, params }: ManagementRequest): Reply {
  const id = params.id;
  const user = state.clients.find((client) => client.client_id !== id && names(client, id));
  if (user) return badRequest(`The client is named in the express_configuration of "${user.name}".`, 'client_in_use');
  state.clients = state.clients.filter((client) => client.client_id !== id);
  state.credentials = state.credentials.filter((credential) => credential.client_id !== id);
  state.clientGrants = state.clientGrants.filter((grant) => grant.client_id !== id);
  state.consents = state.consents.filter((consent) => consent.client_id !== id);
  for (const connection of state.connections) {
    connection.enabled_clients = connection.enabled_clients.filter((clientId) => clientId !== id);
  }
  return noContent();
}

function names(client: ClientRecord, clientId: string | undefined): boolean {
  const { okta_oin_client_id, linked_clients } = client.express_configuration ?? {};
  return okta_oin_client_id === clientId || JSON.stringify(linked_clients ?? []).includes(`"${clientId}"`);
}

function rotateSecret({ state, params }: ManagementRequest): Reply {
  const client = findClient(state, params.id);
  if (client === undefined) return inexistent();
  client.client_secret = state.newId('', 64);
  return ok(withoutNulls(client));
}

export const clientOperations: Operations = {
  'GET /clients': listClients,
  'POST /clients': createClient,
  'GET /clients/{id}': getClient,
  'PATCH /clients/{id}': updateClient,
  'DELETE /clients/{id}': deleteClient,
  'POST /clients/{id}/rotate-secret': rotateSecret,
};
