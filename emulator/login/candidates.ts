/** Which connections and users a typed identifier may mean in this login. */
import type { ConnectionRecord, UserRecord } from '../state.ts';
import { connectionsInLogin, organizationOf } from './organization.ts';
import type { PageContext } from './page-route.ts';

/** Connections of a strategy, in this organization or application, and only the one `/authorize?connection=` names. */
export function connectionsOf({ state, interaction, progress }: PageContext, strategy: string): ConnectionRecord[] {
  const { client_id, connection, organization } = interaction.params;
  const usable = connectionsInLogin(state, String(client_id), organizationOf(state, organization, progress));
  return usable.filter(
    (row) => row.strategy === strategy && (typeof connection !== 'string' || connection === row.name),
  );
}

/** The user of one of the connections, by email or username, as Auth0 matches them: without case. */
export function findCandidate(
  { state }: PageContext,
  connections: ConnectionRecord[],
  identifier: string,
): UserRecord | undefined {
  const names = connections.map(({ name }) => name);
  const wanted = identifier.toLowerCase();
  return state.users.find(
    (user) =>
      (user.email?.toLowerCase() === wanted || user.username?.toLowerCase() === wanted) &&
      user.identities.some((identity) => names.includes(identity.connection)),
  );
}
