import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuiltTenant, buildTenant } from '../../lib/build/build-tenant.ts';
import { distFiles, writeDist } from '../../lib/build/dist.ts';
import { ENVIRONMENTS_DIST } from '../../lib/dist-folder.ts';
import { ok } from '../../lib/failures.ts';
import { environmentNames, readEnvironment } from '../../lib/manifest/environment.ts';

/** Describes a build besides the one in `dist/tenant/`: of an environment whose Actions have their own settings. */
export interface OtherBuild {
  environment: string;
  /** Relative to the project; absent where the environment does not build. */
  folder?: string;
}

/**
 * Builds every environment with its own settings (`actions:`) into `dist/environments/NAME/`, where `builtAction` of
 * the test kit finds it. Removes folders of other environments.
 *
 * @param built the tenant that is built already
 */
export async function buildOthers(rootDir: string, built: BuiltTenant): Promise<OtherBuild[]> {
  const builds: OtherBuild[] = [];
  for (const name of await environmentNames(rootDir)) {
    const environment = await readEnvironment(rootDir, name);
    if (!environment.ok || environment.value.actions === undefined) continue;
    const isBuilt = built.manifest.environment.name === name;
    const made = isBuilt ? ok(built) : await buildTenant({ rootDir, environment: name });
    const folder = `${ENVIRONMENTS_DIST}/${name}`;
    if (made.ok) await writeDist(rootDir, distFiles(made.value), folder);
    builds.push({ environment: name, ...(made.ok && { folder }) });
  }
  const folders = await readdir(join(rootDir, ENVIRONMENTS_DIST)).catch(() => []);
  const gone = folders.filter((name) => !builds.some(({ environment, folder }) => environment === name && folder));
  await Promise.all(gone.map((name) => rm(join(rootDir, ENVIRONMENTS_DIST, name), { recursive: true, force: true })));
  return builds;
}
