import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { libraryFolder } from '../../lib/bundle/engine-library.ts';
import { DIST } from '../../lib/dist-folder.ts';
import { ok, type Result } from '../../lib/failures.ts';

/** What `dist/tenant/` is made from, beside the library. */
const SOURCES = ['actions', 'tenant', 'package.json', 'package-lock.json'];
const BUILT = `${DIST}/tenant.yaml`;

/** Why it was built, or that the last build was good. */
export type Build = 'fresh' | 'sources newer' | 'not built';

/** Builds `dist/tenant/` where it is not there or a source is newer. */
export async function freshBuild(rootDir: string): Promise<Result<Build>> {
  const builtMs = await mtimeMs(join(rootDir, BUILT));
  const sources = [libraryFolder(rootDir), ...SOURCES.map((source) => join(rootDir, source))];
  const newest = await Promise.all(sources.map(newestMs));
  if (builtMs > Math.max(...newest)) return ok('fresh');
  const { build } = await import('../build/run.ts');
  const made = await build({ rootDir, environment: 'local' });
  return made.ok ? ok(builtMs === 0 ? 'not built' : 'sources newer') : made;
}

/** Of a file, or of a folder with all that is in it: a folder changes when a file is taken away. */
async function newestMs(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => []);
  const inside = entries.map((entry) => join(entry.parentPath, entry.name));
  return Math.max(...(await Promise.all([path, ...inside].map(mtimeMs))));
}

const mtimeMs = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
