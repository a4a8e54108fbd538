import { metadataKeyOf } from '../../../library/organization-metadata.ts';
import { SCOPES } from '../../../library/scopes.ts';
import { loadTeamSettings } from '../../lib/bundle/team-settings.ts';
import { adminRole } from '../../lib/manifest/admin-role.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import type { SampleNames } from '../../lib/sample-customers.ts';

/** Reads from `tenant.yaml` and `actions/config.ts` what the sample customers are made with. */
export async function sampleNames(rootDir: string, manifest: Manifest): Promise<SampleNames> {
  const [database] = manifest.tenant.databases ?? [];
  const role = adminRole(manifest);
  const { domains, attribute } = await loadTeamSettings(rootDir, manifest.environment);
  return {
    database: database?.name ?? 'saas-users',
    metadataKey: metadataKeyOf(domains),
    administratorMetadata: (id) => ({ [attribute.key]: attribute.grant(undefined, id, SCOPES) }),
    ...(role !== undefined && { adminRole: role }),
  };
}
