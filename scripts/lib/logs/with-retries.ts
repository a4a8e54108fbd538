import { setTimeout as sleep } from 'node:timers/promises';
import { ManagementError } from 'auth0';
import { type Problem, RequestError } from '../tenant/failed-request.ts';
import { isBusy } from '../tenant/refusal.ts';
import { retryAfterMs } from '../tenant/retry-after.ts';

/** Says how long to retry while a tenant is busy or unreachable. */
export interface RetryLimits {
  signal: AbortSignal;
  /** Whether to retry without limit; otherwise {@link TRIES} times in a row. */
  isEndless: boolean;
  onWait: (text: string) => void;
}

const TRIES = 5;
const LONGEST_MS = 60_000;

/** A refusal with what it says about when to come back. */
export class BusyError extends RequestError {
  readonly waitMs: number | undefined;
  constructor(error: RequestError, headers: Pick<Headers, 'get'>, nowMs: number) {
    super(error.failed);
    this.waitMs = retryAfterMs(headers, nowMs);
  }
}

/**
 * Tries again what may succeed later: after a 429 when Auth0 says, after others a second, then two, then four. Rejects
 * with what can't, and with the signal's reason once it has aborted.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { signal, isEndless, onWait }: RetryLimits,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const why = passing(error);
      if (why === undefined || (!isEndless && tried >= TRIES)) throw error;
      const told = error instanceof BusyError ? error.waitMs : undefined;
      const waitMs = told ?? Math.min(LONGEST_MS, 1000 * 2 ** Math.min(tried - 1, 6));
      onWait(`waiting ${Math.ceil(waitMs / 1000)} s: ${why}`);
      await sleep(waitMs, undefined, { signal });
    }
  }
}

/** Returns why a retry may succeed; `undefined` if it cannot. */
function passing(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RequestError) return passingProblem(cause.failed.problem);
  }
  // The SDK does not keep the answer of a token request.
  if (error instanceof ManagementError && isBusy(error.statusCode ?? 0)) return `no token (${error.statusCode})`;
  return undefined;
}

function passingProblem(problem: Problem): string | undefined {
  if (problem.kind === 'network') return problem.code;
  if (problem.kind === 'timeout') return 'no answer';
  if (problem.kind === 'refused' && isBusy(problem.status)) return `${problem.status} ${problem.message}`.trim();
  return undefined;
}
