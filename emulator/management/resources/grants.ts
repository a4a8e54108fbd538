/** Consent that users gave, as `login/` notes it. */

import { NO_SCOPE } from '../../login/audience.ts';
import type { ManagementRequest } from '../operation.ts';
import { paged } from '../paging.ts';
import { noContent, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

function listGrants({ state, query }: ManagementRequest): Reply {
  const rows = state.consents
    .filter((consent) => query.user_id === undefined || consent.user_id === query.user_id)
    .filter((consent) => query.client_id === undefined || consent.client_id === query.client_id)
    .filter((consent) => query.audience === undefined || consent.audience === query.audience)
    .map(({ id, user_id, client_id, audience, scope }) => ({
      ...{ id, clientID: client_id, user_id, audience },
      scope: scope.filter((value) => value !== NO_SCOPE),
    }));
  return paged(rows, 'grants', query);
}

function deleteGrant({ state, params }: ManagementRequest): Reply {
  const grant = state.consents.find((consent) => consent.id === params.id);
  if (grant === undefined) return noContent();
  const { user_id, client_id, audience, org_id } = grant;
  state.consents = state.consents.filter((consent) => consent !== grant);
  // Tokens issued in the context of a grant end with it (revoke-refresh-tokens).
  state.refreshTokens = state.refreshTokens.filter(
    (token) =>
      token.user_id !== user_id ||
      token.client_id !== client_id ||
      token.org_id !== org_id ||
      (token.audience ?? `https://${state.domain}/userinfo`) !== audience,
  );
  return noContent();
}

function deleteGrantsOfUser({ state, query }: ManagementRequest): Reply {
  state.consents = state.consents.filter((consent) => consent.user_id !== query.user_id);
  state.refreshTokens = state.refreshTokens.filter(({ user_id }) => user_id !== query.user_id);
  return noContent();
}

export const resource = declareResource({
  name: 'grants',
  operations: {
    'GET /grants': listGrants,
    'DELETE /grants': deleteGrantsOfUser,
    'DELETE /grants/{id}': deleteGrant,
  },
  notes: {
    'DELETE /grants': 'by user',
  },
  kept: {
    consents: { list: { id: 'string', user_id: 'string', client_id: 'string', audience: 'string', scope: 'list' } },
  },
});
