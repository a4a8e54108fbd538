import type { Event } from './contract.ts';
import { instantMs, own, read } from './read.ts';

/**
 * Bounds the difference between the clock that writes timestamps and the clock that runs the Actions, in milliseconds.
 */
export const SKEW_MS = 30_000;

/** Returns the elements of `event.authentication.methods`, of any type. */
function authenticationMethods(event: Event): unknown[] {
  const methods = read(event, 'authentication', 'methods');
  return Array.isArray(methods) ? methods : [];
}

export const methodsNamed = (event: Event, name: string): unknown[] =>
  authenticationMethods(event).filter((method) => own(method, 'name') === name);

/**
 * Returns when the user last passed a first factor, in epoch milliseconds, or infinity if none is listed. A method that
 * an Action recorded after a redirect is named by a URL and does not count.
 */
export function loggedInAtMs(event: Event): number {
  const times = authenticationMethods(event).flatMap((method) => {
    const name = own(method, 'name');
    const isFirst = typeof name === 'string' && name !== 'mfa' && !name.includes(':');
    return isFirst ? (instantMs(own(method, 'timestamp')) ?? []) : [];
  });
  return times.length > 0 ? Math.max(...times) : Number.POSITIVE_INFINITY;
}

/** Returns whether a method is at most `maxAgeSeconds` old and not in the future, apart from clock skew. */
export function isFresh(method: unknown, maxAgeSeconds: number, nowMs: number): boolean {
  const atMs = instantMs(own(method, 'timestamp'));
  return atMs !== undefined && atMs <= nowMs + SKEW_MS && atMs >= nowMs - maxAgeSeconds * 1000;
}
