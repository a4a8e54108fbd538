/**
 * Auth0's post-login v3 contract, types only.
 *
 * Assignable to the types of `@auth0/actions/post-login/v3` and from them: the vendor's event can be passed to our handlers, and a handler
 * of the vendor's gets ours. The differences are few, and `test/types/differences.ts` names each:
 * what Auth0 documents and its typings lack is here, and objects that Auth0 lets grow by arbitrary keys (an identity provider's attributes in
 * `user`, say) have no index signature, so that a misspelt attribute does not compile. Read such a key with `Reflect.get`.
 */
export type {
  CacheError,
  CacheRecord,
  CacheWriteResult,
  PostLoginAction,
  PostLoginAPI,
  PromptAPI,
  RefreshTokenAPI,
  SessionAPI,
  TransactionAPI,
} from './contract/api.ts';
export type { GroupMembership, Role, UserGroup } from './contract/directory.ts';
export type {
  AuthenticationMethod,
  Configuration,
  Event,
  Protocol,
  ResponseMode,
  ResponseType,
  Secrets,
  Transaction,
  User,
} from './contract/event.ts';
export type { EnrollableFactor, Factor } from './contract/factors.ts';
export type { Confidence } from './contract/risk-assessment.ts';
