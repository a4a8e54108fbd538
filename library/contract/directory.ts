/** One page of a list by cursor: `from` is the `next` of the page before. */
export interface PageOptions {
  from?: string;
  take?: number;
}

export interface GroupsAPI {
  getUserGroups(options?: PageOptions): Promise<{ groups: UserGroup[]; next?: string }>;
  /**
   * @param groups ids or names. Every one of them is a key of `memberships`: read `is_member`, since the entry itself is an object
   *   whether the user is a member or not. A group that could not be checked is in `errors`.
   */
  hasGroupMembership(groups: string[]): Promise<GroupMemberships>;
}

/** Describes a group that the user is a member of. Times are ISO 8601. */
export interface UserGroup {
  id: string;
  name: string;
  external_id?: string;
  /** Is there when a connection brought the group. */
  connection_id?: string;
  tenant_name: string;
  created_at: string;
  updated_at: string;
  membership_created_at: string;
  /** Says how the user became a member of the group. */
  assignment: string;
}

export interface GroupMemberships {
  /** Memberships by the id or name that was passed. */
  memberships: Record<string, GroupMembership>;
  /** Error codes by id or name. */
  errors?: Record<string, string>;
}

export interface GroupMembership {
  is_member: boolean;
  /** The groups of that id or name, where the user is a member. `group_type`: `connection`, `organization` or `tenant`. */
  matches?: { id: string; name: string; group_type: string }[];
}

export interface RolesAPI {
  /** Evaluated for the event's organization, where there is one. */
  getUserEffectiveRoles(options?: PageOptions): Promise<{ roles: Role[]; next?: string }>;
  getUserEffectiveRolesByIds(roleIds: string[]): Promise<{ roles: Role[] }>;
  getUserEffectiveRolesByNames(roleNames: string[]): Promise<{ roles: Role[] }>;
}

/** A role as it counts for the user, given directly or by a group. */
export interface Role {
  id: string;
  name: string;
  /** `tenant`, or `organization` for a role that an organization owns. */
  type: string;
}
