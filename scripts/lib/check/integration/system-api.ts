import type { BuiltTenant } from '../../build/build-tenant.ts';
import type { Failure } from '../../failures.ts';
import { SYSTEM_API } from '../../manifest/auth0-names.ts';
import { describeValue } from '../../manifest/describe-value.ts';
import type { Manifest } from '../../manifest/manifest.ts';

/** Checks what concerns the system API: its entry, grants of the OIN client, and roles that carry its permissions. */
export const checkSystemApiUse = (built: BuiltTenant): Failure[] => [
  ...checkSystemApi(built.manifest),
  ...checkClientGrants(built.manifest),
  ...checkRoles(built),
];

const OF_A_CREATE = ['name', 'identifier'];

/** Refuses changes to a system API: Auth0 refuses them, and the API has its scopes already. */
function checkSystemApi({ tenant, placeOfKey }: Manifest): Failure[] {
  const apis = tenant.resourceServers ?? [];
  const index = apis.findIndex((api) => api.identifier === SYSTEM_API);
  const others = Object.keys(apis[index] ?? {}).filter((key) => !OF_A_CREATE.includes(key));
  return others.map(
    (key): Failure => ({
      code: 'SYSTEM_API',
      expected: `only ${OF_A_CREATE.join(' and ')} for ${SYSTEM_API}, which a deploy creates and then leaves alone`,
      found: describeValue(key),
      where: placeOfKey(['resourceServers', index, key]),
      fix: `Remove "${key}".`,
    }),
  );
}

/**
 * Reports grants of the OIN client: Auth0 makes its system grant with it, and refuses any other with `Client of type
 * express_configuration cannot be used` (recorded 2025-11).
 */
function checkClientGrants({ tenant, integration, placeOfKey }: Manifest): Failure[] {
  const { clientGrants } = tenant;
  if (!Array.isArray(clientGrants)) return [];
  const { name } = integration.oin;
  return clientGrants.flatMap((grant: { client_id?: unknown; audience?: unknown }, index): Failure[] =>
    grant?.client_id !== name
      ? []
      : [
          {
            code: 'OIN_CLIENT_GRANT',
            expected: `no grant of "${name}": Auth0 made its system grant with it, which nobody changes or deletes`,
            found: `one for ${String(grant.audience)}`,
            where: placeOfKey(['clientGrants', index, 'client_id']),
            fix: 'Remove this entry.',
          },
        ],
  );
}

/**
 * Finds roles that carry the permissions and are not named in `policy.ts`: the Actions deny their holders. esbuild
 * writes every string of the sources in double quotes and leaves comments out.
 */
function checkRoles({ manifest, bundles }: BuiltTenant): Failure[] {
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
