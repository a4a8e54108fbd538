import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Place } from '../failures.ts';
import type { Path, YamlFile } from '../manifest/yaml-file.ts';
import { exportPlaces } from './export-places.ts';
import { OUTSIDE_FILES } from './outside-files-plugin.ts';
import { realPathOf } from './real-path.ts';

/** A team's own samples, relative to the project: for commands and tests, and in no Action. */
export const SAMPLES_FILE = 'actions/samples.ts';

/** Names by which a team's files import the test kit. */
export const KIT = /^(?:#actions-testing|express-configure\/testing)$/;

/** Names the plugin in esbuild's message about a file that {@link samplesPlugin} refused. */
export const SAMPLES = 'samples';

/** Refuses that an Action imports the team's samples, or the test kit: neither belongs to what is deployed. */
export function samplesPlugin(rootDir: string): Plugin {
  const samples = realPathOf(join(rootDir, SAMPLES_FILE));
  const refused = (text: string) => ({ errors: [{ text: `${text}, which is for commands and tests alone` }] });
  return {
    name: SAMPLES,
    setup: ({ onResolve, resolve }) => {
      onResolve({ filter: KIT }, ({ path }) => refused(path));
      onResolve({ filter: /^[./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === OUTSIDE_FILES || samples === undefined) return undefined;
        const { importer, namespace, resolveDir, kind } = from;
        const found = await resolve(path, { importer, namespace, resolveDir, kind, pluginData: OUTSIDE_FILES });
        return found.errors.length === 0 && realPathOf(found.path) === samples ? refused(SAMPLES_FILE) : undefined;
      });
    },
  };
}

/** Returns where values of `samples` are, as far as they are written out in the file. */
export async function samplesPlaces(rootDir: string): Promise<Pick<YamlFile, 'placeOf' | 'placeOfKey'>> {
  const places = await exportPlaces(rootDir, SAMPLES_FILE);
  const placeOf = (path: Path): Place => places(['samples', ...path]);
  return { placeOf, placeOfKey: placeOf };
}
