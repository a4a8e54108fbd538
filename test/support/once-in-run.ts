/** Shares what is expensive to make, and the same for every test file of a run. */
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';

const LOOK_MS = 50;

/**
 * Returns the text of `make`. The first test file of this run that asks makes it; the others wait and read it. Rejects
 * if `make` does; the next file to ask then tries again. Outside of a run it is made for each caller.
 *
 * @param name of the file in the run's folder
 */
export async function onceInRun(name: string, make: () => Promise<string>): Promise<string> {
  if (process.env.VITEST === undefined) return make();
  const file = join(inject('runFolder'), name);
  const lock = `${file}.lock`;
  for (;;) {
    const made = await readIfThere(file);
    if (made !== undefined) return made;
    if (await hasLocked(lock)) break;
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    await sleep(LOOK_MS);
  }
  try {
    const text = (await readIfThere(file)) ?? (await make());
    await writeFile(`${lock}.new`, text);
    await rename(`${lock}.new`, file);
    return text;
  } finally {
    await rm(lock, { force: true });
  }
}

async function hasLocked(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Returns whether the process that holds the lock has ended. */
async function isAbandoned(lock: string): Promise<boolean> {
  const owner = Number(await readIfThere(lock));
  // 0 until the owner has written its id.
  if (!(owner > 0)) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch {
    return true;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
