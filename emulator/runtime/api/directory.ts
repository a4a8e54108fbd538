import type { GroupMembership, PostLoginAPI, Role, UserGroup } from '../../../library/contract.ts';
import type { ApiContext, DirectoryGroup, DirectoryRole } from './context.ts';

const DEFAULT_TAKE = 50;
/** The value for a time that is missing. */
const EPOCH = '1970-01-01T00:00:00.000Z';

interface PageOptions {
  from?: string;
  take?: number;
}

/**
 * Returns one page by cursor: the position after the last row returned. Auth0 does not publish its message for a wrong
 * cursor.
 */
function pageOf<Row>(rows: Row[], { from, take = DEFAULT_TAKE }: PageOptions): { rows: Row[]; next?: string } {
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

/**
 * Checks the list. Auth0's harness checks only that it is an array; an element that is not a string matches nothing.
 */
function checkList(name: string, list: unknown): void {
  if (!Array.isArray(list) || list.length === 0) {
    throw new Error(`The "${name}" parameter must be a non-empty array of strings.`);
  }
}

export const rolesApi = ({ directory: { roles } }: ApiContext): PostLoginAPI['roles'] => ({
  async getUserEffectiveRoles(options = {}) {
    const { rows, ...next } = pageOf(roles.map(asRole), options);
    return { roles: rows, ...next };
  },
  async getUserEffectiveRolesByIds(ids) {
    checkList('ids', ids);
    return { roles: roles.map(asRole).filter(({ id }) => ids.includes(id)) };
  },
  async getUserEffectiveRolesByNames(names) {
    checkList('names', names);
    return { roles: roles.map(asRole).filter(({ name }) => names.includes(name)) };
  },
});

export const groupsApi = ({ event, directory: { groups } }: ApiContext): PostLoginAPI['groups'] => ({
  async getUserGroups(options = {}) {
    const { rows, ...next } = pageOf(
      groups.map((group) => asGroup(group, event.tenant.id)),
      options,
    );
    return { groups: rows, ...next };
  },
  async hasGroupMembership(names) {
    checkList('groups', names);
    return { memberships: Object.fromEntries(names.map((name) => [name, membershipIn(groups, name)])) };
  },
});

/** Returns the membership in a group that is named by its id or by its name, which several groups may have. */
function membershipIn(groups: readonly DirectoryGroup[], asked: string): GroupMembership {
  const matches = groups
    .filter(({ id, name }) => id === asked || name === asked)
    .map(({ id, name, group_type, connection_id }) => ({
      id,
      name,
      group_type: group_type ?? (connection_id === undefined ? 'tenant' : 'connection'),
    }));
  return matches.length === 0 ? { is_member: false } : { is_member: true, matches };
}

const asRole = ({ id, name, type = 'tenant' }: DirectoryRole): Role => ({ id, name, type });

function asGroup({ group_type: _, ...group }: DirectoryGroup, tenantName: string): UserGroup {
  return {
    tenant_name: tenantName,
    created_at: EPOCH,
    updated_at: EPOCH,
    membership_created_at: EPOCH,
    assignment: '((direct))',
    ...group,
  };
}
