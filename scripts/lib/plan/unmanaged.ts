import { Management } from 'auth0';
import type { Facts } from '../stages/facts.ts';
import {
  collect,
  readClients,
  readConnectionProfiles,
  readTenantRoles,
  readUserAttributeProfiles,
} from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { PlanEntry } from './plan.ts';

type Reader = (session: TenantSession, facts: Facts) => Promise<(string | undefined)[]>;

const names = (list: readonly { name?: string | undefined }[]) => list.map(({ name }) => name);

/** Names of all there is on the tenant, by section. */
const READERS: Readonly<Record<string, Reader>> = {
  actions: async ({ api }) => names(await collect(api.actions.list())),
  clients: async (session, facts) => names(await otherClients(session, facts)),
  connectionProfiles: async ({ api }) => names(await readConnectionProfiles(api)),
  userAttributeProfiles: async ({ api }) => names(await readUserAttributeProfiles(api)),
  resourceServers: async ({ api }) =>
    (await collect(api.resourceServers.list()))
      .filter((server) => !server.is_system)
      .map((server) => server.identifier),
  roles: async ({ api }) => names(await readTenantRoles(api)),
  databases: async (session) => connectionNames(session, ['auth0']),
  connections: async (session) => connectionNames(session, strategiesOf(session)),
  guardianFactors: async ({ api }) => names((await api.guardian.factors.list()).filter((factor) => factor.enabled)),
};

/** Reads what the tenant has in sections of `tenant.yaml` and the file does not name. It stays unchanged. */
export async function readUnmanaged(session: TenantSession, facts: Facts): Promise<PlanEntry[]> {
  const { tenant } = session.built.manifest;
  const sections = Object.keys(tenant).filter((section) => section in READERS);
  const lists = await Promise.all(
    sections.map(async (section) => {
      const own = namesIn(tenant[section]);
      const all = (await READERS[section]?.(session, facts)) ?? [];
      return all.flatMap((name): PlanEntry[] =>
        name === undefined || own.includes(name) || facts.adopted.includes(name)
          ? []
          : [{ section, name, change: 'unmanaged', fields: [], tenantWide: false }],
      );
    }),
  );
  return lists.flat();
}

/** Returns applications whose logins a tenant-wide change affects although `tenant.yaml` does not name them. */
export async function readOtherApplications(session: TenantSession, facts: Facts): Promise<string[]> {
  const own = namesIn(session.built.manifest.tenant.clients);
  return (await otherClients(session, facts))
    .filter((client) => client.app_type !== 'non_interactive' && !own.includes(client.name ?? ''))
    .map((client) => client.name ?? '');
}

/** Neither the application that asks nor the OIN client, which may have been adopted under another name. */
async function otherClients(
  { api, built, connection }: TenantSession,
  { oinClientId }: Facts,
): Promise<Management.Client[]> {
  const known = [connection.clientId, oinClientId];
  const pinned = built.manifest.environment.ids.clients ?? {};
  return (await readClients(api))
    .filter((client) => !known.includes(client.client_id))
    .map((client) => {
      const { name = '', client_id: id } = client;
      // A namesake of the one that is meant.
      return Object.hasOwn(pinned, name) && pinned[name] !== id ? { ...client, name: `${name} (${id})` } : client;
    });
}

/** Returns names of connections of these strategies only: every customer of a tenant has a connection. */
async function connectionNames({ api }: TenantSession, strategies: unknown[]): Promise<(string | undefined)[]> {
  const strategy = Object.values(Management.ConnectionStrategyEnum).filter((known) => strategies.includes(known));
  return strategy.length === 0 ? [] : names(await collect(api.connections.list({ take: 100, strategy })));
}

const strategiesOf = ({ built }: TenantSession) =>
  (built.manifest.tenant.connections ?? []).map(({ strategy }) => strategy);

/** An API is known by its identifier. */
function namesIn(section: unknown): string[] {
  if (!Array.isArray(section)) return [];
  return section.flatMap((entry: { name?: string; identifier?: string }) => entry.identifier ?? entry.name ?? []);
}
