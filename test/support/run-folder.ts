/** Makes a folder for a run of the tests, with the fixture as a whole project; `once-in-run.ts` fills the rest. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeProject } from './make-project.ts';

declare module 'vitest' {
  interface ProvidedContext {
    runFolder: string;
  }
}

/** Makes the folder; `vitest --watch` empties it before each further run. Returns what removes it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'express-configure-run-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const fill = () => makeProject(join(folder, 'project'));
  await fill();
  // `project.ts` reads it: programs that are not tests import that file too, and cannot import vitest.
  process.env.TEST_PROJECT = join(folder, 'project');
  project.provide('runFolder', folder);
  project.onTestsRerun(async () => {
    await remove();
    await mkdir(folder);
    await fill();
  });
  return remove;
}
