import type { ManagementClient } from 'auth0';
import type { Policy } from '../../../library/rules.ts';
import { AUDIENCE, SCOPES, type Scope, scopeName } from '../../../library/scopes.ts';
import { loadTeamSettings, POLICY_FILE } from '../bundle/team-settings.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { namesIn } from '../manifest/pinned-ids.ts';
import { byName } from '../tenant/by-name.ts';
import { collect, readTenantRoles } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { Check } from './check.ts';
import { decideAsAction } from './decide-as-action.ts';
import { syntheticMember } from './synthetic-member.ts';

/** Describes a role of the tenant with permissions to express-configure. */
export interface PermissionRole {
  id: string;
  name: string;
  carried: Scope[];
}

/**
 * Reads the roles one after the other: a tenant may have hundreds, and a rate limit of two a second.
 *
 * @throws NameResolutionError where a name of `tenant.yaml` leads to two roles
 */
export async function readPermissionRoles(api: ManagementClient, manifest: Manifest): Promise<PermissionRole[]> {
  const roles: PermissionRole[] = [];
  const all = await readTenantRoles(api);
  const unpinned = namesIn(manifest.tenant, 'roles').filter((name) => !manifest.environment.ids.roles?.[name]);
  for (const name of unpinned) byName(manifest, 'roles', all, name);
  for (const { id = '', name = '' } of all) {
    const permissions = await collect(api.roles.permissions.list(id, { per_page: 100 }));
    const own = permissions
      .filter((permission) => permission.resource_server_identifier === AUDIENCE)
      .map((permission) => permission.permission_name);
    const carried = SCOPES.filter((scope) => own.includes(scopeName(scope)));
    if (carried.length > 0) roles.push({ id, name, carried });
  }
  return roles;
}

/**
 * Checks that the policy accepts every role that carries an express-configure permission: otherwise Auth0 shows a
 * permission that the Actions then deny.
 */
export async function checkRoles({ api, rootDir, built }: TenantSession, nowMs: number): Promise<Check[]> {
  // The subscription has none to list.
  if (built.manifest.environment.without.includes('roles')) return [];
  const { policy } = await loadTeamSettings(rootDir, built.manifest.environment);
  return (await readPermissionRoles(api, built.manifest)).map((role) => judgeRole(role, policy, built.bundles, nowMs));
}

/** @param bundles in whose code the policy is */
export function judgeRole(
  { name, carried }: PermissionRole,
  policy: Policy,
  bundles: readonly { code: string }[],
  nowMs: number,
): Check {
  const isNamed = bundles.some(({ code }) => code.includes(JSON.stringify(name)));
  return roleCheck(name, isNamed, carried, acceptedScopes(policy, name, carried, nowMs));
}

/** Returns what the policy grants a member who has only this role. */
export const acceptedScopes = (policy: Policy, role: string, requested: readonly Scope[], nowMs: number): Scope[] =>
  decideAsAction(syntheticMember(role, requested, nowMs), policy, { whenNoScopeRequested: 'deny' }, nowMs).granted;

function roleCheck(role: string, isNamed: boolean, carried: readonly Scope[], granted: readonly Scope[]): Check {
  const name = `policy for role "${role}"`;
  const isAdvice = true;
  const names = (scopes: readonly Scope[]): string => scopes.map(scopeName).join(', ') || 'nothing';
  if (carried.every((scope) => granted.includes(scope)))
    return { name, status: 'ok', detail: names(granted), isAdvice };
  // A rule such as all(role([...]), other) can't be judged without a person.
  if (isNamed) return { name, status: 'note', detail: `alone it is granted ${names(granted)}`, isAdvice };
  return {
    name,
    status: 'failed',
    detail: `carries ${names(carried)}, is granted ${names(granted)}`,
    fix: `Name it in role([...]) of ${POLICY_FILE}, or take the permissions from the role.`,
    where: { file: POLICY_FILE },
    isAdvice,
  };
}
