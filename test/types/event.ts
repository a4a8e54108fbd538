/** Pins `Event` to actions-runtime section 1, the facts gathered from Auth0's typings. Checked by `tsc`, never run. */
import type { AuthenticationMethod, Event, Protocol, Transaction, User } from '../../actions/contract.ts';
import type { Equal, Holds, OptionalKeys, RequiredKeys } from './equal.ts';

type Section<K extends keyof Event> = NonNullable<Event[K]>;

export type EventPins = [
  // `secrets` is added to each Action's own event.
  Holds<Equal<RequiredKeys<Event>, 'client' | 'connection' | 'request' | 'secrets' | 'stats' | 'tenant' | 'user'>>,
  Holds<
    Equal<
      OptionalKeys<Event>,
      | 'authentication'
      | 'authorization'
      | 'organization'
      | 'refresh_token'
      | 'resource_server'
      | 'session'
      | 'transaction'
    >
  >,
  Holds<
    Equal<
      RequiredKeys<User>,
      'user_id' | 'created_at' | 'updated_at' | 'email_verified' | 'app_metadata' | 'user_metadata' | 'identities'
    >
  >,
  Holds<
    Equal<
      OptionalKeys<User>,
      | 'email'
      | 'name'
      | 'given_name'
      | 'family_name'
      | 'nickname'
      | 'username'
      | 'picture'
      | 'phone_number'
      | 'phone_verified'
      | 'last_password_reset'
      | 'multifactor'
      | 'enrolledFactors'
    >
  >,
  Holds<Equal<User['email_verified'], boolean>>,
  Holds<Equal<User['app_metadata'], Record<string, unknown>>>,
  Holds<Equal<NonNullable<User['enrolledFactors']>[number]['type'], string>>,
  Holds<Equal<RequiredKeys<Section<'organization'>>, 'id' | 'name' | 'display_name' | 'metadata'>>,
  Holds<Equal<Section<'organization'>['metadata'], Record<string, string>>>,
  Holds<Equal<Section<'authorization'>, { roles: string[] }>>,
  Holds<Equal<Section<'resource_server'>, { identifier: string }>>,
  Holds<Equal<Section<'client'>, { client_id: string; name: string; metadata: Record<string, string> }>>,
  Holds<Equal<RequiredKeys<Section<'connection'>>, 'id' | 'name' | 'strategy'>>,
  Holds<Equal<RequiredKeys<Section<'request'>>, 'ip' | 'method' | 'query' | 'body' | 'geoip'>>,
  Holds<Equal<OptionalKeys<Section<'request'>>, 'hostname' | 'language' | 'user_agent' | 'asn'>>,
  Holds<Equal<Section<'stats'>, { logins_count: number }>>,
  Holds<Equal<Section<'tenant'>, { id: string }>>,
  Holds<Equal<Event['secrets'], Record<string, string | undefined>>>,
  Holds<Equal<RequiredKeys<Transaction>, 'metadata'>>,
  Holds<Equal<Transaction['protocol'], Protocol | undefined>>,
  Holds<Equal<Transaction['prompt'], string[] | undefined>>,
  Holds<Equal<Transaction['requested_scopes'], string[] | undefined>>,
  Holds<Equal<Transaction['target_scopes'], string[] | undefined>>,
  Holds<Equal<Required<AuthenticationMethod>, { name: string; timestamp: string; type: string }>>,
  Holds<Equal<OptionalKeys<AuthenticationMethod>, 'type'>>,
  Holds<
    Equal<
      Protocol,
      | 'oidc-basic-profile'
      | 'oidc-implicit-profile'
      | 'oidc-hybrid-profile'
      | 'oidc-ciba'
      | 'oidc-ciba-web-link'
      | 'oauth2-device-code'
      | 'oauth2-resource-owner'
      | 'oauth2-resource-owner-jwt-bearer'
      | 'oauth2-password'
      | 'oauth2-webauthn'
      | 'oauth2-access-token'
      | 'oauth2-refresh-token'
      | 'oauth2-token-exchange'
      | 'samlp'
      | 'wsfed'
      | 'wstrust-usernamemixed'
    >
  >,
];

declare const event: Event;

export const mistakes = (): unknown[] => [
  // @ts-expect-error an organization is not in every login
  event.organization.id,
  // @ts-expect-error nor is a transaction
  event.transaction.protocol,
  // @ts-expect-error nor are enrolled factors
  event.user.enrolledFactors.length,
  // @ts-expect-error there is no list of permissions anywhere
  event.authorization?.permissions,
  // @ts-expect-error a misspelt attribute
  event.user.email_verfied,
  // @ts-expect-error a scope of an API is no part of it
  event.resource_server?.scopes,
  // @ts-expect-error a metadata value is a string
  event.organization?.metadata.domains satisfies string[] | undefined,
  // @ts-expect-error nothing is known about an attribute's value
  event.user.app_metadata.is_admin satisfies boolean,
];
