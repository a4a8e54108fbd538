import { isMainIdentity } from '../../identities.ts';
import { type ConnectionRecord, findClient, isoNow, type JsonObject, type TenantState } from '../../state.ts';
import { checkFields, checkOptions } from '../connection-checks.ts';
import { changedOptions, keptOptions, newFields, newOptions } from '../connection-defaults.ts';
import { isEnterprise } from '../enterprise-strategies.ts';
import { mergeMetadata } from '../metadata.ts';
import type { ManagementRequest, Query } from '../operation.ts';
import { checkpointed, pagedOrCheckpointed } from '../paging.ts';
import { removeScim } from '../remove-scim.ts';
import { removeUser } from '../remove-user.ts';
import {
  accepted,
  badRequest,
  conflict,
  created,
  featureNotEnabled,
  noContent,
  notFound,
  ok,
  type Reply,
  tooMany,
} from '../reply.ts';
import { declareResource, type EntitledRequest } from '../resource.ts';

interface ConnectionBody {
  options?: JsonObject;
  metadata?: Record<string, string | null>;
  enabled_clients?: string[] | null;
  [field: string]: unknown;
}

/** Limits the changes of one call to `PATCH /connections/{id}/clients`. */
const MAX_CLIENT_CHANGES = 50;

const findConnection = (state: TenantState, id: string | undefined): ConnectionRecord | undefined =>
  state.connections.find((connection) => connection.id === id);

export const inexistentConnection = (): Reply => notFound('The connection does not exist', 'inexistent_connection');

function unknownClient(state: TenantState, clientIds: readonly string[]): Reply | undefined {
  const unknown = clientIds.find((id) => findClient(state, id) === undefined);
  if (unknown === undefined) return undefined;
  return badRequest(`One or more clients do not exist: ${unknown}`, 'inexistent_client');
}

/** These come whatever `fields` says (recorded traffic, 2026-01). */
const ALWAYS_SHOWN = ['id', 'is_domain_connection', 'authentication', 'connected_accounts'];

function view(connection: ConnectionRecord, { fields, include_fields = true }: Query): object {
  if (fields === undefined) return connection;
  const names = new Set(fields.split(','));
  return Object.fromEntries(
    Object.entries(connection).filter(
      ([name]) => names.has(name) === include_fields || (include_fields && ALWAYS_SHOWN.includes(name)),
    ),
  );
}

const isOf = (strategies: Query[string], { strategy }: ConnectionRecord): boolean =>
  !Array.isArray(strategies) || strategies.includes(strategy);

function listConnections({ state, query }: ManagementRequest): Reply {
  const { fields: _ofEachRow, ...paging } = query;
  const rows = state.connections
    .filter((connection) => query.name === undefined || connection.name === query.name)
    .filter((connection) => isOf(query.strategy, connection))
    .map((connection) => view(connection, query));
  return pagedOrCheckpointed(rows, 'connections', paging);
}

function getConnection({ state, params, query }: ManagementRequest): Reply {
  const connection = findConnection(state, params.id);
  return connection ? ok(view(connection, query)) : inexistentConnection();
}

function createConnection({
  state,
  body,
}: ManagementRequest<ConnectionBody & { name: string; strategy: string }>): Reply {
  if (state.connections.some((connection) => connection.name === body.name)) {
    return conflict('A connection with the same name already exists', 'connection_conflict');
  }
  const { metadata, enabled_clients, options, ...rest } = body;
  const refusal =
    unknownClient(state, enabled_clients ?? []) ??
    checkFields(body.strategy, body) ??
    checkOptions(body.strategy, options);
  if (refusal !== undefined) return refusal;
  const connection: ConnectionRecord = {
    id: state.newId('con_'),
    ...newFields(body.strategy, body.name, `https://${state.domain}/p/${body.strategy}/${state.newId('', 32)}`),
    ...rest,
    options: newOptions(body.strategy, options ?? {}),
    enabled_clients: enabled_clients ?? [],
    ...(metadata ? { metadata: mergeMetadata(undefined, metadata) } : {}),
  };
  state.connections.push({ ...connection, options: keptOptions(body.strategy, connection.options) });
  return created(connection);
}

/** Replaces `options` as a whole, except those that Auth0 keeps (docs: "be sure to include the whole object"). */
function updateConnection({ state, params, body }: ManagementRequest<ConnectionBody>): Reply {
  const connection = findConnection(state, params.id);
  if (connection === undefined) return inexistentConnection();
  const { metadata, enabled_clients, options, ...rest } = body;
  const { strategy } = connection;
  const refusal =
    unknownClient(state, enabled_clients ?? []) ?? checkFields(strategy, body) ?? checkOptions(strategy, options);
  if (refusal !== undefined) return refusal;
  Object.assign(connection, rest);
  for (const [field, value] of Object.entries(rest)) if (value === null) delete connection[field];
  const written = options === undefined ? connection.options : changedOptions(strategy, connection.options, options);
  connection.options = keptOptions(strategy, written);
  if (enabled_clients !== undefined) connection.enabled_clients = enabled_clients ?? [];
  if (metadata !== undefined) connection.metadata = mergeMetadata(connection.metadata, metadata);
  return ok({ ...connection, options: written });
}

