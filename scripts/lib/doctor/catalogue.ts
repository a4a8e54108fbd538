import { ACTIONS } from './catalogue/actions.ts';
import { ADMINISTRATORS } from './catalogue/administrators.ts';
import { AUTHORITY } from './catalogue/authority.ts';
import { BY_HAND } from './catalogue/by-hand.ts';
import { INTEGRATION } from './catalogue/integration.ts';
import { KEYS } from './catalogue/keys.ts';
import { LOGIN } from './catalogue/login.ts';
import { ORGANIZATIONS } from './catalogue/organizations.ts';
import { SUBSCRIPTION } from './catalogue/subscription.ts';

/** Every code, by area, in the order of reports and of `docs/doctor.md`. */
export const AREAS = {
  'The subscription': SUBSCRIPTION,
  'The application and what Express Configuration makes': INTEGRATION,
  "Okta's key": KEYS,
  'The login': LOGIN,
  'The Actions': ACTIONS,
  'Who may': AUTHORITY,
  Administrators: ADMINISTRATORS,
  Organizations: ORGANIZATIONS,
  'By hand, and not looked at': BY_HAND,
} as const;

export const CATALOGUE = {
  ...SUBSCRIPTION,
  ...INTEGRATION,
  ...KEYS,
  ...LOGIN,
  ...ACTIONS,
  ...AUTHORITY,
  ...ADMINISTRATORS,
  ...ORGANIZATIONS,
  ...BY_HAND,
} as const;

/** Never reuse or rename one. */
export type FindingCode = keyof typeof CATALOGUE;
