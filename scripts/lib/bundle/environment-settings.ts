import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Environment } from '../manifest/environment.ts';
import { OUTSIDE_FILES } from './outside-files-plugin.ts';
import { realPathOf } from './real-path.ts';

/** The environment whose settings the sources are loaded with; `undefined` for those of `actions/config.ts` alone. */
export type SettingsOf = Pick<Environment, 'name' | 'file' | 'actions'> | undefined;

/**
 * Names esbuild's namespace of the module with an environment's settings: `environment:tenant/environments/NAME.yaml`.
 */
const NAMESPACE = 'environment';
const CONFIG = 'actions/config.ts';

/**
 * Puts a module between `actions/config.ts` and every source that imports it, if the environment has its own settings.
 * It has the same exports, but `config.stepUp` has the environment's settings instead of the common ones. A bundle
 * shows the module under the name of the environment's file.
 */
export function environmentSettings(rootDir: string, environment: SettingsOf): Plugin {
  return {
    name: 'environment-settings',
    setup: ({ onLoad, onResolve, resolve }) => {
      if (environment?.actions === undefined) return;
      const { file, actions } = environment;
      const config = realPathOf(join(rootDir, CONFIG));
      onResolve({ filter: /^[./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === OUTSIDE_FILES || from.namespace === NAMESPACE) return undefined;
        const { importer, namespace, resolveDir, kind } = from;
        const found = await resolve(path, { importer, namespace, resolveDir, kind, pluginData: OUTSIDE_FILES });
        const isConfig = found.errors.length === 0 && found.namespace === 'file' && realPathOf(found.path) === config;
        return isConfig ? { path: file, namespace: NAMESPACE, sideEffects: false } : undefined;
      });
      onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
        contents: moduleText(actions.stepUp),
        loader: 'ts',
        resolveDir: rootDir,
      }));
    },
  };
}

/** Returns the text of the module. What it exports by name comes before what `export *` hands on. */
const moduleText = (stepUp: object): string => `
import { config as common } from './${CONFIG}';
export * from './${CONFIG}';
export const config = { ...common, stepUp: { ...common.stepUp, ...${JSON.stringify(stepUp)} } };
`;

/** Returns the environment's file where an input of a bundle is the module of its settings. */
export const environmentFileOf = (input: string): string | undefined =>
  input.startsWith(`${NAMESPACE}:`) ? input.slice(NAMESPACE.length + 1) : undefined;
