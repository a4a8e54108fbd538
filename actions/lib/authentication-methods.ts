import type { Event } from '../contract.ts';
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

/** Done at most so long ago, and not in the future beyond the skew. */
export function isFresh(method: unknown, maxAgeSeconds: number, nowMs: number): boolean {
  const atMs = instantMs(own(method, 'timestamp'));
  return atMs !== undefined && atMs <= nowMs + SKEW_MS && atMs >= nowMs - maxAgeSeconds * 1000;
}
