import { ok, type Result } from '../lib/failures.ts';
import { type LeastScopes, leastScopes, setupScopes } from '../lib/management-api/least-scopes.ts';
import { readManifest } from '../lib/manifest/manifest.ts';

export interface ScopesReport extends LeastScopes {
  environment: string;
}

/** What the deploy application's grant for the Management API must hold, and no more. Needs no tenant. */
export async function scopes(options: {
  rootDir: string;
  environment: string;
  /** Those of plan and verify, which only read. */
  readOnly?: boolean;
  /** With those of a first run. */
  setup?: boolean;
}): Promise<Result<ScopesReport>> {
  const manifest = await readManifest(options);
  if (!manifest.ok) return manifest;
  return ok({
    environment: options.environment,
    ...(options.setup
      ? setupScopes(manifest.value.tenant)
      : leastScopes(manifest.value.tenant, options.readOnly ?? false)),
  });
}
