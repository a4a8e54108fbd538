/** Consent that users gave, as `login/` notes it. */
import type { ManagementRequest, Operations } from './operation.ts';
import { paged } from './paging.ts';
import { noContent, type Reply } from './reply.ts';

function listGrants({ state, query }: ManagementRequest): Reply {
  const rows = state.consents
    .filter((consent) => query.user_id === undefined || consent.user_id === query.user_id)
    .filter((consent) => query.client_id === undefined || consent.client_id === query.client_id)
    .filter((consent) => query.audience === undefined || consent.audience === query.audience)
    .map(({ id, user_id, client_id, audience, scope }) => ({ id, clientID: client_id, user_id, audience, scope }));
  return paged(rows, 'grants', query);
}

function deleteGrant({ state, params }: ManagementRequest): Reply {
  state.consents = state.consents.filter((consent) => consent.id !== params.id);
  return noContent();
}

function deleteGrantsOfUser({ state, query }: ManagementRequest): Reply {
  state.consents = state.consents.filter((consent) => consent.user_id !== query.user_id);
  return noContent();
}

export const grantOperations: Operations = {
  'GET /grants': listGrants,
  'DELETE /grants': deleteGrantsOfUser,
  'DELETE /grants/{id}': deleteGrant,
};
