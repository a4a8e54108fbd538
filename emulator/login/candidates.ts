/** Finds the connections and users that a typed identifier may mean in this login. */
import { type Credentials, credentialsOf } from '../identities.ts';
import type { ConnectionRecord, UserRecord } from '../state.ts';
import { connectionsInLogin, organizationOf } from './organization.ts';
import type { PageContext } from './page-route.ts';

/**
 * Returns the connections of a strategy in this organization or application; only the one that `/authorize?connection=`
 * names, if any.
 */
export function connectionsOf({ state, interaction, progress }: PageContext, strategy: string): ConnectionRecord[] {
  const { client_id, connection, organization } = interaction.params;
  const usable = connectionsInLogin(state, String(client_id), organizationOf(state, organization, progress));
  return usable.filter(
    (row) => row.strategy === strategy && (typeof connection !== 'string' || connection === row.name),
  );
}

/** Describes the user whom a typed identifier names, and which of the user's identities it belongs to. */
export interface Candidate {
  user: UserRecord;
  credentials: Credentials;
  connection: ConnectionRecord;
}

/** Returns the user of one of the connections, by email or username; Auth0 ignores case. */
export function findCandidate(
  { state }: PageContext,
  connections: ConnectionRecord[],
  identifier: string,
): Candidate | undefined {
  const wanted = identifier.toLowerCase();
  for (const user of state.users) {
    for (const credentials of credentialsOf(user)) {
      const { identity, email, username } = credentials;
      const connection = connections.find(({ name }) => name === identity.connection);
      const isNamed = email?.toLowerCase() === wanted || username?.toLowerCase() === wanted;
      if (connection !== undefined && isNamed) return { user, credentials, connection };
    }
  }
  return undefined;
}
