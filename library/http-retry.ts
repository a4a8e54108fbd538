import type { AxiosResponse } from 'axios';
import { own } from './read.ts';

/** How one try of a GET ended: with an answer of any status, or with what axios threw. */
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
 * How long to wait before a second try, in milliseconds: some 100, or longer where the server says so. `undefined`
 * where the failure is no passing one, and where nothing failed.
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

/** Of a body that breaks off axios gives a response beside its `ERR_BAD_RESPONSE`, of one that is too large none. */
function isTransient(error: unknown): boolean {
  const code = own(error, 'code');
  const brokeOff = code === 'ERR_BAD_RESPONSE' && own(error, 'response') !== undefined;
  return brokeOff || TRANSIENT_ERRORS.some((transient) => transient === code);
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function retryAfterMs(header: unknown, nowMs: number): number {
  if (typeof header !== 'string') return 0;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? 0 : waitMs;
}
