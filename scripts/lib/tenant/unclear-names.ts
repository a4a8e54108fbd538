import type { ManagementClient } from 'auth0';
import type { Failure } from '../failures.ts';
import { namesIn, PINNED_SECTIONS, type PinnedSection } from '../manifest/pinned-ids.ts';
import { byName, NameResolutionError, onlyOne } from './by-name.ts';
import { collect, readClients, readConnectionProfiles, readTenantRoles, readUserAttributeProfiles } from './read.ts';
import type { TenantSession } from './session.ts';

type List = (api: ManagementClient) => Promise<readonly object[]>;

/** All there is of a kind. A connection's name is one in a tenant: Auth0 refuses a second. */
const LISTS: Readonly<Record<Exclude<PinnedSection, 'databases' | 'connections'>, List>> = {
  clients: readClients,
  roles: readTenantRoles,
  connectionProfiles: readConnectionProfiles,
  userAttributeProfiles: readUserAttributeProfiles,
  actionModules: (api) => collect(api.actions.modules.list()),
  eventStreams: (api) => collect(api.eventStreams.list()),
  flows: (api) => collect(api.flows.list()),
  flowVaultConnections: (api) => collect(api.flows.vault.connections.list()),
  forms: (api) => collect(api.forms.list()),
  logStreams: (api) => api.logStreams.list(),
  selfServiceProfiles: (api) => collect(api.selfServiceProfiles.list()),
  tokenExchangeProfiles: (api) => collect(api.tokenExchangeProfiles.list()),
};

/**
 * Finds the names of `tenant.yaml` that do not lead to one resource of the tenant, in every section: auth0-deploy-cli takes the
 * first of a name over. Reads only lists of sections that the file has.
 */
export async function unclearNames({ api, built }: Pick<TenantSession, 'api' | 'built'>): Promise<Failure[]> {
  const { manifest } = built;
  const failures: Failure[] = [];
  for (const section of PINNED_SECTIONS) {
    if (section === 'databases' || section === 'connections') continue;
    // The OIN client is known by the id that the application holds; where it holds none, findOinClient asks for one.
    const names = namesIn(manifest.tenant, section).filter(
      (name) => section !== 'clients' || name !== manifest.integration.oin.name,
    );
    const all = names.length > 0 ? await LISTS[section](api) : [];
    for (const name of names) failures.push(...unclear(() => byName(manifest, section, all, name)));
  }
  const actions = await collect(api.actions.list());
  for (const { name } of manifest.tenant.actions) {
    failures.push(
      ...unclear(() =>
        onlyOne(
          'Action',
          name,
          actions.filter((action) => action.name === name),
        ),
      ),
    );
  }
  return failures;
}

function unclear(find: () => unknown): Failure[] {
  try {
    find();
    return [];
  } catch (error) {
    if (error instanceof NameResolutionError) return [error.failure];
    throw error;
  }
}
