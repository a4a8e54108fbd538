import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RequestLogEntry } from '../../emulator/index.ts';
import { rootDir } from '../support/project.ts';
import { envOf, type Rig } from './deploy-rig.ts';

export interface KilledRun {
  tenant: Pick<Rig, 'project' | 'emulator'>;
  /** Told of every request from now on. */
  watch(listener: (entry: RequestLogEntry) => Promise<void> | void): void;
  nth: number;
  /** The command and its options. */
  args: readonly string[];
  /** Reads the tenant, with requests that are not counted. */
  afterWrite(entry: RequestLogEntry): Promise<void>;
}

/**
 * Runs the command line and kills it and what it started right after the tenant has carried out its `nth` request.
 *
 * @returns whether there was an nth request
 */
export async function runKilledAfter({ tenant, watch, nth, args, afterWrite }: KilledRun): Promise<boolean> {
  const child = spawn(process.execPath, [join(rootDir, 'scripts/cli.ts'), ...args], {
    cwd: tenant.project.rootDir,
    env: { PATH: process.env.PATH, ...envOf(tenant) },
    detached: true,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  let seen = 0;
  let isLooking = false;
  let isKilled = false;
  watch(async (entry) => {
    // Our own reads pass here too.
    if (isLooking && !entry.write) return;
    seen += 1;
    if (seen === nth && child.pid !== undefined) {
      process.kill(-child.pid, 'SIGKILL');
      isKilled = true;
    }
    if (!entry.write) return;
    isLooking = true;
    await afterWrite(entry);
    isLooking = false;
  });
  await ended;
  return isKilled;
}
