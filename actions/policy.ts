import { organizationAdmin } from './lib/organization-admin.ts';
import { ENTERPRISE_STRATEGIES, type Policy, role, unverifiedEmail } from './lib/rules.ts';

/**
 * Who may express-configure. Any match under `forbid` denies; without a match under `permit` nobody may.
 * Also at hand in `lib/rules.ts`: `all`, `any`, `not`, `verifiedEmail(event)`, and every predicate `(event) => …`.
 */
export const policy: Policy = {
  forbid: [unverifiedEmail({ exceptStrategies: ENTERPRISE_STRATEGIES, exceptConnections: [] })],

  permit: [
    organizationAdmin(),
    role(['EXPRESS_CONFIGURE_ADMIN_ROLE'], ['sso', 'scim']),

    // WARNING: app_metadata.is_admin does not say of which organization. With this line, an admin of one customer
    // may configure every other customer of which they are a plain member.
    // adminFlag(),
  ],
};
