import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { isAlive, parseStat } from './process-stat.ts';

interface Found {
  parent: number;
  command: string;
}

/**
 * Watches the program that runs a script (npm, yarn, pnpm), which is above the shell that a command has for a parent: a
 * signal that ends that program alone leaves the shell behind, waiting.
 *
 * @param shell id of the command's parent
 * @returns tells whether that program has ended; never so where there is none, or where the system does not say
 */
export function watchRunner(shell: number): () => boolean {
  let isGone = (): boolean => false;
  void find(shell).then(async (found) => {
    const runner = found && (await find(found.parent));
    if (found === undefined || runner === undefined || !isRunner(runner.command)) return;
    // Whatever takes its children over has another id.
    isGone = () => (fromProc(shell)?.parent ?? (isAlive(found.parent) ? found.parent : undefined)) !== found.parent;
  });
  return () => isGone();
}

const isRunner = (command: string): boolean => /(^|[\\/\s])(npm|npx|pnpm|yarn)(-cli)?(\.[cm]?js)?(\s|$)/.test(command);

const find = async (pid: number): Promise<Found | undefined> => fromProc(pid) ?? (await fromPs(pid));

/** Linux, where a small image has no `ps`. */
function fromProc(pid: number): Found | undefined {
  try {
    const stat = parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return stat && { parent: stat.parent, command };
  } catch {
    return undefined;
  }
}

async function fromPs(pid: number): Promise<Found | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=,command=', '-p', String(pid)]);
    const [, parent, command = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout) ?? [];
    return parent === undefined ? undefined : { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}
