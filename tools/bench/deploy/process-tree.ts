import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_EVERY_MS = 50;

export interface ProcessRun {
  wallMs: number;
  /**
   * The most memory of the process and its descendants together, by `VmRSS` of `/proc` every 50 ms: a shared page
   * counts for each of them, and a peak between two readings is missed. `NaN` without `/proc`.
   */
  peakBytes: number;
}

/** Runs Node on a file in a separate process, with no other environment than this. Rejects unless it exits 0. */
export async function runNode(
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string>> },
): Promise<ProcessRun> {
  const startMs = performance.now();
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let peakBytes = Number.NaN;
  const sampling = setInterval(() => {
    const bytes = child.pid === undefined ? Number.NaN : treeBytes(child.pid);
    if (!(bytes <= peakBytes)) peakBytes = bytes;
  }, SAMPLE_EVERY_MS);
  let wallMs = Number.NaN;
  child.once('exit', () => {
    wallMs = performance.now() - startMs;
    clearInterval(sampling);
  });
  const [code]: (number | null)[] = await once(child, 'close');
  if (code !== 0) throw new Error(`${args.join(' ')}: exit ${code}\n${output}`);
  return { wallMs, peakBytes };
}

/** Returns the memory of a process and all its descendants. */
function treeBytes(root: number): number {
  const processes = statuses();
  const tree = new Set([root]);
  let size = 0;
  while (size < tree.size) {
    size = tree.size;
    for (const { pid, parent } of processes) if (tree.has(parent)) tree.add(pid);
  }
  const held = processes.filter(({ pid }) => tree.has(pid));
  return held.length === 0 ? Number.NaN : held.reduce((sum, { bytes }) => sum + bytes, 0);
}

function statuses(): { pid: number; parent: number; bytes: number }[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statusOf(Number(name)));
  } catch {
    return [];
  }
}

function statusOf(pid: number): { pid: number; parent: number; bytes: number }[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return [{ pid, parent: field('PPid'), bytes: field('VmRSS') * 1024 }];
  } catch {
    // It has ended since.
    return [];
  }
}
