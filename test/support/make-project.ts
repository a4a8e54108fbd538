import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of this checkout. */
export const rootDir = join(import.meta.dirname, '../..');

/**
 * The folder of a team's `actions/` and `tenant/` that only tests use: an adopter's change of the shipped ones changes
 * no test.
 */
export const FIXTURE = join(rootDir, 'test/fixture/project');

/**
 * Makes a project of a team's files, with this checkout's packages.
 *
 * @param from a folder with `actions/` and `tenant/`
 */
export async function makeProject(folder: string, from: string = FIXTURE): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const part of ['actions', 'tenant']) await cp(join(from, part), join(folder, part), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) await cp(join(rootDir, file), join(folder, file));
  await symlink(join(rootDir, 'node_modules'), join(folder, 'node_modules'));
}
