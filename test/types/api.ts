/**
 * Pins `PostLoginAPI` (docs/notes/actions-runtime.md#recorded-commands): every method, its arguments, and which can be
 * chained. Checked by `tsc`, never run.
 */
import type {
  CacheError,
  CacheRecord,
  CacheWriteResult,
  EnrollableFactor,
  Factor,
  PostLoginAPI,
  Role,
  UserGroup,
} from '../../library/contract.ts';
import type { Equal, Holds, OptionalKeys, RequiredKeys } from './equal.ts';

type Api = PostLoginAPI;
type Methods<T> = { [K in keyof T & string]: `${K}.${keyof T[K] & string}` }[keyof T & string];

type SamlMethod = `set${
  | 'Attribute'
  | 'Audience'
  | 'AuthnContextClassRef'
  | `${'' | 'Signing' | 'Encryption'}Cert`
  | 'CreateUpnClaim'
  | 'Destination'
  | `${'Digest' | 'Encryption' | 'Signature'}Algorithm`
  | 'EncryptionPublicKey'
  | 'IncludeAttributeNameFormat'
  | 'Issuer'
  | 'Key'
  | 'LifetimeInSeconds'
  | 'MapIdentities'
  | 'MapUnknownClaimsAsIs'
  | `NameIdentifier${'Format' | 'Probes'}`
  | 'PassthroughClaimsWithNoMapping'
  | 'Recipient'
  | 'RelayState'
  | 'SignResponse'
  | 'TypedAttributes'}`;
type Saml = Api['samlResponse'];
type SamlArgument<Suffix extends string> = Saml[Extract<keyof Saml, `set${Suffix}`>] extends (
  value: infer Value,
) => void
  ? Value
  : never;

