import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { parseStat } from './process-stat.ts';

interface Listed {
  pid: number;
  parent: number;
}

/**
 * Lists the processes below one, by their ids: what a shell started counts too. Empty where the system does not say
 * (Windows).
 */
export async function descendantsOf(pid: number): Promise<number[]> {
  const all = (await fromProc()) ?? (await fromPs());
  const found: number[] = [];
  collect(all, pid, found);
  return found;
}

function collect(all: readonly Listed[], parent: number, found: number[]): void {
  for (const { pid } of all.filter((listed) => listed.parent === parent)) {
    found.push(pid);
    collect(all, pid, found);
  }
}

/** Linux, where a small image has no `ps`. */
async function fromProc(): Promise<Listed[] | undefined> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  if (pids.length === 0) return undefined;
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  return stats.flatMap((stat) => parseStat(stat) ?? []);
}

async function fromPs(): Promise<Listed[]> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
    return stdout
      .trim()
      .split('\n')
      .map((line) => {
        const [pid, parent] = line.trim().split(/\s+/);
        return { pid: Number(pid), parent: Number(parent) };
      });
  } catch {
    return [];
  }
}
