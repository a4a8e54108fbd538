import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import type { TextAt } from './yaml-file.ts';

/** Matches the other folders of the tenant folder: values by environment, and schemas for editors. */
const NO_ASSETS = /^(environments|schemas)\//;

/** Returns whether a file beside `tenant.yaml` is JSON: values in it are escaped. */
export const isJsonFile = (path: string): boolean => /\.json$/i.test(path);

/**
 * Reads files beside `tenant.yaml` that it names, such as an email's HTML under `connections/`. auth0-deploy-cli loads
 * them from the output folder. A link counts as its target, if that is in the tenant folder too.
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

/** Returns whether a file's real path is in a part of the tenant folder from which assets are read. */
async function isInside(root: string, file: string): Promise<boolean> {
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !real.startsWith(`${root}${sep}`)) return false;
  const inFolder = relative(root, real).replaceAll(sep, posix.sep);
  return inFolder.includes('/') && !NO_ASSETS.test(inFolder) && (await stat(real)).isFile();
}
