import type { NamedEntity, PostLoginAPI } from '../../../actions/contract.ts';
import type { ApiContext } from './context.ts';

const DEFAULT_TAKE = 50;

interface PageOptions {
  from?: string;
  take?: number;
}

/** One page by cursor: here the position after the last row given. Of a wrong cursor, Auth0's text is not published. */
function pageOf(
  rows: NamedEntity[],
  { from, take = DEFAULT_TAKE }: PageOptions,
): { rows: NamedEntity[]; next?: string } {
  if (from !== undefined && typeof from !== 'string') {
    throw new Error('The "from" parameter must be a string if provided.');
  }
  if (!Number.isInteger(take) || take < 1) {
    throw new Error('The "take" parameter must be a positive integer if provided.');
  }
  const start = from === undefined ? 0 : Number(from);
  if (!Number.isSafeInteger(start) || start < 0) throw new Error('((from is no cursor of an earlier page))');
  const end = start + take;
  return { rows: rows.slice(start, end), ...(end < rows.length ? { next: String(end) } : {}) };
}

/** Auth0's harness looks at the array alone; what is no string in it is nobody's. */
function checkList(name: string, list: unknown): void {
  if (!Array.isArray(list) || list.length === 0) {
    throw new Error(`The "${name}" parameter must be a non-empty array of strings.`);
  }
}

export const rolesApi = ({ directory: { roles } }: ApiContext): PostLoginAPI['roles'] => ({
  async getUserEffectiveRoles(options = {}) {
    const { rows, ...next } = pageOf(roles, options);
    return { roles: rows, ...next };
  },
  async getUserEffectiveRolesByIds(ids) {
    checkList('ids', ids);
    return { roles: roles.filter(({ id }) => ids.includes(id)) };
  },
  async getUserEffectiveRolesByNames(names) {
    checkList('names', names);
    return { roles: roles.filter(({ name }) => names.includes(name)) };
  },
});

export const groupsApi = ({ directory: { groups } }: ApiContext): PostLoginAPI['groups'] => ({
  async getUserGroups(options = {}) {
    const { rows, ...next } = pageOf(groups, options);
    return { groups: rows, ...next };
  },
  async hasGroupMembership(ids) {
    checkList('groups', ids);
    return { memberships: Object.fromEntries(ids.map((id) => [id, groups.some((group) => group.id === id)])) };
  },
});
