/** Gives a run of the tests a folder of its own, which `once-in-run.ts` fills. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    runFolder: string;
  }
}

/** Makes the folder; `vitest --watch` empties it before each further run. Returns what removes it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'express-configure-run-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  project.provide('runFolder', folder);
  project.onTestsRerun(async () => {
    await remove();
    await mkdir(folder);
  });
  return remove;
}
