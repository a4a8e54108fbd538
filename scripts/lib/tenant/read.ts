import { type Management, type ManagementClient, ManagementError } from 'auth0';
import { byName, onlyOne, type WithPinnedIds } from './by-name.ts';

/** Returns every item of a list, over all its pages. */
export async function collect<T>(list: PromiseLike<AsyncIterable<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of await list) items.push(item);
  return items;
}

/** Reads applications, without the client for "All Applications". */
export const readClients = (api: ManagementClient) => collect(api.clients.list({ is_global: false }));

/** Auth0 gives at most ten profiles a page and refuses the SDK's default of 50. */
const PROFILES_A_PAGE = 10;

/** Reads all connection profiles of the tenant. */
export const readConnectionProfiles = (api: ManagementClient) =>
  collect(api.connectionProfiles.list({ take: PROFILES_A_PAGE }));

/** Reads all user attribute profiles of the tenant. */
export const readUserAttributeProfiles = (api: ManagementClient) =>
  collect(api.userAttributeProfiles.list({ take: PROFILES_A_PAGE }));

/**
 * Reads connections of these names, with the ids of their enabled applications. It does not read all: a tenant has one
 * per customer.
 */
export async function readConnections(api: ManagementClient, names: readonly string[]) {
  const found = await Promise.all(
    names.map(async (name) => onlyOne('connection', name, await collect(api.connections.list({ name, take: 2 })))),
  );
  return Promise.all(
    found
      .flatMap((connection) => connection ?? [])
      .map(async (connection) => {
        const enabled = await collect(api.connections.clients.get(connection.id ?? '', { take: 100 }));
        return { ...connection, enabled_clients: enabled.map((client) => client.client_id) };
      }),
  );
}

/** A subscription does not include something; `feature` is what people call it. */
export class MissingEntitlement extends Error {
  override readonly name = 'MissingEntitlement';
  readonly feature: string;
  constructor(feature: string) {
    super(`the subscription does not include ${feature}`);
    this.feature = feature;
  }
}

/**
 * Reads the tenant's own roles. An organization may own roles of the same names, which `GET /roles` returns too unless
 * `type` says otherwise (auth0-deploy-cli 8.43, issue 1453); they are never ours.
 */
export async function readTenantRoles(api: ManagementClient): Promise<Management.Role[]> {
  try {
    const roles = await collect(api.roles.list({ type: 'tenant', per_page: 100 }));
    return roles.filter(({ type }) => type !== 'organization');
  } catch (error) {
    if (isFeatureNotEnabled(error)) throw new MissingEntitlement('roles (RBAC)');
    throw error;
  }
}

/** Returns the roles that organizations own; none on a tenant whose organizations own none. */
export async function readOrganizationRoles(api: ManagementClient): Promise<Management.Role[]> {
  const roles = await collect(api.roles.list({ type: 'organization', per_page: 100 }));
  return roles.filter(({ type }) => type === 'organization');
}

const isFeatureNotEnabled = (error: unknown): boolean =>
  error instanceof ManagementError &&
  typeof error.body === 'object' &&
  error.body !== null &&
  'errorCode' in error.body &&
  error.body.errorCode === 'feature_not_enabled';

/** Reads the roles that these names of `tenant.yaml` mean, each with its permissions and that name. */
export async function readRoles(api: ManagementClient, pinning: WithPinnedIds, names: readonly string[]) {
  if (names.length === 0) return [];
  const all = await readTenantRoles(api);
  const roles = names.flatMap((nameInFile) => {
    const role = byName(pinning, 'roles', all, nameInFile);
    return role === undefined ? [] : [{ ...role, nameInFile }];
  });
  return Promise.all(
    roles.map(async (role) => {
      const permissions = await collect(api.roles.permissions.list(role.id ?? '', { per_page: 100 }));
      return {
        ...role,
        permissions: permissions.map(({ permission_name = '', resource_server_identifier = '' }) => ({
          permission_name,
          resource_server_identifier,
        })),
      };
    }),
  );
}
