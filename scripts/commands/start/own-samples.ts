import type { Samples } from '#actions-testing';
import { loadSamples } from '../../lib/bundle/samples.ts';
import { samplesPlaces } from '../../lib/bundle/samples-file.ts';
import { failed, type Result } from '../../lib/failures.ts';
import { readManifest } from '../../lib/manifest/manifest.ts';
import type { SampleCustomers, SampleNames, SamplePerson } from '../../lib/sample-customers.ts';
import { sampleMaker } from '../../lib/sample-maker.ts';

/** Reads the team's own samples for `npm start`; fails where a person has a role that `tenant.yaml` does not have. */
export async function ownSamples(rootDir: string): Promise<Result<Samples>> {
  const [samples, manifest] = await Promise.all([
    loadSamples(rootDir),
    readManifest({ rootDir, environment: 'local' }),
  ]);
  if (!samples.ok) return samples;
  if (!manifest.ok) return manifest;
  const names = (manifest.value.tenant.roles ?? []).map(({ name }) => name);
  const { placeOf } = await samplesPlaces(rootDir);
  const unknown = (samples.value.people ?? []).flatMap(({ roles = [] }, index) =>
    roles.flatMap((role, position) => (names.includes(role) ? [] : [{ role, index, position }])),
  );
  if (unknown.length === 0) return samples;
  return failed(
    ...unknown.map(({ role, index, position }) => ({
      code: 'UNKNOWN_REFERENCE' as const,
      expected:
        names.length > 0 ? `one of the roles of tenant.yaml: ${names.join(', ')}` : 'no role: tenant.yaml has none',
      found: JSON.stringify(role),
      where: placeOf(['people', index, 'roles', position]),
      fix: 'Correct the name, or add the role to tenant/tenant.yaml.',
    })),
  );
}

/** Creates the organizations and people of the team's own samples. Returns the people, in the file's order. */
export async function createOwnPeople(
  connection: { domain: string; clientId: string; clientSecret: string },
  { database, metadataKey }: Pick<SampleNames, 'database' | 'metadataKey'>,
  { acmeAdmin, globexAdmin }: SampleCustomers,
  { organizations = [], people = [] }: Samples,
): Promise<SamplePerson[]> {
  if (organizations.length === 0 && people.length === 0) return [];
  const make = await sampleMaker(connection, database);
  const ids: Record<string, string> = {
    [acmeAdmin.organization]: acmeAdmin.organizationId,
    [globexAdmin.organization]: globexAdmin.organizationId,
  };
  for (const { name, displayName = name, domains = [], metadata = {} } of organizations) {
    const published = domains.length > 0 ? { [metadataKey]: domains.join(', ') } : {};
    ids[name] = await make.organization(name, displayName, { ...metadata, ...published });
  }
  const made: SamplePerson[] = [];
  for (const { email, name, organizations: memberOf, shows, appMetadata = {}, roles = [], emailVerified } of people) {
    const memberIds = memberOf.map((organization) => ids[organization] ?? '');
    const login = await make.person(email, name, memberIds, {
      appMetadata: typeof appMetadata === 'function' ? appMetadata(ids) : appMetadata,
      ...(emailVerified !== undefined && { emailVerified }),
    });
    for (const role of roles) for (const id of memberIds) await make.assignRole(role, id, login.userId);
    const [organization] = memberOf;
    made.push({ ...login, organization, organizationId: ids[organization] ?? '', role: shows });
  }
  return made;
}
