import type { AxiosResponse } from 'axios';
import { own } from './read.ts';

/** Describes how one try of a GET ended: with an answer of any status, or with the error that axios threw. */
export type Attempt = { response: Pick<AxiosResponse<string>, 'status' | 'headers' | 'data'> } | { error: unknown };

const TRANSIENT_STATUSES = [429, 502, 503, 504];
const TRANSIENT_ERRORS = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
];
const RETRY_PAUSE_MS = 100;

/**
 * Returns how long to wait before a second try, in milliseconds: about 100, or longer if the server says so. Returns
 * `undefined` if nothing failed or the failure is not temporary.
 *
 * @param random from 0 to 1
 */
export function retryPauseMs(attempt: Attempt, nowMs: number, random: number): number | undefined {
  const jitteredMs = RETRY_PAUSE_MS * (1 + random);
  if ('error' in attempt) return isTransient(attempt.error) ? jitteredMs : undefined;
  const { status, headers } = attempt.response;
  if (!TRANSIENT_STATUSES.includes(status)) return undefined;
  return Math.max(jitteredMs, retryAfterMs(headers['retry-after'], nowMs));
}

/**
 * Returns whether an error may be temporary. If a body breaks off, axios adds a response to its `ERR_BAD_RESPONSE`; if
 * a body is too large, it does not.
 */
function isTransient(error: unknown): boolean {
  const code = own(error, 'code');
  const brokeOff = code === 'ERR_BAD_RESPONSE' && own(error, 'response') !== undefined;
  return brokeOff || TRANSIENT_ERRORS.some((transient) => transient === code);
}

/** Reads `Retry-After` as RFC 9110, section 10.2.3 defines it: seconds, or a date. */
function retryAfterMs(header: unknown, nowMs: number): number {
  if (typeof header !== 'string') return 0;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? 0 : waitMs;
}
