import { createHash } from 'node:crypto';
import type { BuildFailure, Message, Plugin } from 'esbuild';
import { type Failure, failed, okUnless, type Place, type Result } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ActionYaml } from '../manifest/tenant-file.ts';
import { checkDependencies, type LockedVersions } from './dependencies.ts';
import { build } from './esbuild.ts';
import { checkHandler } from './handler.ts';
import { INSIDE_PROJECT, insideProject } from './inside-project.ts';
import { checkSecretUse } from './secret-use.ts';
import { checkText } from './text.ts';

/** One Action as it will run, without the banner. */
export interface Bundle {
  /** The deployed name. */
  name: string;
  code: string;
  /** Of `code`: the Action's identity in every report. */
  sha256: string;
  sizeBytes: number;
}

/** Makes the bundle of the Action at `actions[index]`, then reads it as Auth0 would. */
export async function bundleAction(
  rootDir: string,
  manifest: Manifest,
  index: number,
  locked: LockedVersions,
): Promise<Result<Bundle>> {
  const action = manifest.tenant.actions[index];
  if (action === undefined) throw new RangeError(`no Action ${index}`);
  const placeOf = (...path: (string | number)[]): Place => manifest.placeOf(['actions', index, ...path]);

  const output = await runEsbuild(rootDir, action);
  if ('errors' in output) return failed(...output.errors.map((message) => buildFailure(message, placeOf('code'))));

  const { code, imports } = output;
  const failures = [
    ...checkText(action, code, placeOf('code')),
    ...checkHandler(rootDir, action, code, placeOf('code')),
    ...checkSecretUse(action, code, placeOf),
    ...checkDependencies(action, imports, locked, placeOf),
  ];
  return okUnless(failures, {
    name: action.name,
    code,
    sha256: createHash('sha256').update(code).digest('hex'),
    sizeBytes: Buffer.byteLength(code),
  });
}

/** What esbuild explains of its own helper: in a bundle to be reviewed it is about nothing of ours. */
const HELPER_COMMENT = /\n +\/\/ If the importer is in node compatibility mode(?:.*\n +\/\/)+.*\n/;

/**
 * The same bytes on every machine: `absWorkingDir` because path comments depend on it, `tsconfigRaw` because a tsconfig
 * found elsewhere would count (bundling.md section 6). An entry that assigns is half the size of one that exports, and
 * loads in every shape of loader (section 7). `import()` becomes a `require` in its place: it is not known whether
 * Auth0's host links the former.
 */
async function runEsbuild(
  rootDir: string,
  action: ActionYaml,
): Promise<{ code: string; imports: string[] } | { errors: Message[] }> {
  const source = action.code.slice('../'.length);
  try {
    const { outputFiles, metafile } = await build({
      stdin: {
        contents: `import { onExecutePostLogin } from './${source}';\nexports.onExecutePostLogin = onExecutePostLogin;\n`,
        resolveDir: rootDir,
        sourcefile: action.name,
      },
      absWorkingDir: rootDir,
      outfile: `${action.name}.cjs`,
      write: false,
      metafile: true,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      supported: { 'dynamic-import': false },
      charset: 'utf8',
      legalComments: 'inline',
      tsconfigRaw: { compilerOptions: { strict: true } },
      external: (action.dependencies ?? []).map((dependency) => dependency.name),
      plugins: [insideProject(rootDir), lazyStaysOutside],
      logLevel: 'silent',
      logOverride: { 'commonjs-variable-in-esm': 'silent' },
    });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
    return {
      code: (outputFiles[0]?.text ?? '').replace(HELPER_COMMENT, '\n'),
      imports: imports.filter((item) => item.external === true).map((item) => item.path),
    };
  } catch (error) {
    if (isBuildFailure(error)) return { errors: error.errors };
    throw error;
  }
}

/**
 * What is loaded at need is too large to load at once: undeclared, it is told as such, and not as a bundle over the
 * limit.
 */
const lazyStaysOutside: Plugin = {
  name: 'lazy-stays-outside',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** Whether it is esbuild’s own: what it throws holds its messages. */
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
export function buildFailure(message: Message, entry: Place): Failure {
  if (message.pluginName === INSIDE_PROJECT) return outsideProject(message, entry);
  const { location } = message;
  const isEntry = location === null || !location.file.startsWith('actions/');
  return {
    code: 'BUNDLE_BUILD',
    expected: 'a source that bundles',
    found: message.text,
    where: isEntry ? entry : { file: location.file, line: location.line, column: location.column + 1 },
    fix: message.text.startsWith('Could not resolve')
      ? 'Install the package (npm install), and declare it under `dependencies:` if it shall stay outside the bundle.'
      : 'Correct the source; it must export `onExecutePostLogin`.',
  };
}
