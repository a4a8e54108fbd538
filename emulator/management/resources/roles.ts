import type { RoleRecord, TenantState } from '../../state.ts';
import { collection } from '../collection.ts';
import type { ManagementRequest, Query } from '../operation.ts';
import { paged } from '../paging.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { sharedList } from '../store.ts';
import { findResourceServer } from './resource-servers.ts';

type Permission = RoleRecord['permissions'][number];

const findRole = (state: TenantState, id: string | undefined): RoleRecord | undefined =>
  state.roles.find((role) => role.id === id);

const inexistent = (): Reply => notFound('The role does not exist.', 'inexistent_role');

/** Returns a role as reads show it: an empty description if it has none (recorded traffic, 2026-08). */
function view({ id, name, description = '', type = 'tenant', owner_id }: RoleRecord) {
  return { id, name, description, type, ...(owner_id === undefined ? {} : { owner_id }) };
}

/** Answers with roles as every list of roles shows them. */
export const pagedRoles = (roles: readonly RoleRecord[], query: Query): Reply => paged(roles.map(view), 'roles', query);

type NewRole = Pick<RoleRecord, 'name' | 'description' | 'type' | 'owner_id'>;

/** An organization's own role may have the name of a tenant's, or of another organization's. */
function nameTaken(state: TenantState, { name, owner_id }: Partial<NewRole>, self?: RoleRecord): Reply | undefined {
  const other = state.roles.find((role) => role !== self && role.name === name && role.owner_id === owner_id);
  return other && conflict(`A role with the name "${name}" already exists.`, 'role_conflict');
}

function checkOwner(state: TenantState, { type = 'tenant', owner_id }: NewRole): Reply | undefined {
  if (type === 'tenant') {
    return owner_id === undefined ? undefined : badRequest('((A role of the tenant has no owner_id.))');
  }
  if (owner_id === undefined) return badRequest('((A role of an organization needs its owner_id.))');
  const exists = state.organizations.some(({ id }) => id === owner_id);
  return exists ? undefined : badRequest(`((There is no organization ${owner_id}.))`);
}

function listPermissions({ state, params, query }: ManagementRequest): Reply {
  const role = findRole(state, params.id);
  if (role === undefined) return inexistent();
  const rows = role.permissions.map((permission) => {
    const api = findResourceServer(state, permission.resource_server_identifier);
    const scope = api?.scopes?.find(({ value }) => value === permission.permission_name);
    return { ...permission, description: scope?.description, resource_server_name: api?.name };
  });
  return paged(rows, 'permissions', query);
}

const isSame = (a: Permission, b: Permission): boolean =>
  a.permission_name === b.permission_name && a.resource_server_identifier === b.resource_server_identifier;

function addPermissions({ state, params, body }: ManagementRequest<{ permissions: Permission[] }>): Reply {
  const role = findRole(state, params.id);
  if (role === undefined) return inexistent();
  for (const { permission_name, resource_server_identifier } of body.permissions) {
    const api = findResourceServer(state, resource_server_identifier);
    if (api === undefined) {
      return notFound(
        `The resource server "${resource_server_identifier}" does not exist.`,
        'inexistent_resource_server',
      );
    }
    if (!api.scopes?.some(({ value }) => value === permission_name)) {
      return badRequest(`The permission "${permission_name}" does not exist on "${resource_server_identifier}".`);
    }
  }
  const added = body.permissions.filter((wanted) => !role.permissions.some((held) => isSame(held, wanted)));
  role.permissions.push(...added);
  return created({});
}

function removePermissions({ state, params, body }: ManagementRequest<{ permissions: Permission[] }>): Reply {
  const role = findRole(state, params.id);
  if (role === undefined) return inexistent();
  role.permissions = role.permissions.filter((held) => !body.permissions.some((removed) => isSame(held, removed)));
  return noContent();
}

export const resource = collection<RoleRecord>({
  name: 'roles',
  path: '/roles',
  noun: 'role',
  store: sharedList('roles'),
  id: { field: 'id', prefix: 'rol_' },
  list: 'pages',
  listed(roles, query) {
    const filter = typeof query.name_filter === 'string' ? query.name_filter.toLowerCase() : '';
    return roles
      .filter((role) => role.name.toLowerCase().includes(filter))
      .filter(({ type = 'tenant' }) => query.type === undefined || query.type === type)
      .filter(({ owner_id }) => query.owner_id === undefined || query.owner_id === owner_id);
  },
  defaults: () => ({ permissions: [] }),
  check: (role, state, before) =>
    (before === undefined ? checkOwner(state, role) : undefined) ?? nameTaken(state, role, before),
  view,
  answers: {
    created(shown, { description }) {
      const { description: _empty, ...rest }: { description?: unknown } = { ...shown };
      // The answer has a description only where one was sent.
      return ok(description === undefined ? rest : shown);
    },
    deleted: () => ok({}),
  },
  onDelete({ state, row }) {
    state.userRoles = state.userRoles.filter(({ role_id }) => role_id !== row.id);
  },
  more: {
    'GET /roles/{id}/permissions': listPermissions,
    'POST /roles/{id}/permissions': addPermissions,
    'DELETE /roles/{id}/permissions': removePermissions,
  },
  kept: { name: 'string', permissions: [{ permission_name: 'string', resource_server_identifier: 'string' }] },
});
