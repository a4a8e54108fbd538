import type { Named } from '../manifest/tenant-file.ts';
import type { Path } from '../manifest/yaml-file.ts';
import { compareByName, type Difference, differing, mismatches } from '../tenant/difference.ts';
import { desiredSections, readExisting } from './desired.ts';
import { compareRoles, mergeRoles, missingRoles } from './roles.ts';
import { differingSections, importSections, type Stage } from './stage.ts';

/** Sections whose state is read. A file with any other has it imported every time. */
const READ = ['clients', 'databases', 'connections', 'roles', 'guardianFactors', 'tenant', 'resourceServers'];

/**
 * Everything else of `tenant.yaml`. The published application is made here; its `express_configuration` comes later.
 */
export const applications: Stage = {
  name: 'applications',
  title: 'applications, connections, roles, factors, tenant settings',

  async differences(context) {
    const { api } = context;
    const { manifest } = context.built;
    const { tenant } = manifest;
    const [existing, factors] = await Promise.all([
      readExisting(context),
      tenant.guardianFactors ? api.guardian.factors.list() : [],
    ]);
    const desired = desiredSections(context, existing);
    const compare = (section: 'clients' | 'databases' | 'connections', actual: readonly object[]) =>
      compareByName(section, tenant[section] ?? [], desired[section] ?? [], actual, manifest);
    // An API is known by its identifier; its name is free.
    const byIdentifier = (list: readonly { identifier?: string | undefined }[] = []): Named[] =>
      list.map((api) => ({ ...api, name: api.identifier ?? '' }));
    return [
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
  },

  async apply(context, differences, signal) {
    const existing = await readExisting(context);
    const { roles = [], ...desired } = desiredSections(context, existing);
    const missing = missingRoles(roles, existing.roles);
    const sections = { ...differingSections(desired, differences), ...(missing.length > 0 && { roles: missing }) };
    const failures =
      Object.keys(sections).length > 0 ? await importSections(context, 'applications', sections, signal) : [];
    if (failures.length === 0) await mergeRoles(context.api, roles, existing.roles);
    return failures;
  },
};

const unread = (path: Path): Difference => ({
  path,
  expected: 'as it is here',
  found: 'not read back',
  kind: 'unread',
});
