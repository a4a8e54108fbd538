import { join } from 'node:path';
import type { BuildFailure, BuildOptions, Message, Plugin } from 'esbuild';
import { handlersOf, loadedKinds } from '#actions-testing';
import type { Failure, Place } from '../failures.ts';
import { type ActionYaml, triggerOf } from '../manifest/tenant-file.ts';
import { RUNTIME } from '../runtime.ts';
import { commonJsSources, withOwnPaths } from './commonjs-sources.ts';
import { engineLibrary } from './engine-library.ts';
import { environmentFileOf, environmentSettings, type SettingsOf } from './environment-settings.ts';
import { build } from './esbuild.ts';
import { OUTSIDE_FILES, outsideFilesPlugin } from './outside-files-plugin.ts';
import { SAMPLES, samplesPlugin } from './samples-file.ts';

/** Matches esbuild's comment about its own helper: in a bundle to be reviewed it explains nothing. */
const HELPER_COMMENT = /\n +\/\/ If the importer is in node compatibility mode(?:.*\n +\/\/)+.*\n/;

/** Holds esbuild's result for an Action. */
export interface Bundled {
  code: string;
  /** The same code as esbuild wrote it, with its source map. */
  mapped: { code: string; map: string };
  /**
   * The files in the bundle: files of the project, `library:NAME.ts` of the library, `environment:FILE` for its
   * settings.
   */
  inputs: string[];
  /** The packages that stay outside the bundle. */
  imports: string[];
  /** Whether settings of the environment are in the code. */
  hasOwnSettings: boolean;
  /** Names of all that the Action's source exports. */
  exports: string[];
}

/**
 * Runs esbuild with options that give the same bytes on every machine: `absWorkingDir` because path comments depend on
 * it, `tsconfigRaw` so that no other tsconfig counts (docs/notes/bundling.md#same-bytes-everywhere). An entry that
 * assigns is half the size of one that exports, and loads in every kind of loader
 * (docs/notes/bundling.md#entry-that-assigns). `import()` becomes a `require` in its place: it is unknown whether
 * Auth0's host links the former.
 */
export async function runEsbuild(
  rootDir: string,
  action: ActionYaml,
  environment: SettingsOf,
): Promise<Bundled | { errors: Message[] }> {
  const source = sourceOf(action);
  const common = commonOptions(rootDir, action, environment);
  try {
    const exports = await exportsOf(rootDir, action, common);
    const handlers = handlersOf(triggerOf(action));
    const kept = handlers.filter((name, index) => index === 0 || exports.includes(name));
    const assignments = kept.map((name) => `exports.${name} = ${name};\n`).join('');
    const { outputFiles, metafile } = await build({
      ...common,
      stdin: {
        contents: `import { ${kept.join(', ')} } from './${source}';\n${assignments}`,
        resolveDir: rootDir,
        sourcefile: action.name,
      },
      outfile: `${action.name}.cjs`,
      format: 'cjs',
      sourcemap: 'external',
    });
    const textOf = (end: string): string =>
      withOwnPaths(outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '');
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
    return {
      code: textOf('.cjs').replace(HELPER_COMMENT, '\n'),
      mapped: { code: textOf('.cjs'), map: textOf('.map') },
      inputs: Object.keys(metafile.inputs)
        .map(withOwnPaths)
        .filter((path) => path !== action.name),
      hasOwnSettings: Object.values(metafile.outputs)
        .flatMap((output) => Object.entries(output.inputs))
        .some(([input, { bytesInOutput }]) => bytesInOutput > 0 && environmentFileOf(input) !== undefined),
      imports: imports.filter((item) => item.external === true).map((item) => item.path),
      exports,
    };
  } catch (error) {
    if (isBuildFailure(error)) return { errors: error.errors };
    throw error;
  }
}

/** Returns an Action's source, relative to the project. */
export const sourceOf = ({ code }: Pick<ActionYaml, 'code'>): string => code.slice('../'.length);

type CommonOptions = ReturnType<typeof commonOptions>;

