import { type ClientGrantRecord, findClient, type TenantState } from '../../state.ts';
import { isOinClient } from '../client-checks.ts';
import type { ManagementRequest } from '../operation.ts';
import { pagedOrCheckpointed } from '../paging.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { findResourceServer } from './resource-servers.ts';

interface CreateBody {
  client_id?: string;
  audience: string;
  scope?: string[];
  subject_type?: 'client' | 'user';
  allow_all_scopes?: boolean;
  default_for?: string;
  [field: string]: unknown;
}

const findGrant = (state: TenantState, id: string | undefined): ClientGrantRecord | undefined =>
  state.clientGrants.find((grant) => grant.id === id);

const inexistent = (): Reply => notFound('The grant does not exist.', 'inexistent_client_grant');

const FILTERS = ['client_id', 'audience', 'subject_type', 'default_for', 'allow_any_organization'] as const;

function listClientGrants({ state, query }: ManagementRequest): Reply {
  const rows = state.clientGrants.filter((grant) =>
    FILTERS.every((field) => query[field] === undefined || grant[field] === query[field]),
  );
  return pagedOrCheckpointed(rows, 'client_grants', query);
}

function createClientGrant({ state, body }: ManagementRequest<CreateBody>): Reply {
  const refusal = checkGrant(state, body);
  if (refusal !== undefined) return refusal;
  const grant = withScopes({ id: state.newId('cgr_'), subject_type: 'client', ...body });
  state.clientGrants.push(grant);
  return created(grant);
}

/** A grant of every scope names none; another one names those there are (recorded 2026-02). */
function withScopes(grant: ClientGrantRecord): ClientGrantRecord {
  const { scope, ...rest } = grant;
  return grant.allow_all_scopes === true ? rest : { ...rest, scope: scope ?? [] };
}

function checkGrant(state: TenantState, { client_id, audience, subject_type = 'client', default_for }: CreateBody) {
  if (client_id === undefined && default_for === undefined) {
    return badRequest('((a grant names a client_id, or default_for; what Auth0 answers is not known))');
  }
  const client = findClient(state, client_id);
  if (client_id !== undefined && client === undefined) {
    return notFound('The client does not exist', 'inexistent_client');
  }
  // Recorded 2025-11.
  if (client && isOinClient(client)) {
    return badRequest('Client of type express_configuration cannot be used', 'validation_error');
  }
  if (findResourceServer(state, audience) === undefined) {
    return notFound('The resource server does not exist', 'inexistent_resource_server');
  }
  const isSame = (other: ClientGrantRecord): boolean =>
    other.audience === audience &&
    other.subject_type === subject_type &&
    (client_id === undefined ? other.default_for === default_for : other.client_id === client_id);
  if (!state.clientGrants.some(isSame)) return undefined;
  return conflict(
    `A client grant for the client "${client_id ?? default_for}" and the audience "${audience}" already exists.`,
    'client_grant_conflict',
  );
}

function getClientGrant({ state, params }: ManagementRequest): Reply {
  const grant = findGrant(state, params.id);
  return grant ? ok(grant) : inexistent();
}

const systemGrantStays = (): Reply =>
  badRequest('((A system grant can be neither changed nor deleted; what Auth0 answers is not known))');

function updateClientGrant({ state, params, body }: ManagementRequest<{ scope?: string[] | null }>): Reply {
  const grant = findGrant(state, params.id);
  if (grant === undefined) return inexistent();
  if (grant.is_system) return systemGrantStays();
  const { scope, ...rest } = body;
  const changed = withScopes({ ...grant, ...rest, ...(scope === undefined ? {} : { scope: scope ?? [] }) });
  state.clientGrants = state.clientGrants.map((other) => (other === grant ? changed : other));
  return ok(changed);
}

function deleteClientGrant({ state, params }: ManagementRequest): Reply {
  if (findGrant(state, params.id)?.is_system) return systemGrantStays();
  state.clientGrants = state.clientGrants.filter((grant) => grant.id !== params.id);
  return noContent();
}

export const resource = declareResource({
  name: 'client-grants',
  operations: {
    'GET /client-grants': listClientGrants,
    'POST /client-grants': createClientGrant,
    'GET /client-grants/{id}': getClientGrant,
    'PATCH /client-grants/{id}': updateClientGrant,
    'DELETE /client-grants/{id}': deleteClientGrant,
  },
  notes: {
    'POST /client-grants': 'needs a `client_id` or `default_for`',
    'PATCH /client-grants/{id}': 'a system grant stays as it is',
    'DELETE /client-grants/{id}': 'a system grant stays',
  },
  kept: { clientGrants: { list: { id: 'string', audience: 'string' } } },
});
