import type { Confidence, Event, Protocol } from '../../library/contract.ts';
import type { Shape } from './shape.ts';

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

type Part<K extends keyof Event> = Shape<NonNullable<Event[K]>>;

const CONFIDENCES: ReadonlySet<Confidence> = new Set(['low', 'medium', 'high', 'neutral']);

const RISK_ASSESSMENT: Part<'authentication'>['riskAssessment?'] = {
  confidence: CONFIDENCES,
  version: 'string',
  assessments: {
    'AgentDetection?': {
      code: new Set(['unknown', 'verified_agent'] as const),
      confidence: CONFIDENCES,
      'details?': { 'provider?': 'string' },
    },
    'ImpossibleTravel?': {
      code: new Set([
        'minimal_travel_from_last_login',
        'travel_from_last_login',
        'substantial_travel_from_last_login',
        'impossible_travel_from_last_login',
        'invalid_travel',
        'missing_geoip',
        'anonymous_proxy',
        'unknown_location',
        'initial_login',
        'location_history_not_found',
        'assessment_not_available',
      ] as const),
      confidence: CONFIDENCES,
    },
    'NewDevice?': {
      code: new Set([
        'match',
        'partial_match',
        'no_match',
        'initial_login',
        'unknown_device',
        'no_device_history',
        'assessment_not_available',
      ] as const),
      confidence: CONFIDENCES,
      'details?': {
        'device?': new Set(['known', 'unknown'] as const),
        'useragent?': new Set(['known', 'unknown'] as const),
      },
    },
    'UntrustedIP?': {
      code: new Set([
        'not_found_on_deny_list',
        'found_on_deny_list',
        'invalid_ip_address',
        'assessment_not_available',
      ] as const),
      confidence: CONFIDENCES,
      'details?': { 'category?': 'string', 'ip?': 'string', 'matches?': 'string', 'source?': 'string' },
    },
  },
  'supplemental?': {
    'akamai?': {
      'akamaiBot?': {
        'type?': 'string',
        'action?': 'string',
        'botCategory?': ['string'],
        'botScore?': 'number',
        'botScoreResponseSegment?': 'string',
        'botnetId?': 'string',
      },
      'akamaiUserRisk?': {
        'action?': 'string',
        'allow?': 'number',
        'emailDomain?': 'string',
        'general?': 'map of JSON',
        'ouid?': 'string',
        'requestid?': 'string',
        'risk?': 'map of JSON',
        'score?': 'number',
        'status?': 'number',
        'trust?': 'map of JSON',
        'username?': 'string',
        'uuid?': 'string',
      },
    },
  },
};

const GEO_IP: Part<'request'>['geoip'] = {
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
};

const DEVICE: Part<'session'>['device?'] = {
  'initial_asn?': 'string',
  'initial_ip?': 'string',
  'initial_user_agent?': 'string',
  'last_asn?': 'string',
  'last_ip?': 'string',
  'last_user_agent?': 'string',
};

const SESSION: Part<'session'> = {
  id: 'string',
  'actor?': 'map of JSON',
  'authenticated_at?': 'string',
  'clients?': [{ client_id: 'string' }],
  'cookie?': { mode: new Set(['persistent', 'non-persistent'] as const) },
  'created_at?': 'string',
  'device?': DEVICE,
  'expires_at?': 'string',
  'idle_expires_at?': 'string',
  'last_interacted_at?': 'string',
  'metadata?': 'map of strings',
  'session_transfer?': { 'parent_refresh_token?': { 'id?': 'string', 'metadata?': 'map of strings' } },
  'updated_at?': 'string',
  'user_id?': 'string',
};

const REFRESH_TOKEN: Part<'refresh_token'> = {
  id: 'string',
  'access?': new Set(['offline', 'online'] as const),
  'client_id?': 'string',
  created_at: 'string',
  'device?': DEVICE,
  'expires_at?': 'string',
  'idle_expires_at?': 'string',
  'last_exchanged_at?': 'string',
  'metadata?': 'map of strings',
  'resource_servers?': [{ audience: 'string', scopes: 'string' }],
  'rotating?': 'boolean',
  'session_id?': 'string',
  'session_transfer?': { 'parent_refresh_token?': { 'id?': 'string' } },
  'user_id?': 'string',
};

