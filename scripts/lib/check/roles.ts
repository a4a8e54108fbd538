import type { BuiltTenant } from '../build/build-tenant.ts';
import type { Failure } from '../failures.ts';
import { SYSTEM_API } from '../manifest/auth0-names.ts';

/**
 * A role that carries the permissions and is not named in `policy.ts`: the Actions deny its holders. esbuild writes
 * every string of the sources in double quotes and leaves comments out.
 */
export function checkRoles({ manifest, bundles }: BuiltTenant): Failure[] {
  const { tenant, placeOf } = manifest;
  return (tenant.roles ?? []).flatMap(({ name, permissions = [] }, index): Failure[] => {
    const isOurs = permissions.some((permission) => permission.resource_server_identifier === SYSTEM_API);
    if (!isOurs || bundles.some(({ code }) => code.includes(JSON.stringify(name)))) return [];
    return [
      {
        code: 'ROLE_NOT_IN_POLICY',
        expected: `role "${name}", which carries permissions of ${SYSTEM_API}, to be named in actions/policy.ts`,
        found: 'no Action that names it',
        where: placeOf(['roles', index, 'name']),
        fix: `Add role(['${name}'], …) to \`permit\` in actions/policy.ts, or take the permissions away.`,
      },
    ];
  });
}
