import type { Event } from './contract.ts';
import { instantMs, own, read } from './read.ts';

/** Between the clocks of whatever writes the timestamps and of whatever runs the Actions. */
export const SKEW_MS = 30_000;

/** Elements of `event.authentication.methods`, whatever they are. */
function authenticationMethods(event: Event): unknown[] {
  const methods = read(event, 'authentication', 'methods');
  return Array.isArray(methods) ? methods : [];
}

export const methodsNamed = (event: Event, name: string): unknown[] =>
  authenticationMethods(event).filter((method) => own(method, 'name') === name);

/**
 * Epoch milliseconds of the last first factor, or infinity where none is listed. What an Action recorded after a redirect
 * is named by a URL and is none.
 */
export function loggedInAtMs(event: Event): number {
  const times = authenticationMethods(event).flatMap((method) => {
    const name = own(method, 'name');
    const isFirst = typeof name === 'string' && name !== 'mfa' && !name.includes(':');
    return isFirst ? (instantMs(own(method, 'timestamp')) ?? []) : [];
  });
  return times.length > 0 ? Math.max(...times) : Number.POSITIVE_INFINITY;
}

/** Done at most so long ago, and not in the future beyond the skew. */
export function isFresh(method: unknown, maxAgeSeconds: number, nowMs: number): boolean {
  const atMs = instantMs(own(method, 'timestamp'));
  return atMs !== undefined && atMs <= nowMs + SKEW_MS && atMs >= nowMs - maxAgeSeconds * 1000;
}