export type ApiPins = [
  Holds<
    Equal<
      Methods<Api>,
      | 'access.deny'
      | `accessToken.${'setCustomClaim' | 'addScope' | 'removeScope'}`
      | `authentication.${'challengeWith' | 'challengeWithAny' | 'enrollWith' | 'enrollWithAny'}`
      | `authentication.${'recordMethod' | 'setPrimaryUser'}`
      | `cache.${'get' | 'set' | 'delete'}`
      | `groups.${'getUserGroups' | 'hasGroupMembership'}`
      | 'idToken.setCustomClaim'
      | 'multifactor.enable'
      | 'prompt.render'
      | `redirect.${'canRedirect' | 'encodeToken' | 'sendUserTo' | 'validateToken'}`
      | `refreshToken.${'revoke' | 'setExpiresAt' | 'setIdleExpiresAt'}`
      | `refreshToken.${'setMetadata' | 'deleteMetadata' | 'evictMetadata'}`
      | `roles.getUserEffectiveRoles${'' | 'ByIds' | 'ByNames'}`
      | 'rules.wasExecuted'
      | `samlResponse.${SamlMethod}`
      | `session.${'revoke' | 'setCookieMode' | 'setExpiresAt' | 'setIdleExpiresAt'}`
      | `session.${'setMetadata' | 'deleteMetadata' | 'evictMetadata'}`
      | `transaction.${'setMetadata' | 'addTargetScope' | 'removeTargetScope' | 'setTargetScopes' | 'clearTargetScopes'}`
      | `user.${'setAppMetadata' | 'setUserMetadata'}`
      | 'validation.error'
    >
  >,
  // Chained: they give `api` back.
  Holds<Equal<Api['access']['deny'], (reason: string) => Api>>,
  Holds<Equal<Api['accessToken']['setCustomClaim'], (name: string, value: unknown) => Api>>,
  Holds<Equal<Api['idToken']['setCustomClaim'], (name: string, value: unknown) => Api>>,
  Holds<Equal<Api['authentication']['recordMethod'], (providerUrl: string) => Api>>,
  Holds<Equal<Api['redirect']['sendUserTo'], (url: string, options?: { query?: Record<string, string> }) => Api>>,
  Holds<Equal<Api['user']['setAppMetadata'], (key: string, value: unknown) => Api>>,
  Holds<Equal<Api['user']['setUserMetadata'], (key: string, value: unknown) => Api>>,
  Holds<Equal<Api['validation']['error'], (code: string, message: string) => Api>>,
  Holds<Equal<ReturnType<Api['multifactor']['enable']>, Api>>,
  Holds<
    Equal<Parameters<Api['multifactor']['enable']>[0], 'any' | 'none' | 'guardian' | 'google-authenticator' | 'duo'>
  >,
  Holds<Equal<Factor['type'], EnrollableFactor['type'] | 'email'>>,
  Holds<
    Equal<
      EnrollableFactor['type'],
      'otp' | 'phone' | 'push' | 'push-notification' | 'recovery-code' | 'webauthn-platform' | 'webauthn-roaming'
    >
  >,
  // Not chained: they give nothing back.
  Holds<Equal<Api['accessToken']['addScope'], (scope: string) => void>>,
  Holds<Equal<Api['accessToken']['removeScope'], (scope: string) => void>>,
  Holds<
    Equal<Api['authentication']['challengeWith'], (factor: Factor, options?: { additionalFactors?: Factor[] }) => void>
  >,
  Holds<Equal<Api['authentication']['challengeWithAny'], (factors: Factor[]) => void>>,
  Holds<
    Equal<
      Api['authentication']['enrollWith'],
      (factor: EnrollableFactor, options?: { additionalFactors?: EnrollableFactor[] }) => void
    >
  >,
  Holds<Equal<Api['authentication']['enrollWithAny'], (factors: EnrollableFactor[]) => void>>,
  Holds<Equal<Api['authentication']['setPrimaryUser'], (primaryUserId: string) => void>>,
  Holds<Equal<ReturnType<Api['prompt']['render']>, void>>,
  Holds<Equal<Api['refreshToken']['revoke'], (reason: string) => void>>,
  Holds<Equal<Api['refreshToken']['setExpiresAt'], (absolute: number) => void>>,
  Holds<Equal<Api['refreshToken']['setIdleExpiresAt'], (idle: number) => void>>,
  Holds<Equal<Api['refreshToken']['setMetadata'], (key: string, value: string | null) => void>>,
  Holds<Equal<Api['refreshToken']['deleteMetadata'], (key: string) => void>>,
  Holds<Equal<Api['refreshToken']['evictMetadata'], () => void>>,
  Holds<Equal<Api['session']['revoke'], (reason: string, options?: { preserveRefreshTokens?: boolean }) => void>>,
  Holds<Equal<Api['session']['setCookieMode'], (mode: 'persistent' | 'non-persistent') => void>>,
  Holds<Equal<Api['session']['setExpiresAt'], (absolute: number) => void>>,
  Holds<Equal<Api['session']['setIdleExpiresAt'], (idle: number) => void>>,
  Holds<Equal<Api['session']['setMetadata'], (key: string, value: string | null) => void>>,
  Holds<Equal<Api['session']['deleteMetadata'], (key: string) => void>>,
  Holds<Equal<Api['session']['evictMetadata'], () => void>>,
  Holds<Equal<Api['transaction']['setMetadata'], (key: string, value: string | number | boolean | null) => void>>,
  Holds<Equal<Api['transaction']['addTargetScope'], (scope: string) => void>>,
  Holds<Equal<Api['transaction']['removeTargetScope'], (scope: string) => void>>,
  Holds<Equal<Api['transaction']['setTargetScopes'], (scopes: string[]) => void>>,
  Holds<Equal<Api['transaction']['clearTargetScopes'], () => void>>,
  // Answered.
  Holds<Equal<Api['cache']['get'], (key: string) => CacheRecord | undefined>>,
  Holds<Equal<CacheRecord, { value: string; expires_at: number }>>,
  Holds<
    Equal<
      Api['cache']['set'],
      (key: string, value: string, options?: { ttl?: number; expires_at?: number }) => CacheWriteResult
    >
  >,
  Holds<Equal<Parameters<Api['cache']['delete']>, [key: string]>>,
  Holds<Equal<Api['redirect']['canRedirect'], () => boolean>>,
  Holds<Equal<ReturnType<Api['redirect']['encodeToken']>, string>>,
  Holds<
    Equal<
      Api['redirect']['validateToken'],
      (options: { secret: string; tokenParameterName?: string }) => Record<string, unknown>
    >
  >,
  Holds<Equal<Api['rules']['wasExecuted'], (ruleId: string) => boolean>>,
  Holds<
    Equal<
      Api['roles']['getUserEffectiveRoles'],
      (options?: { from?: string; take?: number }) => Promise<{ roles: Role[]; next?: string }>
    >
  >,
  Holds<Equal<Api['roles']['getUserEffectiveRolesByIds'], (roleIds: string[]) => Promise<{ roles: Role[] }>>>,
  Holds<Equal<Api['roles']['getUserEffectiveRolesByNames'], (roleNames: string[]) => Promise<{ roles: Role[] }>>>,
  Holds<Equal<Required<Role>, { id: string; name: string; type: string }>>,
  Holds<
    Equal<
      Api['groups']['getUserGroups'],
      (options?: { from?: string; take?: number }) => Promise<{ groups: UserGroup[]; next?: string }>
    >
  >,
  Holds<
    Equal<
      RequiredKeys<UserGroup>,
      'id' | 'name' | 'tenant_name' | 'created_at' | 'updated_at' | 'membership_created_at' | 'assignment'
    >
  >,
  Holds<Equal<OptionalKeys<UserGroup>, 'external_id' | 'connection_id'>>,
  // The entry of a group is an object whether the user is a member or not.
  Holds<
    Equal<
      Awaited<ReturnType<Api['groups']['hasGroupMembership']>>['memberships'],
      Record<string, { is_member: boolean; matches?: { id: string; name: string; group_type: string }[] }>
    >
  >,
  Holds<Equal<Awaited<ReturnType<Api['groups']['hasGroupMembership']>>['errors'], Record<string, string> | undefined>>,
  Holds<
    Equal<
      CacheError['code'],
      | `Cache${'KeySize' | 'ValueSize' | 'Size'}Exceeded`
      | 'CacheKeyDoesNotExist'
      | `FailedTo${'Set' | 'Delete'}CacheRecord`
      | 'InvalidExpiry'
      | 'ItemAlreadyExpired'
      | 'MaxSideEffectsExceeded'
    >
  >,
  Holds<
    Equal<
      Parameters<Saml['setAttribute']>,
      [attribute: string, value: string | number | boolean | null | (string | number | boolean)[]]
    >
  >,
  Holds<Equal<SamlArgument<'SignatureAlgorithm'>, 'rsa-sha256' | 'rsa-sha1'>>,
  Holds<Equal<SamlArgument<'DigestAlgorithm'>, 'sha256' | 'sha1'>>,
  Holds<Equal<SamlArgument<'EncryptionAlgorithm'>, 'aes256-gcm' | 'aes256-cbc'>>,
  Holds<Equal<SamlArgument<'LifetimeInSeconds'>, number>>,
  Holds<Equal<SamlArgument<'NameIdentifierProbes'>, string[]>>,
  Holds<
    Equal<
      SamlArgument<
        | 'CreateUpnClaim'
        | 'IncludeAttributeNameFormat'
        | `Map${string}`
        | 'PassthroughClaimsWithNoMapping'
        | 'SignResponse'
        | 'TypedAttributes'
      >,
      boolean
    >
  >,
  Holds<
    Equal<
      SamlArgument<
        | 'Audience'
        | 'AuthnContextClassRef'
        | `${string}Cert`
        | 'Destination'
        | 'EncryptionPublicKey'
        | 'Issuer'
        | 'Key'
        | 'NameIdentifierFormat'
        | 'Recipient'
        | 'RelayState'
      >,
      string
    >
  >,
];

declare const api: Api;

export const mistakes = (): unknown[] => [
  // @ts-expect-error one argument: the documentation's samples with a code and a message are wrong
  api.access.deny('EC_CODE', 'message'),
  // @ts-expect-error nothing is given back to chain on
  api.accessToken.addScope('a').addScope('b'),
  // @ts-expect-error email enrols itself
  api.authentication.enrollWith({ type: 'email' }),
  // @ts-expect-error no such factor
  api.authentication.challengeWith({ type: 'sms' }),
  // @ts-expect-error a factor of duo's alone takes options
  api.multifactor.enable('any', { providerOptions: { host: 'a', ikey: 'b', skey: 'c' } }),
  api.multifactor.enable('duo', { providerOptions: { host: 'a', ikey: 'b', skey: 'c' } }),
  api.authentication.challengeWith({ type: 'phone', options: {} }, { additionalFactors: [{ type: 'push' }] }),
  // @ts-expect-error a session is revoked for a reason
  api.session.revoke(),
  // @ts-expect-error metadata of a transaction is a string, a number or a boolean
  api.transaction.setMetadata('a', { b: 1 }),
  // @ts-expect-error a claim of the access token is none of the API's scopes
  api.accessToken.setScope('a'),
];
