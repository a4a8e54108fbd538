import { createHash } from 'node:crypto';
import { handlersOf } from '#actions-testing';
import { failed, okUnless, type Place, type Result } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { triggerOf } from '../manifest/tenant-file.ts';
import { buildFailure, runEsbuild } from './bundle-source.ts';
import { checkDependencies, type LockedVersions } from './dependencies.ts';
import { checkHandlers } from './handler.ts';
import { checkExports } from './ignored-exports.ts';
import { checkSecretUse } from './secret-use.ts';
import { checkText } from './text.ts';

/** One Action as it will run, without the banner. */
export interface Bundle {
  /** The deployed name. */
  name: string;
  code: string;
  /** The hash of `code`: the Action's identity in every report. */
  sha256: string;
  sizeBytes: number;
  /**
   * The files in the bundle: files of the project, `library:NAME.ts` of the library, `environment:FILE` for its
   * settings.
   */
  inputs: string[];
  /** Whether settings of the environment are in the code. */
  hasOwnSettings: boolean;
  /** Sentences about what is right as far as it can be known. */
  warnings: string[];
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

  const output = await runEsbuild(rootDir, action, manifest.environment);
  if ('errors' in output)
    return failed(
      ...output.errors.map((message) => buildFailure(message, placeOf('code'), handlersOf(triggerOf(action))[0])),
    );

  const { code, mapped, inputs, hasOwnSettings, imports, exports } = output;
  const secretUse = checkSecretUse(action, mapped, placeOf);
  const ofDependencies = checkDependencies(action, imports, locked, placeOf);
  const failures = [
    ...checkText(action, code, placeOf('code')),
    ...(await checkExports(rootDir, action, exports)),
    // Without its dependencies a bundle does not load; that is reported already.
    ...(ofDependencies.length > 0 ? [] : await checkHandlers(rootDir, action, code, placeOf('code'))),
    ...secretUse.failures,
    ...ofDependencies,
  ];
  return okUnless(failures, {
    name: action.name,
    code,
    sha256: createHash('sha256').update(code).digest('hex'),
    sizeBytes: Buffer.byteLength(code),
    inputs,
    hasOwnSettings,
    warnings: secretUse.warnings,
  });
}
