import { type ClientGrantRecord, findClient, type TenantState } from '../state.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { pagedOrCheckpointed } from './paging.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from './reply.ts';
import { findResourceServer } from './resource-servers.ts';

interface CreateBody {
  client_id?: string;
  audience: string;
  scope?: string[];
  [field: string]: unknown;
}

const findGrant = (state: TenantState, id: string | undefined): ClientGrantRecord | undefined =>
  state.clientGrants.find((grant) => grant.id === id);

const inexistent = (): Reply => notFound('The client grant does not exist', 'inexistent_client_grant');

function listClientGrants({ state, query }: ManagementRequest): Reply {
  const rows = state.clientGrants
    .filter((grant) => query.client_id === undefined || grant.client_id === query.client_id)
    .filter((grant) => query.audience === undefined || grant.audience === query.audience);
  return pagedOrCheckpointed(rows, 'client_grants', query);
}

function createClientGrant({ state, body }: ManagementRequest<CreateBody>): Reply {
  const { client_id, audience } = body;
  if (client_id === undefined)
    return badRequest('((the local tenant knows no default client grants: name a client_id))');
  if (findClient(state, client_id) === undefined) return notFound('The client does not exist', 'inexistent_client');
  if (findResourceServer(state, audience) === undefined) {
    return notFound('The resource server does not exist', 'inexistent_resource_server');
  }
  if (state.clientGrants.some((grant) => grant.client_id === client_id && grant.audience === audience)) {
    return conflict(
      `A client grant for the client "${client_id}" and the audience "${audience}" already exists.`,
      'client_grant_conflict',
    );
  }
  const grant: ClientGrantRecord = { id: state.newId('cgr_'), ...body, client_id, audience, scope: body.scope ?? [] };
  state.clientGrants.push(grant);
  return created(grant);
}

function getClientGrant({ state, params }: ManagementRequest): Reply {
  const grant = findGrant(state, params.id);
  return grant ? ok(grant) : inexistent();
}

function updateClientGrant({ state, params, body }: ManagementRequest<{ scope?: string[] | null }>): Reply {
  const grant = findGrant(state, params.id);
  if (grant === undefined) return inexistent();
  Object.assign(grant, body, body.scope === null ? { scope: [] } : {});
  return ok(grant);
}

function deleteClientGrant({ state, params }: ManagementRequest): Reply {
  state.clientGrants = state.clientGrants.filter((grant) => grant.id !== params.id);
  return noContent();
}

export const clientGrantOperations: Operations = {
  'GET /client-grants': listClientGrants,
  'POST /client-grants': createClientGrant,
  'GET /client-grants/{id}': getClientGrant,
  'PATCH /client-grants/{id}': updateClientGrant,
  'DELETE /client-grants/{id}': deleteClientGrant,
};
