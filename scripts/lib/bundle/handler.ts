import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import type { Failure, Place } from '../failures.ts';
import type { ActionYaml } from '../manifest/tenant-file.ts';

const LOAD_LIMIT_MS = 2000;
const NAME = 'onExecutePostLogin';

/**
 * Loads a bundle in a context of its own, without calling anything: what does not load, or has no async handler, would
 * fail every login of the tenant. (It is our own code: `node:vm` keeps it from our globals, not from doing harm.)
 */
export function checkHandler(rootDir: string, action: ActionYaml, code: string, where: Place): Failure[] {
  const loaded = load(rootDir, action.name, code);
  if ('error' in loaded) {
    return [
      {
        code: 'BUNDLE_LOAD',
        expected: `the bundle of "${action.name}" to load`,
        found: loaded.error,
        where,
        fix: 'Do at the top of the modules only what needs no login and can not fail.',
      },
    ];
  }
  const handler = loaded.exports[NAME];
  const kind = Object.prototype.toString.call(handler);
  if (kind === '[object AsyncFunction]') return [];
  return [
    {
      code: 'BUNDLE_HANDLER',
      expected: `"${action.name}" to export an async function ${NAME}`,
      found: kind === '[object Function]' ? 'a function that is not async' : typeof handler,
      where,
      fix: `Write \`export const ${NAME} = async (event, api) => { … }\`.`,
    },
  ];
}

function load(rootDir: string, name: string, code: string): { exports: Record<string, unknown> } | { error: string } {
  const exports: Record<string, unknown> = {};
  const context = createContext({
    exports,
    module: { exports },
    require: createRequire(join(rootDir, 'package.json')),
    console: Object.freeze({ log: () => undefined, warn: () => undefined, error: () => undefined }),
    ...HOST_GLOBALS,
  });
  try {
    new Script(code, { filename: `${name}.cjs` }).runInContext(context, { timeout: LOAD_LIMIT_MS });
    return { exports };
  } catch (error) {
    // An error of another context is no `instanceof Error` here.
    return { error: String(error) };
  }
}

const HOST_GLOBALS = { AbortController, AbortSignal, Buffer, URL, URLSearchParams, clearTimeout, setTimeout };
