import type { FactorType } from '../runtime/factor-prompt.ts';
import type { CatalogueEvent, Expected, NamedEvent } from './catalogue/catalogue-event.ts';
import type { EventChange } from './login-event.ts';

/** Describes an organization that `npm start` makes besides acme and globex. */
export interface OwnOrganization {
  /** As at Auth0: lower case letters, digits, `-` and `_`. */
  name: string;
  /** Default: the name. */
  displayName?: string;
  /** Email domains; they are kept under the project's metadata key. */
  domains?: readonly string[];
  /** Further metadata. */
  metadata?: Readonly<Record<string, string>>;
}

/** Describes a person that `npm start` makes besides its own, and logs in as. */
export interface OwnPerson {
  email: string;
  name: string;
  /** Names of organizations that they are members of: acme, globex, or one of `organizations`. They log in at the first. */
  organizations: readonly [string, ...string[]];
  /** What their login shows, for the list of people. */
  shows: string;
  /** Default: none. A function gets the ids of all organizations, by name. */
  appMetadata?:
    | Readonly<Record<string, unknown>>
    | ((organizationIds: Readonly<Record<string, string>>) => Readonly<Record<string, unknown>>);
  /** Names of roles of `tenant.yaml`, which they get in each of their organizations. */
  roles?: readonly string[];
  /** Default: true. */
  emailVerified?: boolean;
}

/** Describes an event of a team's own. It begins as the catalogue's `admin-by-attribute`. */
export interface OwnEvent {
  /** One line; default: `an event of actions/samples.ts`. */
  description?: string;
  changes: readonly EventChange[];
  /** The first Action that is to run, by its deployed name. */
  startsAt?: string;
  /** Factors the person answers with; whatever is asked first, unless told. */
  person?: readonly FactorType[];
  /** The expected result. */
  expected?: Expected;
}

/** Describes what a team's `actions/samples.ts` exports as `samples`. Commands and tests use it, and no Action has it. */
export interface Samples {
  organizations?: readonly OwnOrganization[];
  people?: readonly OwnPerson[];
  /** By name. */
  events?: Readonly<Record<string, EventChange | OwnEvent>>;
}

/** Returns a catalogue with a team's own events behind it. */
export function withOwnEvents(
  catalogue: readonly CatalogueEvent[],
  events: Samples['events'] = {},
): readonly NamedEvent[] {
  const base = catalogue.find(({ name }) => name === 'admin-by-attribute')?.changes ?? [];
  const own = Object.entries(events).map(([name, event]): NamedEvent => {
    const {
      changes,
      description = 'an event of actions/samples.ts',
      ...more
    } = isOwnEvent(event) ? event : { changes: [event] };
    return { name, description, changes: [...base, ...changes], ...more };
  });
  return [...catalogue, ...own];
}

/** No part of an event is called `changes`. */
const isOwnEvent = (event: EventChange | OwnEvent): event is OwnEvent =>
  typeof event === 'object' && 'changes' in event;
