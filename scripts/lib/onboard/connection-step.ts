import type { Organization } from '../domains/organization.ts';
import { readIfThere } from '../setup/probe.ts';
import { ensure, note, type Run } from './run.ts';
import type { AccountConnection } from './world.ts';

/**
 * The connection that holds the administrator's account, enabled for the organization. Membership on authentication is
 * off: otherwise whoever has an account there would be a member of every customer (requirements R42, T6).
 */
export async function ensureConnection(
  run: Run,
  { id: organizationId }: Organization,
  { id: connection_id, name }: Pick<AccountConnection, 'id' | 'name'>,
): Promise<void> {
  const { enabledConnections } = run.api.organizations;
  const enabled = await ensure(run, {
    name: 'connection enabled',
    detail: name,
    find: () => readIfThere(() => enabledConnections.get(organizationId, connection_id)),
    make: () => enabledConnections.add(organizationId, { connection_id, assign_membership_on_login: false }),
  });
  if (enabled?.assign_membership_on_login !== true) return;
  note(run, 'membership on login off', run.isDryRun ? 'would' : 'done', name);
  if (!run.isDryRun) {
    await enabledConnections.update(organizationId, connection_id, { assign_membership_on_login: false });
  }
}
