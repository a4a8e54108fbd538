import {
  ENTERPRISE_STRATEGIES,
  organizationAdmin,
  type Policy,
  role,
  unverifiedEmail,
} from 'express-configure/actions';
import { attribute } from './config.ts';

/**
 * Who may express-configure. Any match under `forbid` denies; without a match under `permit` nobody may.
 * Also in `express-configure/actions`: `all`, `any`, `not` and `verifiedEmail(event)`. Every predicate `(event) => …` is a rule.
 */
export const policy: Policy = {
  forbid: [unverifiedEmail({ exceptStrategies: ENTERPRISE_STRATEGIES, exceptConnections: [] })],

  permit: [
    organizationAdmin(attribute),
    role(['EXPRESS_CONFIGURE_ADMIN_ROLE'], ['sso', 'scim']),

    // WARNING: app_metadata.is_admin does not say of which organization. With this line, an admin of one customer
    // may configure every other customer of which they are a plain member.
    // adminFlag(),
  ],
};
