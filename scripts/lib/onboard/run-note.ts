import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { isoSeconds } from '../domains/claims.ts';
import type { Metadata } from '../domains/metadata-lists.ts';
import { type ProcessIdentity, stateOf, thisProcess } from '../runs/process-identity.ts';

/**
 * Names the key of an organization's metadata that a run sets while it acts on the organization: `RUN TIME
 * MACHINE/PROCESS/START`.
 */
export const RUN_KEY = 'onboarding_run';

/** The age at which a note is stale: its run ended without removing it. A note of the future is ignored. */
const STALE_MS = 15 * 60_000;

/** Identifies one run of the command. */
export interface RunIdentity {
  id: string;
  /** A hash, so that readers of the metadata do not learn the machine's name. */
  machine: string;
  process: ProcessIdentity;
}

/** Identifies this process as a run that claims organizations. */
export const newRun = (): RunIdentity => ({
  id: randomUUID().slice(0, 8),
  machine: machineHash(),
  process: thisProcess(),
});

/**
 * Hashes what distinguishes machines with the same name, such as runners and containers of one image: that a process id
 * is dead on one machine says nothing about another.
 */
function machineHash(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ mac }) => mac));
  const traits = [
    hostname(),
    read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    read(() => readlinkSync('/proc/self/ns/pid')),
    ...[...new Set(addresses)].sort(),
  ];
  return createHash('sha256').update(traits.join('\n')).digest('hex').slice(0, 8);
}

/** Only Linux has these files. */
function read(file: () => string): string {
  try {
    return file();
  } catch {
    return '';
  }
}

/** Returns the note that a run writes, at the tenant's time. */
export const noteOf = ({ id, machine, process }: RunIdentity, nowMs: number): string =>
  `${id} ${isoSeconds(nowMs)} ${machine}/${process.pid}${process.start === '' ? '' : `/${process.start}`}`;

const NOTE = /^(\S+) (\S+) ([^\s/]+)\/(\d+)(?:\/(\S+))?$/;

/** Returns since when another run acts on the organization; `undefined` if none does, or its note is stale. */
export function claimedSince(metadata: Metadata, me: RunIdentity, nowMs: number): string | undefined {
  const [, id, since = '', machine, pid, start = ''] = NOTE.exec(metadata[RUN_KEY] ?? '') ?? [];
  if (id === undefined || id === me.id) return undefined;
  const isStale = !(Math.abs(nowMs - Date.parse(since)) < STALE_MS);
  const isOver = machine === me.machine && stateOf({ ...me.process, pid: Number(pid), start }) === 'dead';
  return isStale || isOver ? undefined : since;
}

/** Returns whether the note is this run's. */
export const isMine = (metadata: Metadata, { id }: RunIdentity): boolean => metadata[RUN_KEY]?.split(' ')[0] === id;
