import type { FactorType } from '../runtime/factor-prompt.ts';
import { enrolled, justChallenged } from './cases.ts';
import { domainEvents } from './catalogue/domain-events.ts';
import { factorEvents } from './catalogue/factor-events.ts';
import { LOGIN_EVENTS } from './catalogue/login-events.ts';
import { POLICY_EVENTS } from './catalogue/policy-events.ts';
import type { CatalogueSettings } from './catalogue/settings.ts';
import type { EventChange } from './login-event.ts';

/** What comes of an event with the policy as shipped: the scopes, or every reason code in order. */
export type Expected = { allowed: readonly ('sso' | 'scim')[] } | { denied: readonly string[] };

/** A login with a name, for the command line and for tests. */
export interface CatalogueEvent {
  name: string;
  /** One line. */
  description: string;
  /** Of `loginEvent`'s event. */
  changes: readonly EventChange[];
  /** The first Action that is to run, by its deployed name: the event is what those before it left. */
  startsAt?: string;
  /** Factors the person answers with; whatever is asked first, unless told. */
  person?: readonly FactorType[];
  expected: Expected;
}

/**
 * Returns every login worth looking at when a policy or a setting changes, as it is and comes out where these settings of
 * the step-up hold (`config.stepUp` of `actions/config.ts`). Names are stable.
 */
export function catalogueOf(stepUp: CatalogueSettings): readonly CatalogueEvent[] {
  const [first] = stepUp.allowedFactors;
  const enrolledFirst = enrolled(...(stepUp.emailFirst === 'always' ? ['email'] : []), first);
  const events = [...POLICY_EVENTS, ...LOGIN_EVENTS, ...factorEvents(stepUp), ...domainEvents(proofOf(stepUp))];
  return events.map((event) => ({ ...event, changes: [enrolledFirst, ...event.changes] }));
}

/** What the grant Action demands, just done. */
function proofOf({ allowedFactors: [first], emailFirst }: CatalogueSettings): EventChange[] {
  return [...(emailFirst === 'always' ? [justChallenged('email')] : []), justChallenged(first)];
}
