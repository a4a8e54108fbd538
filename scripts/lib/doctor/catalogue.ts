import { ACTIONS } from './areas/actions.ts';
import { ADMINISTRATORS } from './areas/administrators.ts';
import { APPLICATION } from './areas/application.ts';
import { AUTHORITY } from './areas/authority.ts';
import { BINDINGS } from './areas/bindings.ts';
import { BY_HAND } from './areas/by-hand.ts';
import { COMMANDS } from './areas/commands.ts';
import { CONNECTIONS } from './areas/connections.ts';
import { DOMAINS } from './areas/domains.ts';
import { EXPRESS_SETTINGS } from './areas/express-settings.ts';
import { FLAGGED } from './areas/flagged.ts';
import { KEYS } from './areas/keys.ts';
import { LOGIN } from './areas/login.ts';
import { NOT_LOOKED_AT } from './areas/not-looked-at.ts';
import { OIN_CLIENT } from './areas/oin-client.ts';
import { ORGANIZATION } from './areas/organization.ts';
import { SCIM_TOKENS } from './areas/scim-tokens.ts';
import { SHARED_CONNECTIONS } from './areas/shared-connections.ts';
import { SUBSCRIPTION } from './areas/subscription.ts';
import type { Description } from './description.ts';

/** Lists the descriptions of all findings by section, in the order of reports and of `docs/doctor.md`. */
export const SECTIONS = {
  'The subscription': [SUBSCRIPTION],
  'The application and what Express Configuration makes': [APPLICATION, OIN_CLIENT, EXPRESS_SETTINGS, CONNECTIONS],
  "Okta's key": [KEYS],
  'The login': [LOGIN],
  'The Actions': [ACTIONS, BINDINGS, COMMANDS],
  'Who may': [AUTHORITY],
  Administrators: [FLAGGED, ADMINISTRATORS],
  Organizations: [ORGANIZATION, SHARED_CONNECTIONS, DOMAINS, SCIM_TOKENS],
  'By hand, and not looked at': [BY_HAND, NOT_LOOKED_AT],
} as const;

type CodeOf<Area> = Area extends unknown ? keyof Area & string : never;

export type FindingCode = CodeOf<(typeof SECTIONS)[keyof typeof SECTIONS][number]>;

/** Maps the code of each finding to its description, in the order of reports. */
export const CATALOGUE: ReadonlyMap<string, Description> = new Map(
  Object.values(SECTIONS).flatMap((areas) => areas.flatMap((area) => Object.entries<Description>(area))),
);
