import { ok, type Result } from '../../lib/failures.ts';
import { type CallingCommand, SHARED_APPLICATIONS } from '../../lib/management-api/command-calls.ts';
import { commandScopes, type LeastScopes, leastScopes, setupScopes } from '../../lib/management-api/least-scopes.ts';
import { readManifest } from '../../lib/manifest/manifest.ts';
import type { TenantFile } from '../../lib/manifest/tenant-file.ts';

/** Holds scopes of the Management API, sorted, for one environment’s file. */
export interface ScopesReport extends LeastScopes {
  environment: string;
}

/** Names the application that the scopes are for, by its job or command. */
export type Purpose = 'deploy' | 'setup' | 'reading' | keyof typeof SHARED_APPLICATIONS | CallingCommand;

/** Returns the least scopes that an application's grant for the Management API needs. Needs no tenant. */
export async function scopes(options: {
  rootDir: string;
  environment: string;
  /** `deploy` unless given. */
  for?: Purpose;
}): Promise<Result<ScopesReport>> {
  const manifest = await readManifest(options);
  if (!manifest.ok) return manifest;
  const { tenant } = manifest.value;
  const purpose = options.for ?? 'deploy';
  return ok({ environment: options.environment, ...scopesFor(purpose, tenant) });
}

function scopesFor(purpose: Purpose, tenant: TenantFile): LeastScopes {
  switch (purpose) {
    case 'deploy':
    case 'reading':
      return leastScopes(tenant, purpose === 'reading');
    case 'setup':
      return setupScopes(tenant);
    case 'plan':
    case 'verify':
    case 'drift':
    case 'oin':
    case 'oin-key':
    case 'rollback':
      return scopesFor(SHARED_APPLICATIONS[purpose], tenant);
    default:
      return commandScopes(purpose);
  }
}
