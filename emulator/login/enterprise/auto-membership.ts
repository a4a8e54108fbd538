import { type ConnectionRecord, isMember, type TenantState } from '../../state.ts';
import { connectionsInUse } from '../connections-in-use.ts';

/**
 * "Membership On Authentication" of a login that named no organization: only where one organization and no other has the login's
 * connection with it (manage-users/organizations/login-flows-for-organizations).
 */
export function joinOnlyOrganization(state: TenantState, userId: string, used: ConnectionRecord | undefined): void {
  const [only, other] = state.organizations.filter((organization) =>
    connectionsInUse(organization).some((row) => row.assign_membership_on_login && row.connection_id === used?.id),
  );
  if (only === undefined || other !== undefined || isMember(state, only.id, userId)) return;
  state.members.push({ org_id: only.id, user_id: userId });
}
