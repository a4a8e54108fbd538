import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { rootDir } from '../../test/support/project.ts';

/** Describes the machine and the version that were measured. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryBytes: number;
  os: string;
  node: string;
  /** The load of the last minute, at the start of the measurement; 0 on Windows. */
  loadAverage: number;
  /** Short hash; `+` after it where the working tree differed, reports aside. */
  commit: string;
}

export interface Occasion {
  /** ISO 8601, UTC, of its start. */
  at: string;
  machine: Machine;
}

/** Returns the present state; call it before the measurement loads the machine. */
export function occasion(): Occasion {
  const [first] = cpus();
  const machine: Machine = {
    cpu: first?.model.trim() || 'unknown CPU',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: `${type()} ${release().split('.').slice(0, 2).join('.')}`,
    node: process.version,
    loadAverage: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    commit: commit(),
  };
  return { at: `${new Date().toISOString().slice(0, 16)}Z`, machine };
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: rootDir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changed = git('status', '--porcelain', '--', '.', ':!docs/reports', ':!README.md');
    return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}

export function occasionText({ at, machine }: Occasion): string {
  const { cpu, cores, memoryBytes, os, node, loadAverage, commit } = machine;
  const memory = `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`;
  return `${at.replace('T', ' ').replace('Z', ' UTC')}, commit ${commit}: ${cpu}, ${cores} cores, ${memory}, ${os}, Node ${node}, load average ${loadAverage.toFixed(2)} at the start`;
}
