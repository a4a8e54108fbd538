import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import type { TextAt } from './yaml-file.ts';

/** What else is in the tenant folder: values by environment, and schemas for editors. */
const NO_ASSETS = /^(environments|schemas)\//;

/** Whether a file beside `tenant.yaml` is JSON: what goes into it is escaped. */
export const isJsonFile = (path: string): boolean => /\.json$/i.test(path);

/**
 * Files beside `tenant.yaml` that it names, such as an email's HTML under `connections/`. auth0-deploy-cli loads them
 * from the output folder. A link counts as the file it leads to, as long as that is in the tenant folder too.
 */
export async function readAssets(rootDir: string): Promise<TextAt[]> {
  const folder = join(rootDir, 'tenant');
  const root = await realpath(folder).catch(() => folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, posix.sep))
    .filter((file) => file.includes('/') && !NO_ASSETS.test(file))
    .sort();
  const found = await Promise.all(
    files.map(async (file) => ((await isInside(root, join(folder, file))) ? [file] : [])),
  );
  return Promise.all(
    found.flat().map(async (file) => ({
      text: await readFile(join(folder, file), 'utf8'),
      where: { file: `tenant/${file}` },
    })),
  );
}

/** A file whose real place is in the tenant folder, at a place from which assets are taken. */
async function isInside(root: string, file: string): Promise<boolean> {
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !real.startsWith(`${root}${sep}`)) return false;
  const inFolder = relative(root, real).replaceAll(sep, posix.sep);
  return inFolder.includes('/') && !NO_ASSETS.test(inFolder) && (await stat(real)).isFile();
}
