import type { Management } from 'auth0';
import { SYSTEM_API } from '../manifest/auth0-names.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ClientYaml, ConnectionYaml, Named, TenantFile } from '../manifest/tenant-file.ts';
import { byName } from '../tenant/by-name.ts';
import { collect, readClients, readConnections, readRoles } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { Facts } from './facts.ts';
import { type KeptValues, withKeptValues } from './kept-values.ts';
import { loginTexts } from './universal-login.ts';

/** Holds the tenant's lists, with which lists that others share are merged. */
export interface ExistingResources {
  clients: Management.Client[];
  connections: Awaited<ReturnType<typeof readConnections>>;
  roles: Awaited<ReturnType<typeof readRoles>>;
  apis: Management.ResourceServer[];
  settings: object;
}

export async function readExisting({ api, built }: TenantSession): Promise<ExistingResources> {
  const { tenant } = built.manifest;
  const names = (list: Named[] = []) => list.map((entry) => entry.name);
  const [clients, connections, roles, apis, settings] = await Promise.all([
    readClients(api),
    readConnections(api, [...names(tenant.databases), ...names(tenant.connections)]),
    readRoles(api, built.manifest, names(tenant.roles)),
    tenant.resourceServers ? collect(api.resourceServers.list()) : [],
    tenant.tenant ? api.tenants.settings.get() : {},
  ]);
  return { clients, connections, roles, apis, settings };
}

/** Holds the desired sections of the tenant. */
export interface DesiredSections {
  sections: Partial<TenantFile>;
  /** Values that the sections name by keyword. */
  kept: KeptValues;
}

/** Names the sections that other stages write. */
const ELSEWHERE = ['actions', 'triggers', 'connectionProfiles', 'userAttributeProfiles', 'prompts'];

/**
 * The sections of the applications stage, merged with what the tenant has: auth0-deploy-cli replaces a connection's
 * enabled applications as a whole (docs/notes/deploy-cli.md#enabled-applications-of-a-connection), and Auth0 a
 * connection's options and most other objects.
 */
export function desiredSections({ built }: TenantSession, existing: ExistingResources, facts: Facts): DesiredSections {
  const { manifest } = built;
  const { tenant } = manifest;
  const kept: KeptValues = {};
  const { clients: _clients, databases, connections, roles, resourceServers, tenant: settings, ...others } = tenant;
  const connectionOf = ({ name }: Named) => existing.connections.find((candidate) => candidate.name === name);
  const texts = loginTexts(tenant);
  const ownApis = resourceServers?.filter((api) => api.identifier !== SYSTEM_API) ?? [];
  const sections: Partial<TenantFile> = {
    ...Object.fromEntries(Object.entries(others).filter(([section]) => !ELSEWHERE.includes(section))),
    clients: desiredClients(manifest, existing, kept),
    ...(databases && {
      databases: databases
        .map((entry) => withKeptOptions(entry, connectionOf(entry), kept))
        .map((entry) => withEnabledClients(manifest, existing, entry, facts)),
    }),
    ...(connections && {
      connections: connections
        .map((entry) => withKeptValues(entry, connectionOf(entry), kept))
        .map((entry) => withEnabledClients(manifest, existing, entry, facts)),
    }),
    ...(roles && { roles }),
    ...(settings && { tenant: withKeptValues(settings, existing.settings, kept) }),
    ...(ownApis.length > 0 && {
      resourceServers: ownApis.map((api) =>
        withKeptValues(
          api,
          existing.apis.find(({ identifier }) => identifier === api.identifier),
          kept,
        ),
      ),
    }),
    ...(Object.keys(texts).length > 0 && { prompts: texts }),
  };
  return { sections, kept };
}

/**
 * `client_metadata` needs no merging: Auth0 keeps keys that a PATCH does not name, and so does the CLI without
 * AUTH0_ALLOW_DELETE.
 */
function desiredClients(manifest: Manifest, { clients }: ExistingResources, kept: KeptValues): ClientYaml[] {
  const { tenant, integration } = manifest;
  return tenant.clients
    .filter((client) => client.name !== integration.oin.name)
    .map(({ express_configuration: _later, ...client }) =>
      withKeptValues(client, byName(manifest, 'clients', clients, client.name), kept),
    );
}

/**
 * Returns the connection with kept options. For a database, auth0-deploy-cli itself keeps the options that the file
 * does not name, and leaves out contradicting ones.
 */
const withKeptOptions = (
  connection: ConnectionYaml,
  actual: { options?: object | undefined } | undefined,
  kept: KeptValues,
): ConnectionYaml =>
  connection.options === undefined
    ? connection
    : { ...connection, options: withKeptValues(connection.options, actual?.options, kept) };

/**
 * Returns connections with ids of clients if they exist, since an adopted OIN client may have another name;
 * auth0-deploy-cli accepts both.
 */
function withEnabledClients(
  manifest: Manifest,
  { clients, connections }: ExistingResources,
  connection: ConnectionYaml,
  { oinClientId }: Facts,
): ConnectionYaml {
  const { enabled_clients: names } = connection;
  if (names === undefined) return connection;
  const idOf = (name: string): string =>
    (name === manifest.integration.oin.name ? oinClientId : byName(manifest, 'clients', clients, name)?.client_id) ??
    name;
  const actual = connections.find((candidate) => candidate.name === connection.name)?.enabled_clients ?? [];
  return { ...connection, enabled_clients: [...new Set([...names.map(idOf), ...actual])] };
}
