import type { Policy } from '../../../library/rules.ts';
import { SCOPES } from '../../../library/scopes.ts';
import { loadTeamSettings } from '../bundle/team-settings.ts';
import { accepted } from '../verify/roles.ts';

/** Whether a role gives the right in the organization that it is held in. */
export type RightOfRole = (role: { id?: string | undefined; name?: string | undefined }) => boolean;

/**
 * Judges roles as the Actions do, which see names alone: one that an organization owns counts as the tenant's of the same
 * name, and every role that the policy permits counts, whatever `tenant.yaml` calls it.
 *
 * @param granted the role that onboarding gives
 */
export async function rightOfRoles(
  rootDir: string,
  granted: { id: string; name: string } | undefined,
  nowMs: number,
): Promise<RightOfRole> {
  const policy = await policyOf(rootDir);
  const known = new Map<string, boolean>();
  const isAccepted = (name: string): boolean => {
    const found = known.get(name) ?? (policy !== undefined && accepted(policy, name, SCOPES, nowMs).length > 0);
    known.set(name, found);
    return found;
  };
  return ({ id, name = '' }) =>
    (granted !== undefined && (id === granted.id || name === granted.name)) || isAccepted(name);
}

/** A policy that does not load permits nobody: no Action is deployed from it. */
const policyOf = (rootDir: string): Promise<Policy | undefined> =>
  loadTeamSettings(rootDir).then(
    ({ policy }) => policy,
    () => undefined,
  );
