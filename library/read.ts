import type { Event } from './contract.ts';

/** Returns an object's own property; `undefined` for an inherited property or if the value is not an object. */
export function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

/**
 * Reads one field of the event by a path that exists in the contract. Unlike `event.user.email` it never throws. It
 * does not check the type: the content of an event is input.
 */
export function read<S extends keyof Event & string, F extends keyof NonNullable<Event[S]> & string>(
  event: Event,
  section: S,
  field: F,
): unknown {
  return own(own(event, section), field);
}

/** Returns the strings of an array; an empty list for any other value. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function nonBlank(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Returns the epoch milliseconds of an ISO 8601 date with time and zone, else `undefined`. */
export function instantMs(value: unknown): number | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined;
  const ms = Date.parse(value);
  // `Date.parse` takes 30 February for 2 March.
  const day = value.slice(0, 10);
  const isDay = !Number.isNaN(ms) && new Date(day).toISOString().startsWith(day);
  return isDay ? ms : undefined;
}
