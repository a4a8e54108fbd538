import { findUser, isMember, type TenantState } from '../../state.ts';
import { connectionsInUse } from '../connections-in-use.ts';

/**
 * "Membership On Authentication" of a login that named no organization: only where one organization and no other has one of the user's
 * connections with it (manage-users/organizations/login-flows-for-organizations).
 */
export function joinOnlyOrganization(state: TenantState, userId: string): void {
  const names = findUser(state, userId)?.identities.map((identity) => identity.connection) ?? [];
  const ids = state.connections.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  const [only, other] = state.organizations.filter((organization) =>
    connectionsInUse(organization).some((row) => row.assign_membership_on_login && ids.includes(row.connection_id)),
  );
  if (only === undefined || other !== undefined || isMember(state, only.id, userId)) return;
  state.members.push({ org_id: only.id, user_id: userId });
}
