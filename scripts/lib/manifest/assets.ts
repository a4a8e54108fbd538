import { readdir, readFile } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import type { TextAt } from './yaml-file.ts';

/** What else is in the tenant folder: values by environment, and schemas for editors. */
const NO_ASSETS = /^(environments|schemas)\//;

/**
 * Files beside `tenant.yaml` that it names, such as an email's HTML under `connections/`. auth0-deploy-cli loads them
 * from the output folder.
 */
export async function readAssets(rootDir: string): Promise<TextAt[]> {
  const folder = join(rootDir, 'tenant');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, posix.sep),
    )
    .filter((file) => file.includes('/') && !NO_ASSETS.test(file))
    .sort();
  return Promise.all(
    files.map(async (file) => ({
      text: await readFile(join(folder, file), 'utf8'),
      where: { file: `tenant/${file}` },
    })),
  );
}
