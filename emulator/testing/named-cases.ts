import { administratorMetadata, DEFAULT_NAMES, type EventNames } from './event-names.ts';
import type { EventChange } from './login-event.ts';

/** Id of the organization of `loginEvent`. */
export const ACME = 'org_acme000000000001';

/** Holds the changes of `cases` that contain names of a project. */
export interface NamedCases {
  /** Acme's administrator by attribute, which the default event is under the default names, with acme's domains. */
  adminByAttribute: EventChange;
  /** The same person by the role instead of the attribute. */
  adminByRole: EventChange;
  /** The same person logs in to globex, where no attribute and no role is theirs. */
  otherOrganization: EventChange;
}

/**
 * Returns changes for `loginEvent` with the names of a project: `casesOf({ attribute: { key: 'sso_admins' } })`. What is
 * not named has the name that it is shipped with.
 */
export function casesOf(names: Partial<EventNames> = {}): NamedCases {
  const { metadataKey, adminRole, attribute } = { ...DEFAULT_NAMES, ...names };
  return {
    adminByAttribute: {
      organization: { metadata: { [metadataKey]: 'acme.com, eu.acme.com' } },
      user: { app_metadata: administratorMetadata(attribute, ACME) },
    },
    adminByRole: {
      authorization: { roles: adminRole === undefined ? [] : [adminRole] },
      user: { app_metadata: {} },
    },
    otherOrganization: {
      authorization: { roles: [] },
      organization: {
        id: 'org_globex0000000002',
        name: 'globex',
        display_name: 'Globex',
        metadata: { [metadataKey]: 'globex.com' },
      },
    },
  };
}
