import { type ManagementClient, ManagementError } from 'auth0';
import { type Failure, failed, ok } from '../failures.ts';
import { pause } from '../tenant/retrying-fetch.ts';
import type { Claim, ClaimResult } from './run-claim.ts';

/** Says how a step ended. `would`: a dry run stops before it. `waiting`: somebody else must act first. */
export type StepStatus = 'there' | 'done' | 'would' | 'waiting' | 'undone';

/** Describes a step of one customer’s onboarding, for people. */
export interface StepOutcome {
  name: string;
  status: StepStatus;
  detail: string;
}

/** One customer's run: what it has come to. */
export interface CustomerRun {
  api: ManagementClient;
  isDryRun: boolean;
  steps: StepOutcome[];
  signal?: AbortSignal | undefined;
  /** The claim of the organization, made before anything is written; absent if nothing visible is made. */
  claim?: Claim | undefined;
}

export function recordStep(run: CustomerRun, name: string, status: StepStatus, detail = ''): void {
  run.steps.push({ name, status, detail });
}

/** Claims the organization before a write; says whether that was just now, so that what was read before may have changed. */
export const claimBeforeWrite = async ({ claim }: Pick<CustomerRun, 'claim'>): Promise<ClaimResult<boolean>> =>
  claim === undefined ? ok(false) : claim.beforeWrite();

/** Claims it before what somebody sees and nothing takes back. */
export const claimBeforeNotice = async ({ claim }: Pick<CustomerRun, 'claim'>): Promise<ClaimResult<void>> =>
  claim === undefined ? ok(undefined) : claim.beforeNotice();

/**
 * The waits before reading back, in milliseconds: Auth0 shows some resources a moment after they were written (eventual
 * consistency).
 */
const READ_BACK_AFTER_MS = [0, 250, 1000, 3000, 6000];
const ATTEMPTS = 3;

/** Says how to look up and make something that a customer needs. */
export interface EnsureOptions<T> {
  name: string;
  detail?: string;
  find: () => Promise<ClaimResult<T | undefined>>;
  make: () => Promise<ClaimResult<unknown>>;
}

/**
 * Looks something up, makes it if it is missing, and reads it back. If making it fails, it is looked up before another
 * try: a request without an answer may have been carried out, and a conflict says that it exists.
 *
 * @returns `undefined` in a dry run that would make it
 */
export async function ensure<T>(
  run: CustomerRun,
  { name, detail = '', find, make }: EnsureOptions<T>,
): Promise<ClaimResult<T | undefined>> {
  const there = await find();
  if (!there.ok) return there;
  if (there.value !== undefined) {
    recordStep(run, name, 'there', detail);
    return there;
  }
  if (run.isDryRun) {
    recordStep(run, name, 'would', detail);
    return there;
  }
  const acted = await claimBeforeWrite(run);
  if (!acted.ok) return acted;
  const since = acted.value ? await find() : there;
  if (!since.ok) return since;
  if (since.value !== undefined) {
    recordStep(run, name, 'there', detail);
    return since;
  }
  for (let attempt = 1; ; attempt += 1) {
    const made = await make().catch((reason: unknown) => ({ ok: false as const, reason }));
    if (!made.ok && 'failures' in made) return made;
    const found = await readBack(find, made.ok, run.signal);
    if (!found.ok) return found;
    if (found.value !== undefined) {
      recordStep(run, name, 'done', detail);
      return found;
    }
    if (made.ok) return failed(notReadBack(name));
    const isLast = attempt === ATTEMPTS;
    if (!('reason' in made)) {
      if (isLast) return made;
    } else if (isLast || !isWorthRetrying(made.reason)) throw made.reason;
  }
}

const notReadBack = (name: string): Failure => ({
  code: 'NOT_AS_DEPLOYED',
  expected: `what was written to be there when it is read (${name})`,
  found: 'that it is not',
  fix: 'Run it again: Auth0 may take a while to show it. If it stays so, something else changes this organization.',
});

async function readBack<T>(
  find: () => Promise<ClaimResult<T | undefined>>,
  isExpected: boolean,
  signal: AbortSignal | undefined,
): Promise<ClaimResult<T | undefined>> {
  for (const afterMs of isExpected ? READ_BACK_AFTER_MS : READ_BACK_AFTER_MS.slice(0, 1)) {
    if (afterMs > 0) await pause(afterMs, signal);
    const found = await find();
    if (!found.ok || found.value !== undefined) return found;
  }
  return ok(undefined);
}

/** Returns whether a retry can help: there was no answer, or a server's error. What Auth0 refuses it refuses again. */
const isWorthRetrying = (error: unknown): boolean =>
  !(error instanceof ManagementError) || error.statusCode === undefined || error.statusCode >= 500;
