import { enrolled, justChallenged } from './cases.ts';
import type { CatalogueEvent } from './catalogue/catalogue-event.ts';
import { domainEvents } from './catalogue/domain-events.ts';
import { factorEvents } from './catalogue/factor-events.ts';
import { LOGIN_EVENTS } from './catalogue/login-events.ts';
import { POLICY_EVENTS } from './catalogue/policy-events.ts';
import type { CatalogueSettings } from './catalogue/settings.ts';
import type { EventChange } from './login-event.ts';

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
