import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { realPathOf } from './real-path.ts';

/** Names the plugin in esbuild's message about a file that {@link outsideFilesPlugin} refused. */
export const OUTSIDE_FILES = 'inside-project';

const REFUSED = { errors: [{ text: 'a file outside the project' }] };

/**
 * Refuses a source that lies outside the project, links resolved, before it is read: what an Action imports is uploaded
 * with it. Packages may lie anywhere.
 */
export function outsideFilesPlugin(rootDir: string): Plugin {
  const root = `${realpathSync(rootDir)}${sep}`;
  const isOutside = (path: string): boolean => {
    const real = realPathOf(path);
    return real !== undefined && !real.startsWith(root) && !real.includes(`${sep}node_modules${sep}`);
  };
  return {
    name: OUTSIDE_FILES,
    setup: ({ onLoad, onResolve, resolve }) => {
      // Only here esbuild knows the location of the import.
      onResolve({ filter: /^[./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === OUTSIDE_FILES || from.kind === 'entry-point') return undefined;
        const { importer, namespace, resolveDir, kind } = from;
        const found = await resolve(path, { importer, namespace, resolveDir, kind, pluginData: OUTSIDE_FILES });
        return found.errors.length === 0 && isOutside(found.path) ? REFUSED : undefined;
      });
      onLoad({ filter: /.*/ }, ({ path }) => (isOutside(path) ? REFUSED : undefined));
    },
  };
}