const CLIENT: Part<'client'> = {
  client_id: 'string',
  name: 'string',
  metadata: 'map of strings',
  'authentication?': {
    type: 'string',
    'certificate?': { raw: 'string', subject: 'string', subjectAltName: 'string', thumbprint256: 'string' },
  },
  'external_client_id?': 'string',
  'external_metadata_type?': 'string',
  'refresh_token?': { 'policies?': [{ 'audience?': 'string', 'scope?': ['string'] }] },
};

const TRANSACTION: Part<'transaction'> = {
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
  'response_mode?': new Set(['query', 'fragment', 'form_post', 'web_message'] as const),
  'response_type?': [new Set(['code', 'token', 'id_token'] as const)],
  'state?': 'string',
  'linking_id?': 'string',
  'correlation_id?': 'string',
  'requested_authorization_details?': ['map of JSON'],
  'actor?': {
    sub: 'string',
    'act?': {
      sub: 'string',
      'act?': { sub: 'string', 'act?': { sub: 'string', 'act?': { sub: 'string', 'act?': new Set<never>() } } },
    },
  },
  'actor_token_type?': 'string',
  'subject_token_type?': 'string',
  metadata: 'map of JSON',
};

const USER: Part<'user'> = {
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
      'profileData?': 'map of strings',
      'user_id?': 'string',
      'userId?': 'string',
    },
  ],
  'multifactor?': ['string'],
  'enrolledFactors?': [{ type: 'string', 'options?': 'map of JSON' }],
};

/** Describes every path that an event can have, those of other plans and protocols too. */
export const EVENT_SHAPE: Shape<Event> = {
  'agent?': { agent_id: 'string', name: 'string', 'agent_metadata?': 'map of strings' },
  'anonymous_session?': {
    user_id: 'string',
    session_id: 'string',
    created_at: 'string',
    expires_at: 'string',
    'metadata?': 'map of JSON',
  },
  'authentication?': {
    methods: [{ name: 'string', timestamp: 'string', 'type?': 'string' }],
    'riskAssessment?': RISK_ASSESSMENT,
  },
  'authorization?': { roles: ['string'] },
  client: CLIENT,
  configuration: 'map of JSON',
  connection: { id: 'string', name: 'string', strategy: 'string', 'metadata?': 'map of strings' },
  'custom_domain?': { domain: 'string', domain_metadata: 'map of strings' },
  'experiment?': {
    experiment_id: 'string',
    variation_id: 'string',
    'variation_name?': 'string',
    'variation_description?': 'string',
    'config?': 'map of JSON',
    'is_control?': 'boolean',
  },
  'organization?': { id: 'string', name: 'string', display_name: 'string', metadata: 'map of strings' },
  'prompt?': { id: 'string', 'fields?': 'map of JSON', 'vars?': 'map of JSON' },
  'refresh_token?': REFRESH_TOKEN,
  request: {
    ip: 'string',
    method: 'string',
    query: 'map of strings',
    body: 'map of JSON',
    geoip: GEO_IP,
    'hostname?': 'string',
    'language?': 'string',
    'user_agent?': 'string',
    'asn?': 'string',
  },
  'resource_server?': { identifier: 'string' },
  secrets: 'map of strings',
  'security_context?': { 'ja3?': 'string', 'ja4?': 'string' },
  'session?': SESSION,
  'session_transfer_token?': {
    client_id: 'string',
    request: { 'asn?': 'string', 'geoip?': GEO_IP, ip: 'string', 'user_agent?': 'string' },
    scope: ['string'],
  },
  stats: { logins_count: 'number' },
  tenant: { id: 'string' },
  'transaction?': TRANSACTION,
  user: USER,
};
