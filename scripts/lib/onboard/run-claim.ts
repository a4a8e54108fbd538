import type { ManagementClient } from 'auth0';
import type { Metadata } from '../domains/metadata-lists.ts';
import { readOrganization } from '../domains/organization.ts';
import { ok, type Result } from '../failures.ts';
import { isNotSent, pause } from '../tenant/retrying-fetch.ts';
import { claimedSince, isMine, noteOf, RUN_KEY, type RunIdentity } from './run-note.ts';

/** Says that another run acts on the organization, so this one leaves it. */
export interface ClaimedByOtherRun {
  ok: false;
  /** ISO 8601, in seconds; empty where the other run took it over from this one. */
  since: string;
}

/** Represents the result of work that may write to an organization under a claim of it. */
export type ClaimResult<T> = Result<T> | ClaimedByOtherRun;

/** Returns whether work ended because another run acts on the organization. */
export const isClaimedByOtherRun = (result: ClaimResult<unknown>): result is ClaimedByOtherRun => 'since' in result;

const claimedByOtherRun = (since: string): ClaimedByOtherRun => ({ ok: false, since });

/** Holds what a claim needs of a run. */
export interface ClaimingRun {
  api: ManagementClient;
  isDryRun: boolean;
  signal?: AbortSignal | undefined;
}

export interface ClaimOptions {
  me: RunIdentity;
  /** The longest time to write a claim, and the wait before it is read back, in milliseconds. */
  settleMs: number;
  /** The tenant's time: machines differ. */
  now: () => number;
}

/** More than a request takes. */
export const SETTLE_MS = 1500;
/**
 * The age at which a claim is read again before the next write: the machine may have slept, and another run may have
 * taken over.
 */
const READ_AGAIN_MS = 10_000;
/** The age at which a claim is written anew, so that it does not become stale. */
const RENEW_MS = 5 * 60_000;
/** The time for which requests that were not sent (rate limits) are retried. */
const LONGEST_WAIT_MS = 15 * 60_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Represents one run's claim of one organization. It is written before the first write; a run that writes nothing makes
 * no claim. Auth0 has no write that depends on what was read. So a claim counts only if it was written within
 * `settleMs` of reading that there is none, and is still there `settleMs` later: of two runs that read at the same
 * moment, the later write stays, and the other run sees it.
 */
export class Claim {
  readonly #run: ClaimingRun;
  readonly #options: ClaimOptions;
  #organizationId: string | undefined;
  #isHeld = false;
  #seen: Metadata = {};
  #seenAtMs = 0;
  #writtenAtMs = 0;

  constructor(run: ClaimingRun, options: ClaimOptions) {
    this.#run = run;
    this.#options = options;
  }

