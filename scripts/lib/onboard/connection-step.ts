import type { Organization } from '../domains/organization.ts';
import { ok } from '../failures.ts';
import { readIfThere } from '../tenant/probe.ts';
import { type CustomerRun, ensure } from './customer-run.ts';
import type { AccountConnection } from './onboarding-tenant.ts';
import type { ClaimResult } from './run-claim.ts';
import { closeSignUp } from './sign-up.ts';

/**
 * Enables the connection with the administrator's account for the organization. Membership on authentication is off:
 * otherwise everyone with an account there would be a member of every customer
 * (docs/notes/express-configuration.md#membership-on-authentication-is-off). It is on together with sign-up while an
 * invitation needs that.
 *
 * @returns what a person has to check
 */
export async function ensureConnection(
  run: CustomerRun,
  organization: Organization,
  connection: Pick<AccountConnection, 'id' | 'name'>,
): Promise<ClaimResult<string[]>> {
  const { enabledConnections } = run.api.organizations;
  const { id: connection_id, name } = connection;
  const enabled = await ensure(run, {
    name: 'connection enabled',
    detail: name,
    find: async () => ok(await readIfThere(() => enabledConnections.get(organization.id, connection_id))),
    make: async () =>
      ok(await enabledConnections.add(organization.id, { connection_id, assign_membership_on_login: false })),
  });
  if (!enabled.ok) return enabled;
  return enabled.value === undefined ? ok([]) : closeSignUp(run, organization, connection, enabled.value);
}
