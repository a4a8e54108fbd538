import type { NamedEntity, PostLoginAPI } from '../../../actions/contract.ts';
import type { ApiContext } from './context.ts';

const DEFAULT_TAKE = 50;

interface PageOptions {
  from?: string;
  take?: number;
}

/** One page by cursor: here the position after the last row given. The texts of refusals are ours. */
function pageOf(
  rows: NamedEntity[],
  { from, take = DEFAULT_TAKE }: PageOptions,
): { rows: NamedEntity[]; next?: string } {
  if (from !== undefined && typeof from !== 'string') throw new Error('((from must be a string))');
  if (!Number.isSafeInteger(take) || take < 1) throw new Error('((take must be a positive integer))');
  const start = from === undefined ? 0 : Number(from);
  if (!Number.isSafeInteger(start) || start < 0) throw new Error('((from is no cursor of an earlier page))');
  const end = start + take;
  return { rows: rows.slice(start, end), ...(end < rows.length ? { next: String(end) } : {}) };
}

function checkList(name: string, list: unknown): void {
  const isList = Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'string');
  if (!isList) throw new Error(`((${name} must be a non-empty array of strings))`);
}

export const rolesApi = ({ directory: { roles } }: ApiContext): PostLoginAPI['roles'] => ({
  async getUserEffectiveRoles(options = {}) {
    const { rows, ...next } = pageOf(roles, options);
    return { roles: rows, ...next };
  },
  async getUserEffectiveRolesByIds(ids) {
    checkList('roleIds', ids);
    return { roles: roles.filter(({ id }) => ids.includes(id)) };
  },
  async getUserEffectiveRolesByNames(names) {
    checkList('roleNames', names);
    return { roles: roles.filter(({ name }) => names.includes(name)) };
  },
});

export const groupsApi = ({ directory: { groups } }: ApiContext): PostLoginAPI['groups'] => ({
  async getUserGroups(options = {}) {
    const { rows, ...next } = pageOf(groups, options);
    return { groups: rows, ...next };
  },
  async hasGroupMembership(ids) {
    checkList('groupIds', ids);
    return { memberships: Object.fromEntries(ids.map((id) => [id, groups.some((group) => group.id === id)])) };
  },
});
