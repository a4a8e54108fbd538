import { actionFile, type BuiltTenant, buildTenant, deployable } from '../lib/build-tenant.ts';
import { DEPLOY_CLI_CONFIG, DIST, toYaml, writeDist } from '../lib/dist.ts';
import { ok, type Result } from '../lib/failures.ts';
import { TENANT_FILE } from '../lib/manifest/manifest.ts';
import { renderJson } from '../lib/render.ts';

export interface BuildReport {
  environment: string;
  /** Relative to the project. */
  folder: string;
  actions: { name: string; sha256: string; sizeBytes: number; file: string }[];
}

/** Makes `dist/tenant/` from `tenant/` and `actions/`, or changes nothing. Needs no tenant and no secrets. */
export async function build(options: { rootDir: string; environment: string }): Promise<Result<BuildReport>> {
  const built = await buildTenant(options);
  if (!built.ok) return built;
  await writeDist(options.rootDir, distFiles(built.value));
  return ok({
    environment: options.environment,
    folder: DIST,
    actions: built.value.bundles.map(({ name, sha256, sizeBytes }) => ({
      name,
      sha256,
      sizeBytes,
      file: `${DIST}/${actionFile(name)}`,
    })),
  });
}

/** All of the output folder. */
export function distFiles({ manifest, actionFiles }: BuiltTenant): Map<string, string> {
  const comment = `Made from ${TENANT_FILE} for environment ${manifest.environment.name}; do not edit.`;
  return new Map([
    ['tenant.yaml', toYaml(comment, deployable(manifest.tenant))],
    ['config.json', renderJson(DEPLOY_CLI_CONFIG)],
    ...manifest.assets,
    ...actionFiles(),
  ]);
}
