import { type ClientRecord, type CredentialRecord, findClient, type TenantState } from '../../state.ts';
import {
  checkAuthentication,
  checkExpressConfiguration,
  checkMyOrganization,
  checkRefreshToken,
  isOinClient,
} from '../client-checks.ts';
import { type NewClient, newClient } from '../client-defaults.ts';
import { patchedClient } from '../client-patch.ts';
import { withoutNulls } from '../metadata.ts';
import type { ManagementRequest } from '../operation.ts';
import { pagedOrCheckpointed, selectFields } from '../paging.ts';
import { badRequest, created, noContent, notFound, ok, type Reply, tooMany } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { systemGrant } from '../system-grant.ts';
import { assignedCredentials, credentialView, makeCredentials } from './client-credentials.ts';

const inexistent = (): Reply => notFound('The client does not exist', 'inexistent_client');

/** Returns what answers show of a client: `client_secret` needs its own scope, and null fields are absent. */
function view(state: TenantState, client: ClientRecord, scopes: readonly string[]): Record<string, unknown> {
  const { client_secret, ...shown } = withoutNulls(client);
  // A client that authenticates otherwise shows none (recorded 2026-05).
  const isShown = client_secret !== undefined && !client.client_authentication_methods;
  const secret = isShown && scopes.includes('read:client_keys') ? { client_secret } : {};
  return { ...shown, ...secret, signing_keys: [{ cert: state.certificate }] };
}

const findAny = (state: TenantState, id: string | undefined): ClientRecord | undefined =>
  findClient(state, id) ?? (state.globalClient.client_id === id ? state.globalClient : undefined);

function listClients({ state, query, scopes }: ManagementRequest): Reply {
  const { app_type, is_first_party, is_global } = query;
  const appTypes = typeof app_type === 'string' ? app_type.split(',') : undefined;
  const rows = [...state.clients, state.globalClient]
    .filter((client) => appTypes?.includes(client.app_type ?? '') ?? true)
    .filter((client) => is_first_party === undefined || client.is_first_party === is_first_party)
    .filter((client) => is_global === undefined || (client.global === true) === is_global)
    .map((client) => view(state, client, scopes));
  return pagedOrCheckpointed(rows, 'clients', query);
}

/** Answers one client. With `fields` it still has its `signing_keys` (recorded 2026-01). */
function getClient({ state, params, query, scopes }: ManagementRequest): Reply {
  const client = findAny(state, params.id);
  if (client === undefined) return inexistent();
  const shown = view(state, client, scopes);
  const { signing_keys } = shown;
  return ok(
    query.include_fields === false ? selectFields(shown, query) : { ...selectFields(shown, query), signing_keys },
  );
}

function createClient({ state, body, scopes }: ManagementRequest<NewClient>): Reply {
  const client = newClient(body, state);
  const keys = body.client_authentication_methods?.private_key_jwt?.credentials ?? [];
  const made = makeCredentials(state, client.client_id, keys);
  if ('refusal' in made) return made.refusal;
  const assigned =
    body.client_authentication_methods?.private_key_jwt || (isOinClient(body) && !body.client_authentication_methods);
  if (!assigned && body.client_authentication_methods) {
    return badRequest('((the local tenant makes keys of private_key_jwt only: create others afterwards))');
  }
  if (assigned) {
    client.client_authentication_methods = {
      private_key_jwt: { credentials: made.credentials.map(({ id }) => ({ id })) },
    };
  }
  const refusal =
    checkAuthentication(client) ??
    checkRefreshToken(client) ??
    checkExpressConfiguration(state, body.express_configuration) ??
    checkMyOrganization(state, body.my_organization_configuration);
  if (refusal !== undefined) return refusal;
  state.credentials.push(...made.credentials);
  state.clients.push(client);
  if (isOinClient(client)) state.clientGrants.push(systemGrant(state, client.client_id));
  enableConnections(state, client);
  const shown = view(state, client, [...scopes, 'read:client_keys']);
  // Only this answer has the keys themselves (recorded 2025-11).
  const credentials = made.credentials.map(credentialView);
  return created(assigned ? { ...shown, client_authentication_methods: { private_key_jwt: { credentials } } } : shown);
}

/** Tenant flag `enable_client_connections`, on in a new tenant: a new client may use every connection. */
function enableConnections(state: TenantState, client: ClientRecord): void {
  if (state.settings.flags.enable_client_connections === false) return;
  for (const connection of state.connections) connection.enabled_clients.push(client.client_id);
}

function updateClient({ state, params, body, scopes }: ManagementRequest<Partial<ClientRecord>>): Reply {
  const client = findAny(state, params.id);
  if (client === undefined) return inexistent();
  const changed = patchedClient(client, body);
  const refusal =
    checkAuthentication(changed) ??
    checkRefreshToken(changed) ??
    checkExpressConfiguration(state, body.express_configuration) ??
    checkMyOrganization(state, body.my_organization_configuration) ??
    checkAssigned(changed, state.credentials);
  if (refusal !== undefined) return refusal;
  Object.assign(client, changed);
  return ok(view(state, client, scopes));
}

function checkAssigned(client: ClientRecord, credentials: readonly CredentialRecord[]): Reply | undefined {
  const unknown = assignedCredentials(client).find(
    (id) => !credentials.some((credential) => credential.id === id && credential.client_id === client.client_id),
  );
  if (unknown === undefined) return undefined;
  return badRequest(`The client has no credential ${unknown}.`, 'inexistent_credential');
}

/**
 * Deletes a client. Auth0's behaviour is unknown if other clients name it in `express_configuration`; here it is
 * refused.
 */
function deleteClient({ state, params }: ManagementRequest): Reply {
  const id = params.id;
  const user = state.clients.find((client) => client.client_id !== id && names(client, id));
  if (user) return badRequest(`The client is named in the express_configuration of "${user.name}".`, 'client_in_use');
  state.clients = state.clients.filter((client) => client.client_id !== id);
  state.credentials = state.credentials.filter((credential) => credential.client_id !== id);
  state.clientGrants = state.clientGrants.filter((grant) => grant.client_id !== id);
  state.consents = state.consents.filter((consent) => consent.client_id !== id);
  state.refreshTokens = state.refreshTokens.filter(({ client_id }) => client_id !== id);
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
  return ok(view(state, client, ['read:client_keys']));
}

export const resource = declareResource({
  name: 'clients',
  operations: {
    'GET /clients': listClients,
    'POST /clients': createClient,
    'GET /clients/{id}': getClient,
    'PATCH /clients/{id}': updateClient,
    'DELETE /clients/{id}': deleteClient,
    'POST /clients/{id}/rotate-secret': rotateSecret,
  },
  notes: {
    'GET /clients': 'with "All Applications", which nobody can log in to',
    'POST /clients':
      "Okta's has private_key_jwt and a system grant; ids in `express_configuration` exist, but for the connection profile's",
    'PATCH /clients/{id}': 'private_key_jwt is the only method of `client_authentication_methods`',
    'DELETE /clients/{id}': 'refused while `express_configuration` of another names it',
  },
  leftOut: { 'GET /clients': ['external_client_id', 'q'] },
  kept: {
    clients: { list: { client_id: 'string', name: 'string', is_first_party: 'boolean' } },
    globalClient: { one: { client_id: 'string', name: 'string', is_first_party: 'boolean' }, optional: true },
  },
  secrets: ({ clients }) => clients.map(({ client_secret }) => client_secret),
  entitle: ({ operation, state, entitlements }) =>
    operation === 'POST /clients' ? tooMany(state.clients.length, entitlements.maxClients) : undefined,
});
