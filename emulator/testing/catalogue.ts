import { enrolled, justChallenged } from './cases.ts';
import type { CatalogueEvent } from './catalogue/catalogue-event.ts';
import { domainEvents } from './catalogue/domain-events.ts';
import { factorEvents } from './catalogue/factor-events.ts';
import { LOGIN_EVENTS } from './catalogue/login-events.ts';
import { policyEvents } from './catalogue/policy-events.ts';
import type { CatalogueSettings } from './catalogue/settings.ts';
import { DEFAULT_NAMES, type EventNames } from './event-names.ts';
import type { EventChange } from './login-event.ts';
import { casesOf } from './named-cases.ts';

/**
 * Returns every login worth looking at when a policy or a setting changes, as it is and comes out where these settings of
 * the step-up hold (`config.stepUp` of `actions/config.ts`). Names of events are stable.
 *
 * @param names what the project calls its attribute, its role and its metadata key
 */
export function catalogueOf(stepUp: CatalogueSettings, names: EventNames = DEFAULT_NAMES): readonly CatalogueEvent[] {
  const { adminByAttribute } = casesOf(names);
  const [first] = stepUp.allowedFactors;
  const enrolledFirst = enrolled(...(stepUp.emailFirst === 'always' ? ['email'] : []), first);
  const events = [
    ...policyEvents(names),
    ...LOGIN_EVENTS,
    ...factorEvents(stepUp),
    ...domainEvents(proofOf(stepUp), names),
  ];
  return events.map((event) => ({ ...event, changes: [adminByAttribute, enrolledFirst, ...event.changes] }));
}

/** Returns changes that prove, a moment ago, what the grant Action requires. */
function proofOf({ allowedFactors: [first], emailFirst }: CatalogueSettings): EventChange[] {
  return [...(emailFirst === 'always' ? [justChallenged('email')] : []), justChallenged(first)];
}
