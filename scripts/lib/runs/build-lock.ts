import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DIST } from '../dist-folder.ts';
import { takeLock } from './lock.ts';

const PAUSE_MS = 25;
/** Writing the output folder takes a fraction of a second; a machine may be busy. */
const PATIENCE_MS = 120_000;

/**
 * Writes or reads an output folder that several runs in one checkout share, such as `dist/tenant/`, while no other run
 * does. Waits for its turn.
 *
 * @param folder relative to the project
 * @throws Error where another run holds it for two minutes
 */
export async function withBuildLock<T>(rootDir: string, use: () => Promise<T>, folder = DIST): Promise<T> {
  const file = `${join(rootDir, folder)}.lock`;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const locked = takeLock(file, { folder });
    if ('release' in locked) {
      try {
        return await use();
      } finally {
        locked.release();
      }
    }
    if (Date.now() > deadline) throw new Error(`${file} is held by process ${locked.heldBy?.pid ?? 'unknown'}`);
    await pause(PAUSE_MS);
  }
}
