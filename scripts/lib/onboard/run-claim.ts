import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { isoSeconds } from '../domains/claims.ts';
import type { Metadata } from '../domains/metadata-lists.ts';
import { readOrganization } from '../domains/organization.ts';
import { pause } from '../tenant/patience.ts';
import type { Run } from './run.ts';

/** Of an organization's metadata while a run acts on it: `RUN TIME MACHINE/PROCESS`. */
export const RUN_KEY = 'onboarding_run';

/** A note this old is of a run that ended without taking it back. */
const STALE_MS = 15 * 60_000;

/** One run of the command. */
export interface RunIdentity {
  id: string;
  /** A hash: whose machine it is concerns nobody who reads the metadata. */
  machine: string;
  processId: number;
}

/** Names this process as a run that claims organizations. */
export const newRun = (): RunIdentity => ({
  id: randomUUID().slice(0, 8),
  machine: createHash('sha256').update(hostname()).digest('hex').slice(0, 8),
  processId: pid,
});

/** Another run has claimed the organization. */
export class Elsewhere extends Error {
  override readonly name = 'Elsewhere';
  /** ISO 8601, in seconds; empty where it took it over from this one. */
  readonly since: string;
  constructor(since: string) {
    super('another run acts on this organization');
    this.since = since;
  }
}

const noteOf = ({ id, machine, processId }: RunIdentity, nowMs: number): string =>
  `${id} ${isoSeconds(nowMs)} ${machine}/${processId}`;

/** Since when another run acts on the organization; `undefined` where none does, or none any longer. */
function claimedSince(metadata: Metadata, me: RunIdentity, nowMs: number): string | undefined {
  const [, id, since = '', machine, processId] = /^(\S+) (\S+) ([^\s/]+)\/(\d+)$/.exec(metadata[RUN_KEY] ?? '') ?? [];
  if (id === undefined || id === me.id) return undefined;
  const isStale = !(Date.parse(since) > nowMs - STALE_MS);
  const isOver = machine === me.machine && !isAlive(Number(processId));
  return isStale || isOver ? undefined : since;
}

function isAlive(processId: number): boolean {
  try {
    kill(processId, 0);
    return true;
  } catch (error) {
    // Another user's process is one as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export interface ClaimOptions {
  me: RunIdentity;
  /** How long after a claim it is read back; another run that read before needs less to write. */
  settleMs: number;
}

/** One run's claim of one organization. It is written before the first write, and not where there is none. */
export class Claim {
  readonly #run: Pick<Run, 'api' | 'isDryRun' | 'signal'>;
  readonly #options: ClaimOptions;
  #organizationId: string | undefined;
  #isHeld = false;

  constructor(run: Pick<Run, 'api' | 'isDryRun' | 'signal'>, options: ClaimOptions) {
    this.#run = run;
    this.#options = options;
  }

  /** For the metadata of an organization that is made: whoever makes it holds it. */
  get note(): string {
    return noteOf(this.#options.me, Date.now());
  }

  /** Throws {@link Elsewhere} where another run acts on the organization. */
  begin(organization: { id: string; metadata: Metadata }): void {
    this.#organizationId = organization.id;
    if (this.#run.isDryRun) return;
    const since = claimedSince(organization.metadata, this.#options.me, Date.now());
    if (since !== undefined) throw new Elsewhere(since);
    this.#isHeld = this.#isMine(organization.metadata);
  }

  /**
   * Before a write.
   *
   * @returns whether it was claimed just now: what was read before may have changed since
   */
  async act(): Promise<boolean> {
    const id = this.#organizationId;
    if (this.#isHeld || this.#run.isDryRun || id === undefined) return false;
    const { api, signal } = this.#run;
    const beganMs = performance.now();
    const { metadata } = await readOrganization(api, id);
    this.begin({ id, metadata });
    await api.organizations.update(id, { metadata: { ...metadata, [RUN_KEY]: this.note } });
    // Who read before this was written has written by then, or sees it; where requests take longer, the other's do too.
    await pause(Math.max(this.#options.settleMs, 2 * (performance.now() - beganMs)), signal);
    await this.#check(id);
    this.#isHeld = true;
    return true;
  }

  /** Before what somebody sees and nothing takes back, such as an email: the claim is read once more. */
  async actVisibly(): Promise<void> {
    if (await this.act()) return;
    if (this.#organizationId !== undefined && !this.#run.isDryRun) await this.#check(this.#organizationId);
  }

  /** Takes the claim back, where it is still this run's. */
  async release(): Promise<void> {
    const id = this.#organizationId;
    if (!this.#isHeld || id === undefined) return;
    this.#isHeld = false;
    const { metadata } = await readOrganization(this.#run.api, id);
    if (this.#isMine(metadata))
      await this.#run.api.organizations.update(id, { metadata: { ...metadata, [RUN_KEY]: null } });
  }

  async #check(id: string): Promise<void> {
    const { metadata } = await readOrganization(this.#run.api, id);
    if (!this.#isMine(metadata)) throw new Elsewhere(claimedSince(metadata, this.#options.me, Date.now()) ?? '');
  }

  #isMine = (metadata: Metadata): boolean => metadata[RUN_KEY]?.split(' ')[0] === this.#options.me.id;
}

/** Writes an organization's metadata and keeps this run's claim in it: Auth0 replaces all of it. */
export async function updateMetadata(
  { api, claim }: Pick<Run, 'api' | 'claim'>,
  id: string,
  change: Record<string, string | null>,
): Promise<void> {
  await claim?.act();
  await api.organizations.update(id, { metadata: { ...change, ...(claim && { [RUN_KEY]: claim.note }) } });
}
