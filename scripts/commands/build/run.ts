import { actionFile, buildTenant } from '../../lib/build/build-tenant.ts';
import { DIST, distFiles, writeDist } from '../../lib/build/dist.ts';
import { checkOwnActions } from '../../lib/check/actions/own-actions.ts';
import { failed, ok, type Result } from '../../lib/failures.ts';
import { fileFailure } from '../../lib/file-failure.ts';
import { buildOthers, type OtherBuild } from './environments.ts';

export interface BuildReport {
  environment: string;
  /** Relative to the project. */
  folder: string;
  actions: { name: string; sha256: string; sizeBytes: number; file: string }[];
  /** Environments whose Actions have settings of their own; a common build is the same for all others. */
  others: OtherBuild[];
}

/** Makes `dist/tenant/` from `tenant/` and `actions/`, or changes nothing. Needs no tenant and no secrets. */
export async function build(options: { rootDir: string; environment: string }): Promise<Result<BuildReport>> {
  const built = await buildTenant(options);
  if (!built.ok) return built;
  const wrong = checkOwnActions(built.value);
  if (wrong.length > 0) return failed(...wrong);
  let others: OtherBuild[];
  try {
    await writeDist(options.rootDir, distFiles(built.value));
    others = await buildOthers(options.rootDir, built.value);
  } catch (error) {
    const failure = fileFailure(error, options.rootDir);
    if (failure === undefined) throw error;
    return failed(failure);
  }
  return ok({
    environment: options.environment,
    folder: DIST,
    actions: built.value.bundles.map(({ name, sha256, sizeBytes }) => ({
      name,
      sha256,
      sizeBytes,
      file: `${DIST}/${actionFile(name)}`,
    })),
    others,
  });
}