const commonOptions = (rootDir: string, action: ActionYaml, environment: SettingsOf) =>
  ({
    absWorkingDir: rootDir,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: RUNTIME,
    supported: { 'dynamic-import': false },
    charset: 'utf8',
    // Reviewed as they are: no minifying, licences kept (docs/notes/bundling.md#readable-code).
    legalComments: 'inline',
    tsconfigRaw: { compilerOptions: { strict: true } },
    external: (action.dependencies ?? []).map((dependency) => dependency.name),
    plugins: [
      samplesPlugin(rootDir),
      engineLibrary(rootDir),
      environmentSettings(rootDir, environment),
      outsideFilesPlugin(rootDir),
      commonJsSources(rootDir),
      lazyStaysOutside,
    ],
    logLevel: 'silent',
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
  }) satisfies BuildOptions;

/**
 * Returns what a module exports when it runs, also by `export * from`; without types. The exports of a CommonJS module,
 * or of one that it re-exports, are known only by running it.
 */
async function exportsOf(rootDir: string, action: ActionYaml, common: CommonOptions): Promise<string[]> {
  const source = sourceOf(action);
  const { metafile } = await build({ ...common, entryPoints: [`./${source}`], outfile: 'exports.mjs', format: 'esm' });
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  const inputs = Object.entries(metafile.inputs).map(([path, input]) => [withOwnPaths(path), input] as const);
  const isCommonJs = inputs.some(([path, { format }]) => path === source && format === 'cjs');
  const hasCommonJs = inputs.some(
    ([path, { format }]) => format === 'cjs' && !path.split('/').includes('node_modules'),
  );
  if (!hasCommonJs) return names;
  const own = isCommonJs ? names.filter((name) => name !== 'default') : names;
  return [...new Set([...own, ...(await exportsAtRun(rootDir, action, common))])];
}

const LOAD_LIMIT_MS = 2000;

/** Returns nothing if the module does not load: the check of the bundle reports that. */
async function exportsAtRun(rootDir: string, action: ActionYaml, common: CommonOptions): Promise<string[]> {
  const { name, dependencies = [] } = action;
  const { outputFiles } = await build({
    ...common,
    stdin: {
      contents: `module.exports = require('./${sourceOf(action)}');\n`,
      resolveDir: rootDir,
      sourcefile: 'exports',
    },
    outfile: 'exports.cjs',
    format: 'cjs',
  });
  const loaded = await loadedKinds(
    {
      name,
      code: outputFiles.find(({ path }) => path.endsWith('.cjs'))?.text ?? '',
      dependencies,
      resolveFrom: join(rootDir, 'package.json'),
    },
    LOAD_LIMIT_MS,
  );
  return 'error' in loaded ? [] : Object.keys(loaded.value);
}

/**
 * Keeps packages outside that a bundle loads at need, because they are too large. If one is undeclared, the failure
 * says so, and not that the bundle is over the limit.
 */
const lazyStaysOutside: Plugin = {
  name: 'lazy-stays-outside',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** Returns whether an error is esbuild’s own, which has messages. */
export const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;

const outsideProject = ({ text, location }: Message, entry: Place): Failure => ({
  code: 'FILE_OUTSIDE',
  expected: 'Actions that import files of this project and packages',
  found: text,
  where: location?.file.startsWith('actions/')
    ? { file: location.file, line: location.line, column: location.column + 1 }
    : entry,
  fix: 'Move the file into actions/: all that an Action imports is uploaded with it.',
});

/** @param entry where to say it is that has no place in the Actions' sources */
export function buildFailure(message: Message, entry: Place, handler = 'onExecutePostLogin'): Failure {
  if (message.pluginName === OUTSIDE_FILES) return outsideProject(message, entry);
  const { location } = message;
  const isEntry = location === null || !location.file.startsWith('actions/');
  return {
    code: 'BUNDLE_BUILD',
    expected: 'a source that bundles',
    found: message.text,
    where: isEntry ? entry : { file: location.file, line: location.line, column: location.column + 1 },
    fix: fixOf(message, handler),
  };
}

function fixOf({ pluginName, text }: Message, handler: string): string {
  if (pluginName === SAMPLES) return 'Move what the Action needs into a file of its own.';
  return text.startsWith('Could not resolve')
    ? 'Install the package (npm install), and declare it under `dependencies:` if it shall stay outside the bundle.'
    : `Correct the source; it must export \`${handler}\`.`;
}
