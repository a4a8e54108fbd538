import type { Organization } from '../domains/organization.ts';
import { readIfThere } from '../tenant/probe.ts';
import { ensure, type Run } from './run.ts';
import { closeSignUp } from './sign-up.ts';
import type { AccountConnection } from './world.ts';

/**
 * The connection that holds the administrator's account, enabled for the organization. Membership on authentication is
 * off: otherwise whoever has an account there would be a member of every customer
 * (docs/notes/express-configuration.md#membership-on-authentication-is-off). It is on together with sign-up while an
 * invitation needs that.
 *
 * @returns what someone has to look at
 */
export async function ensureConnection(
  run: Run,
  organization: Organization,
  connection: Pick<AccountConnection, 'id' | 'name'>,
): Promise<string[]> {
  const { enabledConnections } = run.api.organizations;
  const { id: connection_id, name } = connection;
  const enabled = await ensure(run, {
    name: 'connection enabled',
    detail: name,
    find: () => readIfThere(() => enabledConnections.get(organization.id, connection_id)),
    make: () => enabledConnections.add(organization.id, { connection_id, assign_membership_on_login: false }),
  });
  return enabled === undefined ? [] : closeSignUp(run, organization, connection, enabled);
}
