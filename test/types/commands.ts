/**
 * Every method of post-login's `api` is either a recorded command or an answer at once. Checked by `tsc`, never run: a
 * method that the contract gains, or a command that no `api` has, does not compile.
 */

import type { CommandMethod } from '../../emulator/runtime/command.ts';
import type { PostLoginAPI } from '../../library/contract.ts';
import type { Equal, Holds } from './equal.ts';

type MethodOf<Api> = {
  [Area in keyof Api & string]: `${Area}.${keyof Api[Area] & string}`;
}[keyof Api & string];

/** What `api` answers while the Action runs, without a command. */
type Answered =
  | `cache.${'delete' | 'get' | 'set'}`
  | `groups.${keyof PostLoginAPI['groups']}`
  | `roles.${keyof PostLoginAPI['roles']}`
  | `redirect.${'canRedirect' | 'encodeToken' | 'validateToken'}`
  | 'rules.wasExecuted';

/** Commands of other triggers alone. */
type OfOthers = 'user.setUserId';

export type Commands = [Holds<Equal<Exclude<MethodOf<PostLoginAPI>, Answered>, Exclude<CommandMethod, OfOthers>>>];
