import type { FactorType } from '../runtime/factor-prompt.ts';
import { DOMAIN_EVENTS } from './catalogue/domain-events.ts';
import { FACTOR_EVENTS } from './catalogue/factor-events.ts';
import { LOGIN_EVENTS } from './catalogue/login-events.ts';
import { POLICY_EVENTS } from './catalogue/policy-events.ts';
import type { EventChange } from './login-event.ts';

/** What comes of an event with policy and settings as shipped: the scopes, or every reason code in order. */
export type Expected = { allowed: readonly ('sso' | 'scim')[] } | { denied: readonly string[] };

/** A login with a name, for the command line and for tests: `loginEvent(...catalogueEvent('no-organization').changes)`. */
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

/** Every login worth looking at when a policy or a setting changes. Names are stable. */
export const CATALOGUE: readonly CatalogueEvent[] = [
  ...POLICY_EVENTS,
  ...LOGIN_EVENTS,
  ...FACTOR_EVENTS,
  ...DOMAIN_EVENTS,
];

/** The event of this name, where there is one. */
export const catalogueEvent = (name: string): CatalogueEvent | undefined =>
  CATALOGUE.find((event) => event.name === name);
