import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive, parseStat } from '../process-stat.ts';

/** Identifies a process, so that another one that gets its id later is not mistaken for it. */
export interface ProcessIdentity {
  pid: number;
  /** When it was started, in the system's own unit; empty if the system does not say. */
  start: string;
  /** Names the machine, 8 hex digits: the ids of another machine's processes cannot be looked up here. */
  machine: string;
}

/** Identifies this process. */
export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  start: lookUp(process.pid)?.start ?? '',
  machine: machineId(),
});

/** Says whether a process still runs; `unknown` for one of another machine. */
export function stateOf({ pid, start, machine }: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (machine !== machineId()) return 'unknown';
  if (pid === process.pid) return start === thisProcess().start ? 'alive' : 'dead';
  const found = lookUp(pid);
  if (found === undefined) return 'dead';
  return start === '' || found.start === '' || start === found.start ? 'alive' : 'dead';
}

const machineId = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Finds a running process; an ended one that nobody has waited for (a zombie) does not count. */
function lookUp(pid: number): { start: string } | undefined {
  if (!isAlive(pid)) return undefined;
  if (process.platform === 'linux') return fromProc(pid);
  if (process.platform === 'win32') return { start: '' };
  return fromPs(pid);
}

function fromProc(pid: number): { start: string } | undefined {
  try {
    const { state = '', start = '' } = parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? {};
    return state === 'Z' || state === 'X' ? undefined : { start };
  } catch {
    return { start: '' };
  }
}

function fromPs(pid: number): { start: string } | undefined {
  try {
    const [state = '', ...start] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return state.startsWith('Z') ? undefined : { start: start.join('-').replaceAll(':', '.') };
  } catch {
    return { start: '' };
  }
}
