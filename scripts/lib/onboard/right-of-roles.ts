import type { Policy } from '../../../library/rules.ts';
import { SCOPES } from '../../../library/scopes.ts';
import type { SettingsOf } from '../bundle/environment-settings.ts';
import { loadTeamSettings } from '../bundle/team-settings.ts';
import { acceptedScopes } from '../verify/roles.ts';

/** Returns whether a role gives the right in the organization that it is held in. */
export type RightOfRole = (role: { id?: string | undefined; name?: string | undefined }) => boolean;

/**
 * Judges roles as the Actions do, which see names alone: one that an organization owns counts as the tenant's of the same
 * name, and every role that the policy permits counts, whatever `tenant.yaml` calls it.
 *
 * @param policy `undefined` where it does not load
 * @param granted the role that onboarding gives
 */
export function rightOfRoles(
  policy: Policy | undefined,
  granted: { id: string; name: string } | undefined,
  nowMs: number,
): RightOfRole {
  const known = new Map<string, boolean>();
  const isAccepted = (name: string): boolean => {
    const found = known.get(name) ?? (policy !== undefined && acceptedScopes(policy, name, SCOPES, nowMs).length > 0);
    known.set(name, found);
    return found;
  };
  return ({ id, name = '' }) =>
    (granted !== undefined && (id === granted.id || name === granted.name)) || isAccepted(name);
}

/** Returns the project's policy in an environment. One that does not load permits nobody: no Action is deployed from it. */
export const policyOf = (rootDir: string, environment: SettingsOf): Promise<Policy | undefined> =>
  loadTeamSettings(rootDir, environment).then(
    ({ policy }) => policy,
    () => undefined,
  );
