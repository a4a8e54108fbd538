import type { FactorType } from '../../runtime/factor-prompt.ts';
import type { EventChange } from '../login-event.ts';

/** Describes the expected result with the policy as shipped: the scopes, or every reason code in order. */
export type Expected = { allowed: readonly ('sso' | 'scim')[] } | { denied: readonly string[] };

/** Describes a login with a name, for the command line and for tests. */
export interface NamedEvent {
  name: string;
  /** One line. */
  description: string;
  /** They turn `loginEvent`'s event into this one. */
  changes: readonly EventChange[];
  /** The first Action that is to run, by its deployed name: the event is what those before it left. */
  startsAt?: string;
  /** Factors the person answers with; whatever is asked first, unless told. */
  person?: readonly FactorType[];
  /** Absent where a team's own event does not say. */
  expected?: Expected;
}

/** Describes a login of the catalogue. */
export interface CatalogueEvent extends NamedEvent {
  expected: Expected;
}
