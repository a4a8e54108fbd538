import type { Management, ManagementClient } from 'auth0';
import { isEnterpriseStrategy } from '../manifest/auth0-names.ts';
import { OIN_APP_TYPE } from '../manifest/integration.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { byName } from '../tenant/by-name.ts';
import { connectionNames } from '../tenant/connection-names.ts';
import { collect } from '../tenant/read.ts';
import type { Check } from './check.ts';

type Connection = Pick<Management.ConnectionForList, 'id' | 'name' | 'strategy'>;

/** A client of `tenant.yaml`, and the connections it has on the tenant. */
export interface ClientConnections {
  /** The name in `tenant.yaml`; an adopted OIN client has another name on the tenant. */
  name: string;
  clientId: string;
  connections: readonly Connection[];
}

/** Holds connections of one client that no `enabled_clients:` of `tenant.yaml` gives it. */
export interface UnlistedConnections {
  /** Nobody decided these: with `enable_client_connections` Auth0 gives a new application all there are. */
  undecided: Connection[];
  /** Customers' own identity providers at the integration's applications: made at run time, so not in git. */
  ofCustomers: Connection[];
}

/** Pairs the clients of `tenant.yaml` with those on the tenant; missing ones are left out. */
export function ownClients(
  manifest: Manifest,
  clients: readonly Management.Client[],
  oinClientId: string | undefined,
): Omit<ClientConnections, 'connections'>[] {
  const { tenant, integration } = manifest;
  return tenant.clients.flatMap(({ name, app_type }) => {
    const isOin = name === integration.oin.name && app_type === OIN_APP_TYPE;
    const found = isOin
      ? clients.find((client) => client.client_id === oinClientId)
      : byName(manifest, 'clients', clients, name);
    return found?.client_id === undefined ? [] : [{ name, clientId: found.client_id }];
  });
}

/** Reads all connections of a client; throws what the API throws. */
export const readClientConnections = (api: ManagementClient, clientId: string): Promise<Connection[]> =>
  collect(api.clients.connections.get(clientId, { take: 100 }));

/**
 * Finds what git does not list. Okta connections of the published and linked applications are Express Configuration's
 * own, and never reported.
 */
export function unlistedConnections({ tenant, integration }: Manifest, client: ClientConnections): UnlistedConnections {
  const listed = [...(tenant.databases ?? []), ...(tenant.connections ?? [])]
    .filter(({ enabled_clients: names = [] }) => names.includes(client.name))
    .map(({ name }) => name);
  const { published } = integration;
  const linked = (published.express_configuration.linked_clients ?? []).map(({ client_id: name }) => name);
  const takesCustomers = client.name === published.name || linked.includes(client.name);
  const isOfCustomer = ({ strategy }: Connection) => takesCustomers && isEnterpriseStrategy(strategy);
  const others = client.connections.filter(({ name = '' }) => !listed.includes(name));
  return {
    undecided: others.filter((connection) => !isOfCustomer(connection)),
    ofCustomers: others.filter((connection) => isOfCustomer(connection) && connection.strategy !== 'okta'),
  };
}

/** Returns the command that takes one connection away from a client. */
const switchOff = (connectionId: string, clientId: string): string =>
  `auth0 api patch "connections/${connectionId}/clients" --data '[{"client_id":"${clientId}","status":false}]'`;

/** Judges the connections of one client; the Actions still judge everyone who logs in by one. */
function connectionCheck(manifest: Manifest, client: ClientConnections): Check {
  const name = `connections of "${client.name}"`;
  const { undecided, ofCustomers } = unlistedConnections(manifest, client);
  const where = manifest.placeOf(['clients', manifest.tenant.clients.findIndex((one) => one.name === client.name)]);
  const [first] = undecided;
  if (first !== undefined) {
    return {
      name,
      status: 'failed',
      detail: `enabled and not in git: ${connectionNames(undecided)}`,
      fix: `Add "${client.name}" to \`enabled_clients:\` of each connection that it needs, and switch off the others: ${switchOff(first.id ?? '', client.clientId)}`,
      where,
      isAdvice: true,
    };
  }
  if (ofCustomers.length === 0) return { name, status: 'ok', detail: 'as git says' };
  return { name, status: 'note', detail: `customers' own, not in git: ${connectionNames(ofCustomers)}` };
}

/** Checks every client of `tenant.yaml`, one after the other. */
export async function checkClientConnections(
  api: ManagementClient,
  manifest: Manifest,
  clients: readonly Management.Client[],
  oinClientId: string | undefined,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const client of ownClients(manifest, clients, oinClientId)) {
    const connections = await readClientConnections(api, client.clientId);
    checks.push(connectionCheck(manifest, { ...client, connections }));
  }
  return checks;
}
