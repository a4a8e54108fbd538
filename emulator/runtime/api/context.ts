import type { Event, PostLoginAPI, Role, UserGroup } from '../../../library/contract.ts';
import type { RecordCommand } from '../command.ts';

/** The functions that a post-login Action may export. */
export type HandlerName = 'onExecutePostLogin' | 'onContinuePostLogin';

/** What `api.roles` and `api.groups` answer from: the user's own, in this login's organization where there is one. */
export interface Directory {
  roles: DirectoryRole[];
  groups: DirectoryGroup[];
}

/** A role; of what is missing the answer has a value that stands for it. */
export type DirectoryRole = Pick<Role, 'id' | 'name'> & Partial<Role>;

/** A group of the user's, as above. */
export type DirectoryGroup = Pick<UserGroup, 'id' | 'name'> &
  Partial<UserGroup> & { group_type?: 'connection' | 'organization' | 'tenant' };

/** What one execution's `api` is made over. */
export interface ApiContext {
  event: Event;
  /** Epoch milliseconds. */
  clock: () => number;
  handler: HandlerName;
  directory: Directory;
  /** Rules that ran before the Actions; this tenant has none. */
  rules: readonly string[];
  record: RecordCommand;
  /** Records, and returns `api`. */
  chained: RecordCommand<PostLoginAPI>;
}
