import { readFileSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { isCommonJs } from '../manifest/source-exports.ts';
import { OUTSIDE_FILES } from './outside-files-plugin.ts';

const NAMESPACE = 'commonjs-source';

/**
 * Reads a source as CommonJS if it is written so, as Auth0's own Actions are (`exports.onExecutePostLogin = …`). The
 * project's package.json says `"type": "module"`, and esbuild would treat its `exports` as an unknown variable.
 */
export function commonJsSources(rootDir: string): Plugin {
  const root = realpathSync(rootDir);
  const sourceAt = (path: string): string | undefined => {
    const real = realpathSync(path);
    const isOurs = real.startsWith(`${root}${sep}`) && !real.split(sep).includes('node_modules');
    return isOurs && /\.[jt]s$/.test(real) && isCommonJs(readFileSync(real, 'utf8')) ? relative(root, real) : undefined;
  };
  return {
    name: NAMESPACE,
    setup: ({ onLoad, onResolve, resolve }) => {
      onResolve({ filter: /^[./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === OUTSIDE_FILES) return undefined;
        const { importer, namespace, resolveDir, kind } = from;
        const found = await resolve(path, { importer, namespace, resolveDir, kind, pluginData: OUTSIDE_FILES });
        if (found.errors.length > 0 || found.namespace !== 'file') return undefined;
        const source = sourceAt(found.path);
        return source === undefined ? undefined : { path: source.replaceAll(sep, '/'), namespace: NAMESPACE };
      });
      onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
        contents: await readFile(join(root, path), 'utf8'),
        loader: path.endsWith('.ts') ? 'ts' : 'js',
        resolveDir: dirname(join(root, path)),
      }));
    },
  };
}

/** Returns esbuild's text with the paths that sources have in the project. */
export const withOwnPaths = (text: string): string => text.replaceAll(`${NAMESPACE}:`, '');
