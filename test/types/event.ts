/** Pins `Event` to Auth0's types (docs/notes/actions-runtime.md#parts-of-the-event). Checked by `tsc`, never run. */
import type { AuthenticationMethod, Event, Protocol, Transaction, User } from '../../library/contract.ts';
import type { Equal, Holds, OptionalKeys, RequiredKeys } from './equal.ts';

type Section<K extends keyof Event> = NonNullable<Event[K]>;
type Risk = NonNullable<Section<'authentication'>['riskAssessment']>;

export type EventPins = [
  // `secrets` and `configuration` are added to each Action's own event.
  Holds<
    Equal<
      RequiredKeys<Event>,
      'client' | 'configuration' | 'connection' | 'request' | 'secrets' | 'stats' | 'tenant' | 'user'
    >
  >,
  Holds<
    Equal<
      OptionalKeys<Event>,
      // The vendor's typings lack these three; its harness has them.
      | 'agent'
      | 'anonymous_session'
      | 'experiment'
      | 'authentication'
      | 'authorization'
      | 'custom_domain'
      | 'organization'
      | 'prompt'
      | 'refresh_token'
      | 'resource_server'
      | 'security_context'
      | 'session'
      | 'session_transfer_token'
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
  Holds<Equal<RequiredKeys<Section<'client'>>, 'client_id' | 'name' | 'metadata'>>,
  Holds<
    Equal<Section<'client'>['refresh_token'], { policies?: { audience?: string; scope?: string[] }[] } | undefined>
  >,
  Holds<Equal<Section<'custom_domain'>, { domain: string; domain_metadata: Record<string, string> }>>,
  Holds<Equal<Section<'security_context'>, { ja3?: string; ja4?: string }>>,
  Holds<Equal<Section<'prompt'>, { id: string; fields?: Record<string, unknown>; vars?: Record<string, unknown> }>>,
  Holds<Equal<RequiredKeys<Section<'session'>>, 'id'>>,
  Holds<
    Equal<
      OptionalKeys<Section<'session'>>,
      | `${'authenticated' | 'created' | 'expires' | 'idle_expires' | 'last_interacted' | 'updated'}_at`
      | 'actor'
      | 'clients'
      | 'cookie'
      | 'device'
      | 'metadata'
      | 'session_transfer'
      | 'user_id'
    >
  >,
  Holds<Equal<NonNullable<Section<'session'>['cookie']>['mode'], 'persistent' | 'non-persistent'>>,
  Holds<Equal<RequiredKeys<Section<'refresh_token'>>, 'id' | 'created_at'>>,
  Holds<
    Equal<
      OptionalKeys<Section<'refresh_token'>>,
      | `${'expires' | 'idle_expires' | 'last_exchanged'}_at`
      | 'access'
      | 'client_id'
      | 'device'
      | 'metadata'
      | 'resource_servers'
      | 'rotating'
      | 'session_id'
      | 'session_transfer'
      | 'user_id'
    >
  >,
  Holds<
    Equal<
      keyof NonNullable<Section<'session' | 'refresh_token'>['device']>,
      `${'initial' | 'last'}_${'asn' | 'ip' | 'user_agent'}`
    >
  >,
  Holds<Equal<RequiredKeys<Section<'session_transfer_token'>>, 'client_id' | 'request' | 'scope'>>,
  Holds<Equal<RequiredKeys<Risk>, 'assessments' | 'confidence' | 'version'>>,
  Holds<Equal<Risk['confidence'], 'low' | 'medium' | 'high' | 'neutral'>>,
  Holds<Equal<keyof Risk['assessments'], 'AgentDetection' | 'ImpossibleTravel' | 'NewDevice' | 'UntrustedIP'>>,
  Holds<Equal<RequiredKeys<Section<'connection'>>, 'id' | 'name' | 'strategy'>>,
  Holds<Equal<RequiredKeys<Section<'request'>>, 'ip' | 'method' | 'query' | 'body' | 'geoip'>>,
  Holds<Equal<OptionalKeys<Section<'request'>>, 'hostname' | 'language' | 'user_agent' | 'asn'>>,
  Holds<Equal<Section<'stats'>, { logins_count: number }>>,
  Holds<Equal<Section<'tenant'>, { id: string }>>,
  Holds<Equal<Event['secrets'], Record<string, string>>>,
  Holds<Equal<RequiredKeys<Transaction>, 'metadata'>>,
  Holds<Equal<Transaction['protocol'], Protocol | undefined>>,
  Holds<Equal<Transaction['prompt'], string[] | undefined>>,
  Holds<Equal<Transaction['metadata'], Record<string, string | number | boolean>>>,
  Holds<Equal<Transaction['response_type'], ('code' | 'token' | 'id_token')[] | undefined>>,
  Holds<Equal<Transaction['response_mode'], 'query' | 'fragment' | 'form_post' | 'web_message' | undefined>>,
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
  // @ts-expect-error a secret may be missing
  event.secrets.API_KEY.length,
  // @ts-expect-error a sixth actor
  event.transaction?.actor?.act?.act?.act?.act?.act.sub,
  // @ts-expect-error nothing is known about an attribute's value
  event.user.app_metadata.is_admin satisfies boolean,
];
