/** What `check` says of YAML, without a build for each text. */
import { type BuiltTenant, buildTenant } from '../../scripts/lib/build/build-tenant.ts';
import { checkTenant } from '../../scripts/lib/check/check-tenant.ts';
import type { Failure } from '../../scripts/lib/failures.ts';
import { readManifest } from '../../scripts/lib/manifest/manifest.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { projectDir } from './project.ts';

let built: Promise<BuiltTenant> | undefined;

/**
 * Runs the checks of `npm run check` on a project with the fixture's `actions/`: its YAML is read, and its bundles are the
 * fixture's, which are built once.
 */
export async function checkManifest(options: { rootDir: string; environment: string }): Promise<Failure[]> {
  built ??= buildFixture();
  const read = await readManifest(options);
  return read.ok ? checkTenant(options.rootDir, { ...(await built), manifest: read.value }) : [...read.failures];
}

async function buildFixture(): Promise<BuiltTenant> {
  const result = await buildTenant({ rootDir: projectDir, environment: 'local' });
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return result.value;
}
