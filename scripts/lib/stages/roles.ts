import type { ManagementClient } from 'auth0';
import type { RoleYaml } from '../manifest/tenant-file.ts';
import { type Difference, differing, type FieldChange, mismatches, missing } from '../tenant/difference.ts';
import type { readRoles } from '../tenant/read.ts';

type ExistingRole = Awaited<ReturnType<typeof readRoles>>[number];
type Permission = NonNullable<RoleYaml['permissions']>[number];

/** Compares roles. Other permissions that a role has on the tenant are kept, and so are not a difference. */
export function compareRoles(roles: readonly RoleYaml[], existing: readonly ExistingRole[]): Difference[] {
  return roles.flatMap((role, index) => {
    const actual = named(existing, role.name);
    if (actual === undefined) return [missing(['roles', index], role.name)];
    const { permissions: _permissions, ...settings } = role;
    const fields = [...mismatches(actual, settings), ...permissionChange(role, actual)];
    return differing(['roles', index], `"${role.name}"`, fields);
  });
}

export const missingRoles = (roles: readonly RoleYaml[], existing: readonly ExistingRole[]): RoleYaml[] =>
  roles.filter((role) => named(existing, role.name) === undefined);

/**
 * Gives roles that exist what they lack. Not through auth0-deploy-cli, which takes all their permissions away, also
 * those of others, before it gives them back (docs/notes/deploy-cli.md#role-permissions).
 */
export async function mergeRoles(
  api: ManagementClient,
  roles: readonly RoleYaml[],
  existing: readonly ExistingRole[],
): Promise<void> {
  for (const role of roles) {
    const actual = named(existing, role.name);
    if (actual?.id === undefined) continue;
    const { name, description } = role;
    const isDescribed = typeof description === 'string' && description !== actual.description;
    if (isDescribed || name !== actual.name) {
      await api.roles.update(actual.id, { name, ...(isDescribed && { description }) });
    }
    const lacking = lackingPermissions(role, actual);
    if (lacking.length > 0) await api.roles.permissions.add(actual.id, { permissions: lacking });
  }
}

const named = (existing: readonly ExistingRole[], name: string): ExistingRole | undefined =>
  existing.find((candidate) => candidate.nameInFile === name);

const lackingPermissions = ({ permissions = [] }: RoleYaml, actual: ExistingRole): Permission[] =>
  permissions.filter(
    (own) =>
      !actual.permissions.some(
        (other) =>
          other.permission_name === own.permission_name &&
          other.resource_server_identifier === own.resource_server_identifier,
      ),
  );

function permissionChange(role: RoleYaml, actual: ExistingRole): FieldChange[] {
  const lacking = lackingPermissions(role, actual);
  if (lacking.length === 0) return [];
  return [{ field: 'permissions', old: actual.permissions, new: [...actual.permissions, ...lacking] }];
}
