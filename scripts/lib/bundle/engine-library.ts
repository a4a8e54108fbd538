import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Plugin } from 'esbuild';
import { environmentFileOf } from './environment-settings.ts';

const PACKAGE = 'express-configure';
/** Matches the specifier by which a team's files import the library. */
const DOOR = /^express-configure\/actions$/;
/** Names the library's folder, and esbuild's namespace of its modules. */
const LIBRARY = 'library';
/** The library of the running engine. */
const RUNNING = join(import.meta.dirname, '../../..', LIBRARY);

/**
 * Resolves `express-configure/actions` to the library of an engine. Wherever that engine is, a module of it is called
 * `library:NAME.ts` in the bundle's comments, so that the bytes do not depend on the place. What a bundle does
 * not use is left out: modules of the library do nothing when they load.
 *
 * @param options.everyModule lets `library:NAME.ts` be imported too, as the commands do and no Action may
 */
export function engineLibrary(rootDir: string, options: { everyModule?: boolean } = {}): Plugin {
  const folder = libraryFolder(rootDir);
  const moduleAt = (path: string) => ({ path, namespace: LIBRARY, sideEffects: false });
  return {
    name: 'engine-library',
    setup: ({ onLoad, onResolve }) => {
      onResolve({ filter: DOOR }, () => moduleAt('index.ts'));
      onResolve({ filter: /^\.\.?\//, namespace: LIBRARY }, ({ path, importer }) =>
        moduleAt(posix.join(posix.dirname(importer), path)),
      );
      if (options.everyModule) {
        onResolve({ filter: /^library:/ }, ({ path }) => moduleAt(path.slice(LIBRARY.length + 1)));
      }
      onLoad({ filter: /.*/, namespace: LIBRARY }, async ({ path }) => ({
        contents: await readFile(join(folder, path), 'utf8'),
        loader: 'ts',
        // Packages that the library names are those of the project.
        resolveDir: rootDir,
      }));
    },
  };
}

/** Returns the file that an input of a bundle comes from: of the library, an environment's, or another of the project. */
export function fileOfInput(rootDir: string, input: string): string {
  const prefix = `${LIBRARY}:`;
  return input.startsWith(prefix)
    ? join(libraryFolder(rootDir), input.slice(prefix.length))
    : join(rootDir, environmentFileOf(input) ?? input);
}

/**
 * Returns the folder of the library that a project is built with: its own where the project is a checkout of the engine (an
 * older commit of it has the library of that commit), else that of the engine that runs.
 */
export function libraryFolder(rootDir: string): string {
  const own = join(rootDir, LIBRARY);
  return existsSync(join(own, 'index.ts')) && nameOf(rootDir) === PACKAGE ? own : RUNNING;
}

function nameOf(rootDir: string): unknown {
  try {
    return JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8')).name;
  } catch {
    return undefined;
  }
}
