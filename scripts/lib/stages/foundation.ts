import { DEPENDENT_FACTORS, SYSTEM_API } from '../manifest/auth0-names.ts';
import type { Named, TenantFile } from '../manifest/tenant-file.ts';
import { compareByName, differing, mismatches, missing } from '../tenant/difference.ts';
import { collect } from '../tenant/read.ts';
import { PROFILE_SECTIONS, readProfiles } from './profiles.ts';
import { differingSections, importSections, type Stage } from './stage.ts';

/** Auth0 gives a new application every connection there is while this flag is on, as it is by default. */
const WITHOUT_CONNECTIONS = { flags: { enable_client_connections: false } };

/**
 * Writes what must exist before the first application, and what everything else refers to: application connections off,
 * the system API, the profiles, and the factors that other factors need.
 */
export const foundation: Stage = {
  name: 'foundation',
  title: 'application connections off, system API, profiles, independent factors',

  async compare(session) {
    const { api } = session;
    const { tenant } = session.built.manifest;
    const [apis, profiles, factors, settings] = await Promise.all([
      tenant.resourceServers ? collect(api.resourceServers.list()) : [],
      readProfiles(session),
      independentFactors(tenant.guardianFactors).length > 0 ? api.guardian.factors.list() : [],
      tenant.tenant ? api.tenants.settings.get() : WITHOUT_CONNECTIONS,
    ]);
    const systemApi = systemApiOf(tenant.resourceServers);
    const hasSystemApi = apis.some((candidate) => candidate.identifier === SYSTEM_API);
    const independent = independentFactors(tenant.guardianFactors);
    const compare = (section: string, entries: readonly Named[], actual: readonly object[]) =>
      compareByName(section, entries, entries, actual, session.built.manifest);
    const differences = [
      ...differing(['tenant'], 'every setting', mismatches(settings, WITHOUT_CONNECTIONS)),
      ...(systemApi && !hasSystemApi
        ? [missing(['resourceServers', tenant.resourceServers?.indexOf(systemApi) ?? 0], SYSTEM_API)]
        : []),
      ...PROFILE_SECTIONS.flatMap((section) => compare(section, profiles[section].desired, profiles[section].actual)),
      ...compareByName('guardianFactors', tenant.guardianFactors ?? [], independent, factors, session.built.manifest),
    ];
    return { differences, found: profiles.found };
  },

  async apply(session, work) {
    const { differences } = work;
    const { tenant } = session.built.manifest;
    // Alone and first: the OIN client, the first application, comes in the next stage.
    if (differences.some(({ path }) => path[0] === 'tenant')) {
      await session.api.tenants.settings.update(WITHOUT_CONNECTIONS);
    }
    const profiles = await readProfiles(session);
    const sections = {
      // Only to create it: the CLI's second import of a system API fails (docs/notes/deploy-cli.md#system-apis).
      resourceServers: [systemApiOf(tenant.resourceServers)],
      connectionProfiles: profiles.connectionProfiles.desired,
      userAttributeProfiles: profiles.userAttributeProfiles.desired,
      guardianFactors: independentFactors(tenant.guardianFactors),
    };
    const changed = differingSections(sections, differences);
    return Object.keys(changed).length > 0
      ? importSections(session, work, 'foundation', changed, profiles.kept)
      : { failures: [] };
  },
};

const systemApiOf = (apis: TenantFile['resourceServers']) =>
  apis?.find((candidate) => candidate.identifier === SYSTEM_API);

const independentFactors = (factors: TenantFile['guardianFactors']) =>
  (factors ?? []).filter((factor) => factor.enabled && !DEPENDENT_FACTORS.includes(factor.name));
