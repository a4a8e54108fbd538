import { metadataKeyOf } from '../../../library/organization-metadata.ts';
import { SCOPES } from '../../../library/scopes.ts';
import { loadTeamSettings } from '../../lib/bundle/team-settings.ts';
import { ok, type Result } from '../../lib/failures.ts';
import { adminRole } from '../../lib/manifest/admin-role.ts';
import { readManifest } from '../../lib/manifest/manifest.ts';
import type { SampleNames } from '../../lib/sample-customers.ts';

/** Reads from `tenant.yaml` and `actions/config.ts` what the sample customers are made with. */
export async function sampleNames(rootDir: string): Promise<Result<SampleNames>> {
  const manifest = await readManifest({ rootDir, environment: 'local' });
  if (!manifest.ok) return manifest;
  const [database] = manifest.value.tenant.databases ?? [];
  const role = adminRole(manifest.value);
  const { domains, attribute } = await loadTeamSettings(rootDir, manifest.value.environment);
  return ok({
    database: database?.name ?? 'saas-users',
    metadataKey: metadataKeyOf(domains),
    administratorMetadata: (id) => ({ [attribute.key]: attribute.grant(undefined, id, SCOPES) }),
    ...(role !== undefined && { adminRole: role }),
  });
}
