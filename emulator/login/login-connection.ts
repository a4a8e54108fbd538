import type { ConnectionRecord, TenantState } from '../state.ts';

const PREFIX = 'connection:';

/**
 * Returns the `amr` that a session keeps of its login: the method and the connection; a user may have several
 * connections.
 */
export const amrOf = (method: string, { id }: ConnectionRecord): string[] => [method, `${PREFIX}${id}`];

/** Returns the id of the connection that a session's login used. */
export const connectionIdIn = (amr: readonly string[] | undefined): string | undefined =>
  amr?.find((entry) => entry.startsWith(PREFIX))?.slice(PREFIX.length);

/**
 * Returns the connection that a login used: none where it is gone. Of a login that says nothing about it, as in older
 * snapshots, it is that of the user's main identity.
 */
export function usedConnection(
  { connections, users }: Pick<TenantState, 'connections' | 'users'>,
  connectionId: string | undefined,
  userId: string | undefined,
): ConnectionRecord | undefined {
  if (connectionId !== undefined) return connections.find(({ id }) => id === connectionId);
  const main = users.find(({ user_id }) => user_id === userId)?.identities[0]?.connection;
  return connections.find(({ name }) => name === main);
}
