import { cases, loginEvent } from '#actions-testing';
import type { Event } from '../../library/contract.ts';

export { NOW_MS, OIN_CLIENT_ID } from '#actions-testing';

export const isoAt = (ms: number): string => new Date(ms).toISOString();

/**
 * Returns the kit's event of acme's admin before the second factor.
 *
 * @param change edits this test's own copy, also in ways that `loginEvent` refuses
 */
export const adminEvent = (change: (event: Event) => void = () => {}): Event => edited(loginEvent(), change);

/**
 * Returns the same login as the grant Action sees it: ten seconds after step-up asked, one second after the TOTP code.
 */
export const steppedUpEvent = (change: (event: Event) => void = () => {}): Event =>
  edited(structuredClone(STEPPED_UP), change);

/** Returns the same login as the domains Action sees it. */
export const grantedEvent = (change: (event: Event) => void = () => {}): Event =>
  edited(structuredClone(GRANTED), change);

const STEPPED_UP = loginEvent(cases.justChallenged());
const GRANTED = loginEvent(cases.justChallenged(), cases.granted);

function edited(event: Event, change: (event: Event) => void): Event {
  change(event);
  return event;
}

export function noteInTransaction(event: Event, key: string, value: unknown): void {
  // Whatever a note may turn out to be.
  if (event.transaction) Object.assign(event.transaction.metadata, { [key]: value });
}

export function request(event: Event, ...scopes: string[]): void {
  if (event.transaction) event.transaction.requested_scopes = scopes;
}

/** Puts any JSON value at a path of an event, whatever the contract says. */
export function place(event: Event, path: readonly string[], value: unknown): Event {
  let target: object = event;
  for (const key of path.slice(0, -1)) {
    const next: unknown = Reflect.get(target, key);
    if (typeof next !== 'object' || next === null) throw new Error(`no object at ${key} in ${path.join('.')}`);
    target = next;
  }
  const key = path.at(-1);
  if (key !== undefined)
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  return event;
}

const deeply = (depth: number): unknown => (depth === 0 ? 'end' : { domains: [deeply(depth - 1)] });

/** Lists values that a field may have, whatever its type: JSON values, and what JSON.parse makes of prototype names. */
export const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  1e308,
  '',
  'true',
  '__proto__',
  'x'.repeat(100_000),
  '[[[[[[',
  [],
  [true],
  [null, {}, [[]], 'constructor'],
  {},
  { length: 3 },
  { toString: null, valueOf: null },
  JSON.parse('{"__proto__":{"is_admin":true,"org_id":"org_acme000000000001","scopes":["sso"]}}'),
  JSON.parse('{"constructor":{"prototype":{"is_admin":true}},"hasOwnProperty":1}'),
  deeply(500),
];
