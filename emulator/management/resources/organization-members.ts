/** Members of an organization, and the roles they hold in it. */

import { delayed, isVisible } from '../../delays.ts';
import { findUser, isMember } from '../../state.ts';
import type { ManagementRequest, Query } from '../operation.ts';
import { pagedOrCheckpointed } from '../paging.ts';
import { badRequest, noContent, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { hasOrganization, inexistentOrganization } from './organization-connections.ts';
import { pagedRoles } from './roles.ts';
import { assignRoles, heldRoles, removeRoles } from './user-roles.ts';

/** Lists members. It includes roles only if `fields` asks for them. */
function listMembers({ state, params, query }: ManagementRequest): Reply {
  if (!hasOrganization(state, params.id)) return inexistentOrganization();
  const withDefaults: Query = query.fields === undefined ? { ...query, fields: 'user_id,email,picture,name' } : query;
  const rows = state.members
    .filter((row) => row.org_id === params.id && isVisible(state, row))
    .map(({ user_id, org_id }) => {
      const { email, picture, name } = findUser(state, user_id) ?? {};
      const roles = heldRoles(state, { user_id, org_id }).map((role) => ({ id: role.id, name: role.name }));
      return { user_id, email, picture, name, roles };
    });
  // A page of members always leads on to the next one (recorded traffic, 2023 and 2026).
  return pagedOrCheckpointed(rows, 'members', withDefaults, true);
}

function addMembers({ state, params, body }: ManagementRequest<{ members: string[] }>): Reply {
  const org_id = params.id ?? '';
  if (!hasOrganization(state, org_id)) return inexistentOrganization();
  const unknown = body.members.find((id) => findUser(state, id) === undefined);
  if (unknown !== undefined) return badRequest(`The user ${unknown} does not exist.`, 'inexistent_user');
  const added = [...new Set(body.members)].filter((id) => !isMember(state, org_id, id));
  state.members.push(...added.map((user_id) => ({ org_id, user_id, ...delayed(state, state.delays.visibilityMs) })));
  return noContent();
}

/** Removes members and the roles that they have in the organization. */
function removeMembers({ state, params, body }: ManagementRequest<{ members: string[] }>): Reply {
  if (!hasOrganization(state, params.id)) return inexistentOrganization();
  const isKept = (row: { org_id?: string; user_id: string }): boolean =>
    row.org_id !== params.id || !body.members.includes(row.user_id);
  state.members = state.members.filter(isKept);
  state.userRoles = state.userRoles.filter(isKept);
  return noContent();
}

type Member = { holder: { user_id: string; org_id: string } } | { refusal: Reply };

function findMember({ state, params }: ManagementRequest): Member {
  const { id: org_id = '', user_id = '' } = params;
  if (!hasOrganization(state, org_id)) return { refusal: inexistentOrganization() };
  if (isMember(state, org_id, user_id)) return { holder: { user_id, org_id } };
  return { refusal: badRequest('The user is not a member of the organization.', 'not_a_member') };
}

function listMemberRoles(request: ManagementRequest): Reply {
  const member = findMember(request);
  if ('refusal' in member) return member.refusal;
  return pagedRoles(heldRoles(request.state, member.holder), request.query);
}

function assignMemberRoles(request: ManagementRequest<{ roles: string[] }>): Reply {
  const member = findMember(request);
  if ('refusal' in member) return member.refusal;
  return assignRoles(request.state, member.holder, request.body.roles);
}

function removeMemberRoles(request: ManagementRequest<{ roles: string[] }>): Reply {
  const member = findMember(request);
  if ('refusal' in member) return member.refusal;
  return removeRoles(request.state, member.holder, request.body.roles);
}

export const resource = declareResource({
  name: 'organization-members',
  operations: {
    'GET /organizations/{id}/members': listMembers,
    'POST /organizations/{id}/members': addMembers,
    'DELETE /organizations/{id}/members': removeMembers,
    'GET /organizations/{id}/members/{user_id}/roles': listMemberRoles,
    'POST /organizations/{id}/members/{user_id}/roles': assignMemberRoles,
    'DELETE /organizations/{id}/members/{user_id}/roles': removeMemberRoles,
  },
  kept: { members: { list: { org_id: 'string', user_id: 'string' } } },
});
