/**
 * Describes Auth0's post-login v3 contract, as types only.
 *
 * These types are assignable to the types of `@auth0/actions/post-login/v3` and from them: the vendor's event can be
 * passed to our handlers, and ours to the vendor's handlers. `test/types/differences.ts` names each of the few
 * differences: the contract contains what Auth0 documents and its typings lack, and objects that Auth0 lets grow by
 * arbitrary keys (for instance an identity provider's attributes in `user`) have no index signature, so that a misspelt
 * attribute does not compile. Read such a key with `Reflect.get`.
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
export type { EnterpriseStrategy } from './contract/strategies.ts';
