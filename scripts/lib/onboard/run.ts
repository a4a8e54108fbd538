import { type ManagementClient, ManagementError } from 'auth0';
import type { Failure } from '../failures.ts';
import { pause } from '../tenant/patience.ts';
import type { Claim } from './run-claim.ts';

/** `would`: a dry run stops before it. `waiting`: someone else must act first. */
export type StepStatus = 'there' | 'done' | 'would' | 'waiting' | 'undone';

/** A step of one customer’s, in words for people. */
export interface StepOutcome {
  name: string;
  status: StepStatus;
  detail: string;
}

/** One customer's run: what it has come to. */
export interface Run {
  api: ManagementClient;
  isDryRun: boolean;
  steps: StepOutcome[];
  signal?: AbortSignal | undefined;
  /** Of the organization, before anything is written; absent where nothing that people see is made. */
  claim?: Claim | undefined;
}

export function note(run: Run, name: string, status: StepStatus, detail = ''): void {
  run.steps.push({ name, status, detail });
}

/** What stops an onboarding until someone changes something. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** What Auth0 shows a moment after it was written (some resources are eventually consistent). */
const READ_BACK_AFTER_MS = [0, 250, 1000, 3000, 6000];
const ATTEMPTS = 3;

/** Written, and not there when read back. */
export class NotReadBack extends Error {
  override readonly name = 'NotReadBack';
  readonly step: string;
  constructor(step: string) {
    super(`${step} was written and can't be read back`);
    this.step = step;
  }
}

/**
 * Looks something up, makes it where it is not there, and reads it back. Where making it fails it is looked for before it
 * is tried again: a request without an answer may have been carried out, and a conflict says that it is there.
 *
 * @returns `undefined` in a dry run that would make it
 */
export async function ensure<T>(
  run: Run,
  step: { name: string; detail?: string; find: () => Promise<T | undefined>; make: () => Promise<unknown> },
): Promise<T | undefined> {
  const { name, detail = '', find, make } = step;
  const there = await find();
  if (there !== undefined) {
    note(run, name, 'there', detail);
    return there;
  }
  if (run.isDryRun) {
    note(run, name, 'would', detail);
    return undefined;
  }
  if (await run.claim?.act()) {
    const since = await find();
    if (since !== undefined) {
      note(run, name, 'there', detail);
      return since;
    }
  }
  for (let attempt = 1; ; attempt += 1) {
    const error = await make().then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    );
    if (error?.reason instanceof Stopped) throw error.reason;
    const made = await readBack(find, error === undefined, run.signal);
    if (made !== undefined) {
      note(run, name, 'done', detail);
      return made;
    }
    if (error === undefined) throw new NotReadBack(name);
    if (attempt === ATTEMPTS || !isWorthRetrying(error.reason)) throw error.reason;
  }
}

async function readBack<T>(
  find: () => Promise<T | undefined>,
  isExpected: boolean,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  for (const afterMs of isExpected ? READ_BACK_AFTER_MS : READ_BACK_AFTER_MS.slice(0, 1)) {
    if (afterMs > 0) await pause(afterMs, signal);
    const found = await find();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** No answer, or a server's error. What Auth0 refuses it refuses again. */
const isWorthRetrying = (error: unknown): boolean =>
  !(error instanceof ManagementError) || error.statusCode === undefined || error.statusCode >= 500;
