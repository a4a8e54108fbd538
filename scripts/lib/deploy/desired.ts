import type { Management } from 'auth0';
import { SYSTEM_API } from '../manifest/auth0-names.ts';
import { OIN_CLIENT_IDS } from '../manifest/environment.ts';
import type { ClientYaml, ConnectionYaml, Named, TenantFile } from '../manifest/tenant-file.ts';
import { byName } from '../tenant/by-name.ts';
import { readClients, readConnections, readRoles } from '../tenant/read.ts';
import type { DeployContext } from './stage.ts';
import { loginTexts } from './universal-login.ts';

/** What lists that others share are merged with. */
export interface Existing {
  clients: Management.Client[];
  connections: Awaited<ReturnType<typeof readConnections>>;
  roles: Awaited<ReturnType<typeof readRoles>>;
}

export async function readExisting({ api, built }: DeployContext): Promise<Existing> {
  const { tenant } = built.manifest;
  const names = (list: Named[] = []) => list.map((entry) => entry.name);
  const [clients, connections, roles] = await Promise.all([
    readClients(api),
    readConnections(api, [...names(tenant.databases), ...names(tenant.connections)]),
    readRoles(api, built.manifest, names(tenant.roles)),
  ]);
  return { clients, connections, roles };
}

/** Sections that stages of their own write. */
const ELSEWHERE = ['actions', 'triggers', 'connectionProfiles', 'userAttributeProfiles', 'prompts'];

/**
 * The sections of the applications stage, merged with what the tenant has: auth0-deploy-cli replaces a connection's
 * enabled applications as a whole, whatever AUTH0_ALLOW_DELETE says (deploy-cli.md section 5).
 */
export function desiredSections(context: DeployContext, existing: Existing): Partial<TenantFile> {
  const { tenant } = context.built.manifest;
  const { clients, databases, connections, roles, resourceServers, ...others } = tenant;
  const texts = loginTexts(tenant);
  const ownApis = resourceServers?.filter((api) => api.identifier !== SYSTEM_API) ?? [];
  return {
    ...Object.fromEntries(Object.entries(others).filter(([section]) => !ELSEWHERE.includes(section))),
    clients: desiredClients(context),
    ...(databases && { databases: databases.map((entry) => withEnabledClients(context, existing, entry)) }),
    ...(connections && { connections: connections.map((entry) => withEnabledClients(context, existing, entry)) }),
    ...(roles && { roles }),
    ...(ownApis.length > 0 && { resourceServers: ownApis }),
    ...(Object.keys(texts).length > 0 && { prompts: texts }),
  };
}

/**
 * `client_metadata` needs no merging: Auth0 keeps keys that a PATCH does not name, and so does the CLI without
 * AUTH0_ALLOW_DELETE.
 */
function desiredClients({ built }: DeployContext): ClientYaml[] {
  const { tenant, integration } = built.manifest;
  return tenant.clients
    .filter((client) => client.name !== integration.oin.name)
    .map(({ express_configuration: _later, ...client }) => client);
}

/** Ids where they exist, since an adopted OIN client may have another name; auth0-deploy-cli takes both. */
function withEnabledClients(
  { built, secrets }: DeployContext,
  { clients, connections }: Existing,
  connection: ConnectionYaml,
): ConnectionYaml {
  const { enabled_clients: names } = connection;
  if (names === undefined) return connection;
  const idOf = (name: string): string =>
    (name === built.manifest.integration.oin.name
      ? secrets[OIN_CLIENT_IDS]
      : byName(built.manifest, 'clients', clients, name)?.client_id) ?? name;
  const actual = connections.find((candidate) => candidate.name === connection.name)?.enabled_clients ?? [];
  return { ...connection, enabled_clients: [...new Set([...names.map(idOf), ...actual])] };
}
