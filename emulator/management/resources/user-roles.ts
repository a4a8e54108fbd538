/** Roles that users hold tenant-wide; those held in an organization are in `organization-members.ts`. */

import { findUser, type RoleRecord, type TenantState } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { pagedOrCheckpointed } from '../paging.ts';
import { badRequest, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { pagedRoles } from './roles.ts';

/** Limits the roles of a user, and of a member of an organization (support/policies/entity-limit-policy). */
const MAX_ROLES = 50;

/** Says where a role is held: in the tenant without `org_id`. */
interface Holder {
  user_id: string;
  org_id?: string;
}

const isHeldBy = (row: TenantState['userRoles'][number], holder: Holder): boolean =>
  row.user_id === holder.user_id && row.org_id === holder.org_id;

export function heldRoles(state: TenantState, holder: Holder): RoleRecord[] {
  const ids = new Set(state.userRoles.filter((row) => isHeldBy(row, holder)).map((row) => row.role_id));
  return state.roles.filter((role) => ids.has(role.id));
}

export function assignRoles(state: TenantState, holder: Holder, roleIds: readonly string[]): Reply {
  const missing = roleIds.find((id) => !state.roles.some((role) => role.id === id));
  if (missing !== undefined) return notFound(`The role ${missing} does not exist.`, 'inexistent_role');
  const held = new Set(heldRoles(state, holder).map((role) => role.id));
  const added = [...new Set(roleIds)].filter((id) => !held.has(id));
  if (held.size + added.length > MAX_ROLES) return badRequest(`A user can have at most ${MAX_ROLES} roles.`);
  state.userRoles.push(...added.map((role_id) => ({ ...holder, role_id })));
  return noContent();
}

export function removeRoles(state: TenantState, holder: Holder, roleIds: readonly string[]): Reply {
  state.userRoles = state.userRoles.filter((row) => !(isHeldBy(row, holder) && roleIds.includes(row.role_id)));
  return noContent();
}

const inexistentUser = (): Reply => notFound('The user does not exist.', 'inexistent_user');

function listUserRoles({ state, params, query }: ManagementRequest): Reply {
  const user = findUser(state, params.id);
  return user ? pagedRoles(heldRoles(state, { user_id: user.user_id }), query) : inexistentUser();
}

function assignUserRoles({ state, params, body }: ManagementRequest<{ roles: string[] }>): Reply {
  const user = findUser(state, params.id);
  return user ? assignRoles(state, { user_id: user.user_id }, body.roles) : inexistentUser();
}

function removeUserRoles({ state, params, body }: ManagementRequest<{ roles: string[] }>): Reply {
  const user = findUser(state, params.id);
  return user ? removeRoles(state, { user_id: user.user_id }, body.roles) : inexistentUser();
}

const inexistentRole = (): Reply => notFound('The role does not exist.', 'inexistent_role');

function listRoleUsers({ state, params, query }: ManagementRequest): Reply {
  if (!state.roles.some((role) => role.id === params.id)) return inexistentRole();
  const holders = state.userRoles.filter((row) => row.role_id === params.id && row.org_id === undefined);
  const rows = holders.map(({ user_id }) => {
    const { email, name, picture } = findUser(state, user_id) ?? {};
    return { user_id, email, name, picture };
  });
  return pagedOrCheckpointed(rows, 'users', query);
}

function assignRoleUsers({ state, params, body }: ManagementRequest<{ users: string[] }>): Reply {
  const roleId = params.id ?? '';
  if (!state.roles.some((role) => role.id === roleId)) return inexistentRole();
  if (body.users.some((id) => findUser(state, id) === undefined)) return inexistentUser();
  for (const user_id of body.users) assignRoles(state, { user_id }, [roleId]);
  return ok({});
}

export const resource = declareResource({
  name: 'user-roles',
  operations: {
    'GET /users/{id}/roles': listUserRoles,
    'POST /users/{id}/roles': assignUserRoles,
    'DELETE /users/{id}/roles': removeUserRoles,
    'GET /roles/{id}/users': listRoleUsers,
    'POST /roles/{id}/users': assignRoleUsers,
  },
  kept: { userRoles: { list: { user_id: 'string', role_id: 'string' } } },
});
