/** Ends what a user is logged in with: sessions in browsers, and refresh tokens. */

import { findUser } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { accepted, notFound, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

/** Recorded of no tenant: the document says 202, 404, and no body. */
const inexistent = (): Reply => notFound('The user does not exist.', 'inexistent_user');

function deleteSessions({ state, params, settings }: ManagementRequest): Reply {
  const user = findUser(state, params.user_id);
  if (user === undefined) return inexistent();
  settings.endSessions(user.user_id);
  return accepted(undefined);
}

function deleteRefreshTokens({ state, params }: ManagementRequest): Reply {
  if (findUser(state, params.user_id) === undefined) return inexistent();
  state.refreshTokens = state.refreshTokens.filter(({ user_id }) => user_id !== params.user_id);
  return accepted(undefined);
}

export const resource = declareResource({
  name: 'user-sessions',
  operations: {
    'DELETE /users/{user_id}/sessions': deleteSessions,
    'DELETE /users/{user_id}/refresh-tokens': deleteRefreshTokens,
  },
  notes: {
    'DELETE /users/{user_id}/refresh-tokens': 'there are none',
  },
});
