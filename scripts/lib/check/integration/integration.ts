import type { BuiltTenant } from '../../build/build-tenant.ts';
import type { Failure } from '../../failures.ts';
import { describeIfKnown } from '../../manifest/describe-value.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { checkApplications } from './applications.ts';
import { checkOrganizationNames } from './organization-names.ts';
import { checkSystemApiUse } from './system-api.ts';

/** Checks what Express Configuration demands of applications, profiles, the system API and roles. */
export const checkIntegration = (built: BuiltTenant): Failure[] => [
  ...checkApplications(built.manifest),
  ...checkOrganizationNames(built.manifest),
  ...checkConnectionProfiles(built.manifest),
  ...checkSystemApiUse(built),
];

/** Express Configuration takes `optional` for `required` (Auth0 docs, "Connection profiles"): say which is meant. */
function checkConnectionProfiles({ tenant, placeOf }: Manifest): Failure[] {
  return (tenant.connectionProfiles ?? []).flatMap(({ organization }, index): Failure[] => {
    const membership = new Map(Object.entries(organization ?? {})).get('assign_membership_on_login');
    if (membership === 'none' || membership === 'required') return [];
    return [
      {
        code: 'MEMBERSHIP_UNCLEAR',
        expected: 'assign_membership_on_login: none or required',
        found: describeIfKnown(['optional'], membership),
        where: placeOf(['connectionProfiles', index, 'organization', 'assign_membership_on_login']),
        fix: "Write required where Okta's users become members of the organization, else none.",
      },
    ];
  });
}
