import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Bundle } from '../bundle/bundle.ts';
import { fileOfInput } from '../bundle/engine-library.ts';
import type { Environment } from '../manifest/environment.ts';
import { TENANT_FILE } from '../manifest/manifest.ts';

/** The folder with the options of esbuild, relative to the project. */
const BUNDLER = 'scripts/lib/bundle';
/** The file with the version of Node that bundles are made for. */
const RUNTIME_FILE = 'scripts/lib/runtime.ts';

/**
 * Holds the inputs of a build. The test kit compares it with the current files: see `emulator/testing/stale-build.ts`.
 */
export interface BuildInputs {
  /** Name of the environment that the build is for. */
  environment: string;
  /** Paths relative to the project of what each bundle is made of, by the Action's name. */
  actions: Record<string, string[]>;
  /** Paths of what all of them depend on: the manifest, the environment's file, and the bundler's options and version. */
  shared: string[];
  /** SHA-256 in hexadecimal, by path. */
  sha256: Record<string, string>;
}

/** Reads and hashes the files that the bundles are made of. A file that is gone by now has no hash. */
export async function buildInputs(
  rootDir: string,
  bundles: readonly Bundle[],
  environment: Pick<Environment, 'name' | 'file'>,
): Promise<BuildInputs> {
  const bundler = await readdir(join(rootDir, BUNDLER)).catch(() => []);
  const shared = [
    TENANT_FILE,
    environment.file,
    RUNTIME_FILE,
    'node_modules/esbuild-wasm/package.json',
    ...bundler.filter((name) => name.endsWith('.ts')).map((name) => `${BUNDLER}/${name}`),
  ].sort();
  const pathOf = (input: string) => relative(rootDir, fileOfInput(rootDir, input)).replaceAll(sep, '/');
  const actions = Object.fromEntries(bundles.map(({ name, inputs }) => [name, inputs.map(pathOf).sort()]));
  const paths = [...new Set([...shared, ...Object.values(actions).flat()])].sort();
  const hashes = await Promise.all(paths.map(async (path) => [path, await hashOf(join(rootDir, path))] as const));
  const sha256 = Object.fromEntries(hashes.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return { environment: environment.name, actions, shared: shared.filter((path) => path in sha256), sha256 };
}

async function hashOf(file: string): Promise<string | undefined> {
  const content = await readFile(file).catch(() => undefined);
  return content && createHash('sha256').update(content).digest('hex');
}
