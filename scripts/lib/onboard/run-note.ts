import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { isoSeconds } from '../domains/claims.ts';
import type { Metadata } from '../domains/metadata-lists.ts';
import { type ProcessIdentity, stateOf, thisProcess } from '../runs/process-identity.ts';

/** Is in an organization's metadata while a run acts on it: `RUN TIME MACHINE/PROCESS/START`. */
export const RUN_KEY = 'onboarding_run';

/** A note this old is of a run that ended without taking it back; one of the future is of none. */
const STALE_MS = 15 * 60_000;

/** One run of the command. */
export interface RunIdentity {
  id: string;
  /** A hash: whose machine it is concerns nobody who reads the metadata. */
  machine: string;
  process: ProcessIdentity;
}

/** Names this process as a run that claims organizations. */
export const newRun = (): RunIdentity => ({
  id: randomUUID().slice(0, 8),
  machine: machineHash(),
  process: thisProcess(),
});

/**
 * Hashes what tells machines apart whose names are alike, such as runners and containers of one image: where a process
 * with an id is dead says nothing about the process with that id elsewhere.
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

/** What a run writes, at the tenant's time. */
export const noteOf = ({ id, machine, process }: RunIdentity, nowMs: number): string =>
  `${id} ${isoSeconds(nowMs)} ${machine}/${process.pid}${process.start === '' ? '' : `/${process.start}`}`;

const NOTE = /^(\S+) (\S+) ([^\s/]+)\/(\d+)(?:\/(\S+))?$/;

/** Since when another run acts on the organization; `undefined` where none does, or none any longer. */
export function claimedSince(metadata: Metadata, me: RunIdentity, nowMs: number): string | undefined {
  const [, id, since = '', machine, pid, start = ''] = NOTE.exec(metadata[RUN_KEY] ?? '') ?? [];
  if (id === undefined || id === me.id) return undefined;
  const isStale = !(Math.abs(nowMs - Date.parse(since)) < STALE_MS);
  const isOver = machine === me.machine && stateOf({ ...me.process, pid: Number(pid), start }) === 'dead';
  return isStale || isOver ? undefined : since;
}

/** Whether the note is this run's. */
export const isMine = (metadata: Metadata, { id }: RunIdentity): boolean => metadata[RUN_KEY]?.split(' ')[0] === id;
