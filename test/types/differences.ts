/**
 * Our contract and the vendor's types are assignable to each other, but for what is named here. Checked by `tsc`, never run.
 *
 * 1. Target scopes (customize/actions/handling-scopes-in-actions): four methods of `api.transaction`, and `target_scopes`.
 * 2. The factor of a second-factor entry: `authentication.methods[].type` (customize-mfa-selection-universal-login).
 * 3. What the vendor's test harness has in its event and its types lack: `agent`, `anonymous_session`, `experiment`, four fields of `client`
 *    and `refresh_token`, and `identities[].userId`.
 * 4. Objects that grow have no index signature, so that a misspelt attribute does not compile. An attribute that an identity provider adds
 *    (`groups` of a directory) has no type of its own: what it holds is that provider's decision, so it is read with `Reflect.get` and checked.
 * 5. `any` is `unknown`, or the type that Auth0 documents: values of `query` and of the metadata of sessions and tokens are strings. Whoever
 *    decides by a value of `app_metadata` must look at its kind first; the compiler asks for that.
 */
import type { Configuration, Event, PostLoginAPI, Secrets, TransactionAPI } from '../../library/contract.ts';
import type { Equal, Holds } from './equal.ts';
import type * as vendor from './vendor.d.ts';

type Assignable<From, To> = [From] extends [To] ? true : false;
type Named<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };
type Section<E, K extends keyof E> = NonNullable<E[K]>;
type More<K extends keyof Event & keyof vendor.Event> = Exclude<
  keyof Section<Event, K>,
  Named<Section<vendor.Event, K>>
>;

/** The vendor's, and the target scopes on top. */
interface WithTargetScopes extends vendor.ApiOf<WithTargetScopes, TransactionAPI> {}

export type Assignments = [
  Holds<Assignable<Event, vendor.Event>>,
  Holds<Assignable<vendor.Event, Event>>,
  Holds<Assignable<PostLoginAPI, vendor.PostLoginAPI>>,
  Holds<Assignable<WithTargetScopes, PostLoginAPI>>,
];

export type Differences = [
  // 1
  Holds<Equal<Assignable<vendor.PostLoginAPI, PostLoginAPI>, false>>,
  Holds<
    Equal<
      Exclude<keyof TransactionAPI, keyof vendor.TransactionAPI>,
      `${'add' | 'remove'}TargetScope` | `${'set' | 'clear'}TargetScopes`
    >
  >,
  Holds<Equal<More<'transaction'>, 'target_scopes'>>,
  // 2
  Holds<
    Equal<
      Exclude<
        keyof Section<Event, 'authentication'>['methods'][number],
        keyof Section<vendor.Event, 'authentication'>['methods'][number]
      >,
      'type'
    >
  >,
  // 3
  Holds<Equal<Exclude<keyof Event, keyof vendor.Event>, 'agent' | 'anonymous_session' | 'experiment'>>,
  Holds<Equal<More<'client'>, 'authentication' | `external_${'client_id' | 'metadata_type'}`>>,
  Holds<Equal<More<'refresh_token'>, 'access'>>,
  Holds<
    Equal<
      Exclude<keyof Event['user']['identities'][number], Named<vendor.Event['user']['identities'][number]>>,
      'userId'
    >
  >,
  // Nowhere else is a field more in ours, and nowhere a field less.
  Holds<Equal<More<'connection' | 'organization' | 'request' | 'session' | 'user'>, never>>,
  Holds<Equal<Exclude<keyof vendor.Event, keyof Event>, never>>,
  // What the vendor lets nobody overwrite is read-only here too, and its types have the same names.
  Holds<Equal<Pick<Event, 'configuration' | 'secrets'>, Pick<vendor.Event, 'configuration' | 'secrets'>>>,
  Holds<Equal<Configuration, vendor.Configuration>>,
  Holds<Equal<Secrets, vendor.Secrets>>,
  Holds<
    Equal<
      Exclude<keyof vendor.PostLoginAPI, keyof PostLoginAPI> | Exclude<keyof PostLoginAPI, keyof vendor.PostLoginAPI>,
      never
    >
  >,
];

declare const ours: Event;
declare const theirs: vendor.Event;

export const growing = (): unknown[] => [
  theirs.user.departmnet,
  // @ts-expect-error 4
  ours.user.departmnet,
  theirs.organization?.branding.colors,
  // @ts-expect-error 4
  ours.organization?.branding,
  theirs.user.groups.includes('admins'),
  // @ts-expect-error 4
  ours.user.groups,
  Reflect.get(ours.user, 'groups'),
  theirs.user.app_metadata.plan.name,
  // @ts-expect-error 5
  ours.user.app_metadata.plan.name,
  // What is compared needs no kind.
  ours.user.app_metadata.role === 'admin',
  theirs.user.app_metadata.role.startsWith('admin'),
  // @ts-expect-error 5
  ours.user.app_metadata.role.startsWith('admin'),
];
