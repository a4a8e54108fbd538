import type { Event, Protocol, RiskAssessment } from '../../actions/contract.ts';

/**
 * A type as a value: what every field of an event is, written as the type is written. The compiler holds it to the
 * contract: a field too few, too many or of another kind does not compile.
 */
export type Shape<T> = [T] extends [string]
  ? string extends T
    ? 'string'
    : ReadonlySet<T>
  : [T] extends [number]
    ? 'number'
    : [T] extends [boolean]
      ? 'boolean'
      : [T] extends [readonly (infer Item)[]]
        ? readonly [Shape<Item>]
        : string extends keyof T
          ? T extends Record<string, string | undefined>
            ? 'map of strings'
            : 'map of JSON'
          : {
              [K in keyof T & string as IsOptional<T, K> extends true ? `${K}?` : K]-?: Shape<Exclude<T[K], undefined>>;
            };

export type IsOptional<T, K extends keyof T> = { [P in K]?: T[P] } extends Pick<T, K> ? true : false;

export type AnyShape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'map of strings'
  | 'map of JSON'
  | ReadonlySet<string>
  | readonly [AnyShape]
  | { readonly [field: string]: AnyShape };

const EVERY_PROTOCOL: Record<Protocol, true> = {
  'oidc-basic-profile': true,
  'oidc-implicit-profile': true,
  'oidc-hybrid-profile': true,
  'oidc-ciba': true,
  'oidc-ciba-web-link': true,
  'oauth2-device-code': true,
  'oauth2-resource-owner': true,
  'oauth2-resource-owner-jwt-bearer': true,
  'oauth2-password': true,
  'oauth2-webauthn': true,
  'oauth2-access-token': true,
  'oauth2-refresh-token': true,
  'oauth2-token-exchange': true,
  samlp: true,
  wsfed: true,
  'wstrust-usernamemixed': true,
};

/** Every value `event.transaction.protocol` can have. */
// The record above has exactly the protocols as keys.
export const PROTOCOLS = Object.keys(EVERY_PROTOCOL) as readonly Protocol[];

const CONFIDENCES: ReadonlySet<RiskAssessment['confidence']> = new Set(['low', 'medium', 'high', 'neutral']);

export const EVENT_SHAPE: Shape<Event> = {
  'authentication?': {
    methods: [{ name: 'string', timestamp: 'string', 'type?': 'string' }],
    'riskAssessment?': { confidence: CONFIDENCES, version: 'string', assessments: 'map of JSON' },
  },
  'authorization?': { roles: ['string'] },
  client: { client_id: 'string', name: 'string', metadata: 'map of strings' },
  connection: { id: 'string', name: 'string', strategy: 'string', 'metadata?': 'map of strings' },
  'organization?': { id: 'string', name: 'string', display_name: 'string', metadata: 'map of strings' },
  request: {
    ip: 'string',
    method: 'string',
    query: 'map of strings',
    body: 'map of JSON',
    geoip: {
      'cityName?': 'string',
      'continentCode?': 'string',
      'countryCode?': 'string',
      'countryCode3?': 'string',
      'countryName?': 'string',
      'latitude?': 'number',
      'longitude?': 'number',
      'subdivisionCode?': 'string',
      'subdivisionName?': 'string',
      'timeZone?': 'string',
    },
    'hostname?': 'string',
    'language?': 'string',
    'user_agent?': 'string',
    'asn?': 'string',
  },
  'refresh_token?': { id: 'string', 'metadata?': 'map of strings' },
  'resource_server?': { identifier: 'string' },
  secrets: 'map of strings',
  'session?': { id: 'string', 'metadata?': 'map of strings' },
  stats: { logins_count: 'number' },
  tenant: { id: 'string' },
  'transaction?': {
    'id?': 'string',
    'protocol?': new Set(PROTOCOLS),
    'requested_scopes?': ['string'],
    'target_scopes?': ['string'],
    'acr_values?': ['string'],
    'prompt?': ['string'],
    'login_hint?': 'string',
    'locale?': 'string',
    'ui_locales?': ['string'],
    'redirect_uri?': 'string',
    'response_mode?': 'string',
    'response_type?': ['string'],
    'state?': 'string',
    'linking_id?': 'string',
    'correlation_id?': 'string',
    'requested_authorization_details?': ['map of JSON'],
    metadata: 'map of JSON',
  },
  user: {
    user_id: 'string',
    'email?': 'string',
    email_verified: 'boolean',
    'name?': 'string',
    'given_name?': 'string',
    'family_name?': 'string',
    'nickname?': 'string',
    'username?': 'string',
    'picture?': 'string',
    'phone_number?': 'string',
    'phone_verified?': 'boolean',
    'last_password_reset?': 'string',
    created_at: 'string',
    updated_at: 'string',
    app_metadata: 'map of JSON',
    user_metadata: 'map of JSON',
    identities: [
      {
        'connection?': 'string',
        'isSocial?': 'boolean',
        'provider?': 'string',
        'profileData?': 'map of JSON',
        'user_id?': 'string',
        'userId?': 'string',
      },
    ],
    'multifactor?': ['string'],
    'enrolledFactors?': [{ type: 'string', 'options?': 'map of JSON' }],
  },
};
