import type { Named } from '../manifest/tenant-file.ts';
import type { Path } from '../manifest/yaml-file.ts';
import { compareByName, type Difference, differing, mismatches } from '../tenant/difference.ts';
import { desiredSections, readExisting } from './desired.ts';
import { compareRoles, mergeRoles, missingRoles } from './roles.ts';
import { differingSections, importSections, type Stage } from './stage.ts';

/** Sections whose state is read. A file with any other has it imported every time. */
const READ = ['clients', 'databases', 'connections', 'roles', 'guardianFactors', 'tenant', 'resourceServers'];

/**
 * Writes everything else of `tenant.yaml`. It makes the published application, whose `express_configuration` comes
 * later.
 */
export const applications: Stage = {
  name: 'applications',
  title: 'applications, connections, roles, factors, tenant settings',

  async compare(session, facts) {
    const { api } = session;
    const { manifest } = session.built;
    const { tenant } = manifest;
    const [existing, factors] = await Promise.all([
      readExisting(session),
      tenant.guardianFactors ? api.guardian.factors.list() : [],
    ]);
    const { sections: desired } = desiredSections(session, existing, facts);
    const compare = (section: 'clients' | 'databases' | 'connections', actual: readonly object[]) =>
      compareByName(section, tenant[section] ?? [], desired[section] ?? [], actual, manifest);
    // An API is known by its identifier; its name is free.
    const byIdentifier = (list: readonly { identifier?: string | undefined }[] = []): Named[] =>
      list.map((api) => ({ ...api, name: api.identifier ?? '' }));
    const differences = [
      ...compare('clients', existing.clients),
      ...compare('databases', existing.connections),
      ...compare('connections', existing.connections),
      ...compareRoles(tenant.roles ?? [], existing.roles),
      ...compareByName(
        'guardianFactors',
        tenant.guardianFactors ?? [],
        desired.guardianFactors ?? [],
        factors,
        manifest,
      ),
      ...compareByName(
        'resourceServers',
        byIdentifier(tenant.resourceServers),
        byIdentifier(desired.resourceServers),
        byIdentifier(existing.apis),
        manifest,
      ),
      ...differing(['tenant'], 'every setting', mismatches(existing.settings, desired.tenant ?? {})),
      ...Object.keys(desired)
        .filter((section) => !READ.includes(section))
        .flatMap((section) =>
          section === 'prompts'
            ? Object.keys(desired.prompts ?? {}).map((key) => unread([section, key]))
            : unread([section]),
        ),
    ];
    return { differences };
  },

  async apply(session, work) {
    const existing = await readExisting(session);
    const { sections: all, kept } = desiredSections(session, existing, work.facts);
    const { roles = [], ...desired } = all;
    const missing = missingRoles(roles, existing.roles);
    const sections = { ...differingSections(desired, work.differences), ...(missing.length > 0 && { roles: missing }) };
    const outcome =
      Object.keys(sections).length > 0
        ? await importSections(session, work, 'applications', sections, kept)
        : { failures: [] };
    if (outcome.failures.length === 0) await mergeRoles(session.api, roles, existing.roles);
    return outcome;
  },
};

const unread = (path: Path): Difference => ({
  path,
  expected: 'as it is here',
  found: 'not read back',
  kind: 'unread',
});
