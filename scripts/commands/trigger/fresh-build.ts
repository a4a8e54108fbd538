import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildInputs } from '../../lib/build/build-inputs.ts';
import { libraryFolder } from '../../lib/bundle/engine-library.ts';
import { DIST } from '../../lib/dist-folder.ts';
import { ok, type Result } from '../../lib/failures.ts';
import { environmentNames } from '../../lib/manifest/environment.ts';

/** The sources of `dist/tenant/`, besides the library. */
const SOURCES = ['actions', 'tenant', 'package.json', 'package-lock.json'];
const BUILT = 'tenant.yaml';
const LOCAL = 'local';

/** Says which environment the build in `dist/tenant/` is for, and why it was built again, if it was. */
export interface Build {
  environment: string;
  reason: 'fresh' | 'sources newer' | 'not built' | `last built for ${string}`;
}

/**
 * Builds `dist/tenant/` where it is not there, a source is newer, or it is for another environment.
 *
 * @param environment that of the last build where it is not given; `local` where nothing is built
 */
export async function freshBuild(rootDir: string, environment?: string): Promise<Result<Build>> {
  const builtMs = await mtimeMs(join(rootDir, DIST, BUILT));
  const last = builtMs === 0 ? undefined : await builtEnvironment(rootDir, DIST);
  const wanted = environment ?? (await lastEnvironment(rootDir));
  const sources = [libraryFolder(rootDir), ...SOURCES.map((source) => join(rootDir, source))];
  const newest = await Promise.all(sources.map(newestMs));
  const isFresh = builtMs > Math.max(...newest);
  if (isFresh && last === wanted) return ok({ environment: wanted, reason: 'fresh' });
  const { build } = await import('../build/run.ts');
  const made = await build({ rootDir, environment: wanted });
  if (!made.ok) return made;
  const reason = builtMs === 0 ? 'not built' : isFresh ? (`last built for ${last}` as const) : 'sources newer';
  return ok({ environment: wanted, reason });
}

/** Returns the environment of the last build in `dist/tenant/`; `local` where its file is gone, or nothing is built. */
export async function lastEnvironment(rootDir: string): Promise<string> {
  const last = await builtEnvironment(rootDir, DIST);
  return (await environmentNames(rootDir)).includes(last) ? last : LOCAL;
}

/**
 * Returns the environment that a build is for; `local` where the build does not say.
 *
 * @param folder of the build, relative to the project
 */
export async function builtEnvironment(rootDir: string, folder: string): Promise<string> {
  const text = await readFile(join(rootDir, folder, 'inputs.json'), 'utf8').catch(() => '{}');
  const { environment = LOCAL }: Partial<BuildInputs> = JSON.parse(text);
  return environment;
}

/** Returns the newest change of a file, or of a folder and its files: a folder changes when a file is removed. */
async function newestMs(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => []);
  const inside = entries.map((entry) => join(entry.parentPath, entry.name));
  return Math.max(...(await Promise.all([path, ...inside].map(mtimeMs))));
}

const mtimeMs = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
