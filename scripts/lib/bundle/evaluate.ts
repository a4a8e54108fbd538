import { join } from 'node:path';
import { loadedValues } from '#actions-testing';
import { RUNTIME } from '../runtime.ts';
import { build } from './esbuild.ts';
import { insideProject } from './inside-project.ts';

const TIME_LIMIT_MS = 2000;

/**
 * Runs a module of this text in the project's folder, with the globals that an Action has and away from this process's.
 *
 * @param results variables that the text sets; they must be data
 * @returns them; as they were given where the sources do not bundle or load, since then no Action does, and each says
 *   why
 */
export async function evaluate<T extends object>(rootDir: string, contents: string, results: T): Promise<T> {
  try {
    const text = await bundleText(rootDir, contents);
    const loaded = await loadedValues(text, results, {
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
 * A module of this text and the project's sources it imports, as one CommonJS file. Rejects as esbuild does.
 *
 * @param name of the module, in what esbuild says of it
 */
export async function bundleText(rootDir: string, contents: string, name = 'text'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: rootDir, sourcefile: name },
    absWorkingDir: rootDir,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: RUNTIME,
    packages: 'external',
    plugins: [insideProject(rootDir)],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