/**
 * Deletes a connection, its users, its SCIM, and its use in organizations; deleting a missing one is not an error
 * (recorded, 2025 and 2026).
 */
function deleteConnection({ state, params }: ManagementRequest): Reply {
  const connection = findConnection(state, params.id);
  if (connection === undefined) return noContent();
  state.connections = state.connections.filter((other) => other !== connection);
  removeScim(state, connection.id);
  for (const organization of state.organizations) {
    organization.enabled_connections = organization.enabled_connections.filter(
      (enabled) => enabled.connection_id !== connection.id,
    );
  }
  const isOnlyThere = (identities: { connection: string }[]) =>
    identities.every((identity) => identity.connection === connection.name);
  for (const user of state.users.filter(({ identities }) => isOnlyThere(identities))) removeUser(state, user.user_id);
  for (const user of state.users) {
    user.identities = user.identities.filter((row) => isMainIdentity(user, row) || row.connection !== connection.name);
  }
  return accepted({ deleted_at: isoNow(state) });
}

function listEnabledClients({ state, params, query }: ManagementRequest): Reply {
  const connection = findConnection(state, params.id);
  if (connection === undefined) return inexistentConnection();
  return checkpointed(
    connection.enabled_clients.map((client_id) => ({ client_id })),
    'clients',
    query,
  );
}

/** Lists the connections of a client. */
function listConnectionsOfClient({ state, params, query }: ManagementRequest): Reply {
  const client = findClient(state, params.id);
  if (client === undefined) return notFound('The client does not exist', 'inexistent_client');
  const rows = state.connections
    .filter(({ enabled_clients }) => enabled_clients.includes(client.client_id))
    .filter((connection) => isOf(query.strategy, connection))
    .map(({ enabled_clients: _clients, ...connection }) => connection);
  return checkpointed(rows, 'connections', query);
}

/** Changes the clients that the request names and leaves the others. */
function changeEnabledClients(request: ManagementRequest<{ client_id: string; status: boolean }[]>): Reply {
  const { state, params, body } = request;
  const connection = findConnection(state, params.id);
  if (connection === undefined) return inexistentConnection();
  if (body.length > MAX_CLIENT_CHANGES) {
    return badRequest(`Payload validation error: 'Array is too long (${body.length}), maximum ${MAX_CLIENT_CHANGES}'.`);
  }
  const refusal = unknownClient(
    state,
    body.map(({ client_id }) => client_id),
  );
  if (refusal !== undefined) return refusal;
  const enabled = new Set(connection.enabled_clients);
  for (const { client_id, status } of body) {
    if (status) enabled.add(client_id);
    else enabled.delete(client_id);
  }
  connection.enabled_clients = [...enabled];
  return noContent();
}

function refuseEnterprise({ state, body, entitlements }: Omit<EntitledRequest, 'operation'>): Reply | undefined {
  const { strategy }: { strategy?: unknown } = Object(body);
  if (!isEnterprise(strategy)) return undefined;
  if (entitlements.maxEnterpriseConnections === 0) return featureNotEnabled();
  const count = state.connections.filter((connection) => isEnterprise(connection.strategy)).length;
  return tooMany(count, entitlements.maxEnterpriseConnections);
}

export const resource = declareResource({
  name: 'connections',
  operations: {
    'GET /connections': listConnections,
    'POST /connections': createConnection,
    'GET /connections/{id}': getConnection,
    'PATCH /connections/{id}': updateConnection,
    'DELETE /connections/{id}': deleteConnection,
    'GET /connections/{id}/clients': listEnabledClients,
    'PATCH /connections/{id}/clients': changeEnabledClients,
    'GET /clients/{id}/connections': listConnectionsOfClient,
  },
  notes: {
    'POST /connections': 'of the options of enterprise connections only `domain_aliases` is checked',
    'PATCH /connections/{id}': '`options` replace the old ones, but for the few that Auth0 keeps',
  },
  kept: {
    connections: {
      list: { id: 'string', name: 'string', strategy: 'string', options: 'object', enabled_clients: 'list' },
    },
  },
  entitle: ({ operation, ...request }) => (operation === 'POST /connections' ? refuseEnterprise(request) : undefined),
});
