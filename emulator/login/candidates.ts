/** Which connections and users a typed identifier may mean in this login. */
import { type Credentials, credentialsOf } from '../identities.ts';
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

/** Whom a typed identifier names, and which of their identities it belongs to. */
export interface Candidate {
  user: UserRecord;
  credentials: Credentials;
  connection: ConnectionRecord;
}

/** The user of one of the connections, by email or username, as Auth0 matches them: without case. */
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
