import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { Plugin } from 'esbuild';
import * as kit from '#actions-testing';
import { RUNTIME } from '../runtime.ts';
import { engineLibrary } from './engine-library.ts';
import { environmentSettings, type SettingsOf } from './environment-settings.ts';
import { build } from './esbuild.ts';
import { outsideFilesPlugin } from './outside-files-plugin.ts';
import { KIT } from './samples-file.ts';

const TIME_LIMIT_MS = 2000;

/**
 * Runs a module of this text in the project's folder, with the globals that an Action has and away from this process's.
 *
 * @param results variables that the text sets; they must be data
 * @param environment whose settings the sources have
 * @returns them; as they were given where the sources do not bundle or load, since then no Action does, and each says
 *   why
 */
export async function evaluate<T extends object>(
  rootDir: string,
  contents: string,
  results: T,
  environment: SettingsOf,
): Promise<T> {
  try {
    const text = await bundleText(rootDir, contents, environment);
    const loaded = await kit.loadedValues(text, results, {
      filename: join(rootDir, 'text.cjs'),
      resolveFrom: join(rootDir, 'package.json'),
      timeoutMs: TIME_LIMIT_MS,
    });
    return 'error' in loaded ? results : loaded.value;
  } catch {
    return results;
  }
}

/**
 * Returns what a module of this text exports, loaded in this process: functions too, unlike {@link evaluate}. Rejects as
 * esbuild does, and with what the module throws.
 *
 * @param environment whose settings the sources have
 * @param name of the module, in what esbuild says of it
 */
export async function loadText<T extends object>(
  rootDir: string,
  contents: string,
  environment: SettingsOf,
  name?: string,
): Promise<Partial<T>> {
  const module: { exports: Partial<T> } = { exports: {} };
  const load = compileFunction(await bundleText(rootDir, contents, environment, name), [
    'module',
    'exports',
    'require',
  ]);
  const require = createRequire(join(rootDir, 'package.json'));
  // The kit that this process has: `actions/samples.ts` imports it.
  load(module, module.exports, (id: string): unknown => (KIT.test(id) ? kit : require(id)));
  return module.exports;
}

/**
 * Bundles a module of this text, and the project's sources and modules of the library (`library:NAME.ts`) that it
 * imports, as one CommonJS file.
 */
async function bundleText(rootDir: string, contents: string, environment: SettingsOf, name = 'text'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: rootDir, sourcefile: name },
    absWorkingDir: rootDir,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: RUNTIME,
    packages: 'external',
    keepNames: true,
    plugins: [
      kitStaysOutside,
      engineLibrary(rootDir, { everyModule: true }),
      environmentSettings(rootDir, environment),
      outsideFilesPlugin(rootDir),
    ],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

const kitStaysOutside: Plugin = {
  name: 'kit-stays-outside',
  setup: ({ onResolve }) => onResolve({ filter: KIT }, ({ path }) => ({ path, external: true })),
};
