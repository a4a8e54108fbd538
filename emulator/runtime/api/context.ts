import type { Event, PostLoginAPI, Role, UserGroup } from '../../../library/contract.ts';
import type { RecordCommand } from '../command.ts';

/** Names the functions that a post-login Action may export. */
export type HandlerName = 'onExecutePostLogin' | 'onContinuePostLogin';

/** Holds what `api.roles` and `api.groups` read: the user's own, in this login's organization if there is one. */
export interface Directory {
  roles: DirectoryRole[];
  groups: DirectoryGroup[];
}

/** Describes a role; an answer fills in missing fields. */
export type DirectoryRole = Pick<Role, 'id' | 'name'> & Partial<Role>;

/** Describes a group of the user; an answer fills in missing fields. */
export type DirectoryGroup = Pick<UserGroup, 'id' | 'name'> &
  Partial<UserGroup> & { group_type?: 'connection' | 'organization' | 'tenant' };

/** Holds what the `api` of one execution needs. */
export interface ApiContext {
  event: Event;
  /** Epoch milliseconds. */
  clock: () => number;
  handler: HandlerName;
  directory: Directory;
  /** The rules that ran before the Actions; this tenant has none. */
  rules: readonly string[];
  record: RecordCommand;
  /** Records, and returns `api`. */
  chained: RecordCommand<PostLoginAPI>;
}
