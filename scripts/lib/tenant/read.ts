import { type Management, type ManagementClient, ManagementError } from 'auth0';

/** Every item of a list, over all its pages. */
export async function collect<T>(list: PromiseLike<AsyncIterable<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of await list) items.push(item);
  return items;
}

/** Applications, without the one that stands for all of them. */
export const readClients = (api: ManagementClient) => collect(api.clients.list({ is_global: false }));

/** Auth0 gives at most ten profiles a page and refuses the SDK's default of 50. */
const PROFILES_A_PAGE = 10;

/** All of the tenant’s. */
export const readConnectionProfiles = (api: ManagementClient) =>
  collect(api.connectionProfiles.list({ take: PROFILES_A_PAGE }));

/** All of the tenant’s. */
export const readUserAttributeProfiles = (api: ManagementClient) =>
  collect(api.userAttributeProfiles.list({ take: PROFILES_A_PAGE }));

/**
 * Connections of these names, with the ids of their enabled applications. A tenant has one per customer: not all are
 * read.
 */
export async function readConnections(api: ManagementClient, names: readonly string[]) {
  const lists = await Promise.all(names.map((name) => collect(api.connections.list({ name, take: 1 }))));
  return Promise.all(
    lists.flat().map(async (connection) => {
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
 * Returns the tenant's own roles. An organization may own roles of the same names, which `GET /roles` gives out too
 * unless `type` says otherwise (auth0-deploy-cli 8.43, issue 1453); they are never ours.
 */
export async function readTenantRoles(api: ManagementClient): Promise<Management.Role[]> {
  const roles = await collect(api.roles.list({ type: 'tenant', per_page: 100 }));
  return roles.filter(({ type }) => type !== 'organization');
}

/** Returns the roles that organizations own; none on a tenant whose organizations own none. */
export async function readOrganizationRoles(api: ManagementClient): Promise<Management.Role[]> {
  const roles = await collect(api.roles.list({ type: 'organization', per_page: 100 }));
  return roles.filter(({ type }) => type === 'organization');
}

async function listRoles(api: ManagementClient) {
  try {
    return await readTenantRoles(api);
  } catch (error) {
    if (isFeatureNotEnabled(error)) throw new MissingEntitlement('roles (RBAC)');
    throw error;
  }
}

const isFeatureNotEnabled = (error: unknown): boolean =>
  error instanceof ManagementError &&
  typeof error.body === 'object' &&
  error.body !== null &&
  'errorCode' in error.body &&
  error.body.errorCode === 'feature_not_enabled';

/** Roles of the tenant of these names, with their permissions. */
export async function readRoles(api: ManagementClient, names: readonly string[]) {
  if (names.length === 0) return [];
  const roles = (await listRoles(api)).filter((role) => names.includes(role.name ?? ''));
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