  /** Returns the note for metadata that is written: a run that makes an organization holds it. */
  note(): string {
    this.#writtenAtMs = performance.now();
    return noteOf(this.#options.me, this.#options.now());
  }

  /** Says whether another run acts on the organization. */
  begin(organization: { id: string; metadata: Metadata }): ClaimResult<void> {
    this.#organizationId = organization.id;
    if (this.#run.isDryRun) return ok(undefined);
    const { me, now } = this.#options;
    const since = claimedSince(organization.metadata, me, now());
    if (since !== undefined) return claimedByOtherRun(since);
    if (isMine(organization.metadata, me)) this.#hold();
    return ok(undefined);
  }

  /**
   * Claims the organization before a write.
   *
   * @returns whether it was claimed just now: what was read before may have changed since
   */
  async beforeWrite(): Promise<ClaimResult<boolean>> {
    const id = this.#organizationId;
    if (this.#run.isDryRun || id === undefined) return ok(false);
    if (this.#isHeld) {
      const kept = performance.now() - this.#seenAtMs > READ_AGAIN_MS ? await this.#keep(id) : ok(undefined);
      return kept.ok ? ok(false) : kept;
    }
    const written = await this.#write(id);
    if (!written.ok) return written;
    await pause(written.value, this.#run.signal);
    const seen = await this.#check(id);
    return seen.ok ? ok(true) : seen;
  }

  /** Reads the claim once more before something visible that cannot be undone, such as an email. */
  async beforeNotice(): Promise<ClaimResult<void>> {
    const acted = await this.beforeWrite();
    if (!acted.ok) return acted;
    if (acted.value || this.#organizationId === undefined || this.#run.isDryRun) return ok(undefined);
    const seen = await this.#check(this.#organizationId);
    return seen.ok ? ok(undefined) : seen;
  }

  /**
   * Returns whether the organization's metadata differs from `metadata`, apart from notes of runs, as far as this claim
   * has read it.
   */
  isOtherThan(metadata: Metadata): boolean {
    const without = ({ [RUN_KEY]: _note, ...rest }: Metadata) => JSON.stringify(Object.entries(rest).sort());
    return without(this.#seen) !== without(metadata);
  }

  /** Takes the claim back, where it is still this run's. */
  async release(): Promise<void> {
    const id = this.#organizationId;
    if (!this.#isHeld || id === undefined) return;
    this.#isHeld = false;
    const { metadata } = await readOrganization(this.#run.api, id);
    if (isMine(metadata, this.#options.me))
      await this.#run.api.organizations.update(id, { metadata: { ...metadata, [RUN_KEY]: null } });
  }

  /**
   * Writes the note soon after reading that there is none; if a rate limit delays that, it reads again first.
   *
   * @returns how long to wait before it is read back
   */
  async #write(id: string): Promise<ClaimResult<number>> {
    const { api, signal } = this.#run;
    let { settleMs } = this.#options;
    const beganMs = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const late = AbortSignal.timeout(settleMs);
      const { metadata } = await readOrganization(api, id);
      const begun = this.begin({ id, metadata });
      if (!begun.ok) return begun;
      // Reading alone took that long: a write would never be in time.
      if (late.aborted) settleMs *= 2;
      const change = { metadata: { ...metadata, [RUN_KEY]: this.note() } };
      try {
        await api.organizations.update(id, change, { abortSignal: late });
        if (!late.aborted) return ok(settleMs);
        settleMs *= 2;
      } catch (error) {
        if (!late.aborted || performance.now() - beganMs > LONGEST_WAIT_MS) throw error;
        // It is slow from here to the tenant, and so from where another run is.
        if (!isNotSent(error)) settleMs *= 2;
      }
      await pause(Math.min(attempt * settleMs, LONGEST_PAUSE_MS), signal);
    }
  }

  /** Reads the claim again, and renews it in time. */
  async #keep(id: string): Promise<ClaimResult<void>> {
    const seen = await this.#check(id);
    if (!seen.ok) return seen;
    if (performance.now() - this.#writtenAtMs >= RENEW_MS) {
      await this.#run.api.organizations.update(id, { metadata: { ...seen.value, [RUN_KEY]: this.note() } });
    }
    return ok(undefined);
  }

  async #check(id: string): Promise<ClaimResult<Metadata>> {
    const { me, now } = this.#options;
    const { metadata } = await readOrganization(this.#run.api, id);
    if (!isMine(metadata, me)) {
      this.#isHeld = false;
      return claimedByOtherRun(claimedSince(metadata, me, now()) ?? '');
    }
    this.#hold();
    this.#seen = metadata;
    return ok(metadata);
  }

  #hold(): void {
    this.#isHeld = true;
    this.#seenAtMs = performance.now();
  }
}

/**
 * Writes an organization's metadata and keeps this run's claim in it: Auth0 replaces all of it.
 *
 * @param base what the change was made from; another run's changes since are not written over
 */
export async function updateMetadata(
  { api, claim }: { api: ManagementClient; claim?: Claim | undefined },
  id: string,
  change: Record<string, string | null>,
  base: Metadata,
): Promise<ClaimResult<void>> {
  const acted = claim === undefined ? ok(false) : await claim.beforeWrite();
  if (!acted.ok) return acted;
  if (acted.value && claim?.isOtherThan(base)) return claimedByOtherRun('');
  await api.organizations.update(id, { metadata: { ...change, ...(claim && { [RUN_KEY]: claim.note() }) } });
  return ok(undefined);
}
