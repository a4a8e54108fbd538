import type { Event } from '../../library/contract.ts';
import { NOW_MS } from './instant.ts';

const at = (secondsFromNow: number): string => new Date(NOW_MS + secondsFromNow * 1000).toISOString();

const HOUR = 3600;
const DAY = 24 * HOUR;

const DEVICE = {
  initial_asn: '64500',
  initial_ip: '203.0.113.7',
  initial_user_agent: 'Mozilla/5.0',
  last_asn: '64501',
  last_ip: '203.0.113.8',
  last_user_agent: 'Mozilla/5.0',
};

const GEO_IP = {
  cityName: 'Berlin',
  continentCode: 'EU',
  countryCode: 'DE',
  countryCode3: 'DEU',
  countryName: 'Germany',
  latitude: 52.5,
  longitude: 13.4,
  subdivisionCode: 'BE',
  subdivisionName: 'Berlin',
  timeZone: 'Europe/Berlin',
};

/** Parts that an event has on some plans, in some protocols and for some applications, each with all its fields. */
export const RARE_PARTS = {
  agent: { agent_id: 'agt_00000001', name: 'Assistant', agent_metadata: { team: 'support' } },
  anonymous_session: {
    user_id: 'anon@00000001',
    session_id: 'anon_sess@00000001',
    created_at: at(-HOUR),
    expires_at: at(HOUR),
    metadata: { source: 'web' },
  },
  custom_domain: { domain: 'login.tenant.example', domain_metadata: { region: 'eu' } },
  experiment: {
    experiment_id: 'exp_00000001',
    variation_id: 'var_00000001',
    variation_name: 'New page',
    variation_description: 'The page with the new picture',
    config: { theme: { value: 'dark' } },
    is_control: false,
  },
  prompt: { id: 'ap_00000001', fields: { company: 'Acme' }, vars: { step: 1 } },
  refresh_token: {
    id: 'refresh-00000001',
    access: 'offline',
    client_id: 'oinClient000000000000000000000001',
    created_at: at(-HOUR),
    device: DEVICE,
    expires_at: at(30 * DAY),
    idle_expires_at: at(DAY),
    last_exchanged_at: at(-60),
    metadata: { channel: 'web' },
    resource_servers: [{ audience: 'urn:auth0:express-configure', scopes: 'express_configure:sso' }],
    rotating: true,
    session_id: 'session-00000001',
    session_transfer: { parent_refresh_token: { id: 'refresh-00000000' } },
    user_id: 'auth0|acme-admin',
  },
  security_context: {
    ja3: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    ja4: 't13d1516h2_0f1e2d3c4b5a_69788796a5b4',
  },
  session_transfer_token: {
    client_id: 'native0000000000000000000000001',
    request: { asn: '64500', geoip: GEO_IP, ip: '203.0.113.7', user_agent: 'Native/1.0' },
    scope: ['openid'],
  },
} satisfies Partial<Event>;

/** Holds the rare fields of the parts that every event has, to be merged into them. */
export const RARE_FIELDS = {
  authentication: {
    methods: [
      { name: 'pwd', timestamp: at(-2) },
      { name: 'mfa', timestamp: at(-1), type: 'email' },
    ],
    riskAssessment: {
      confidence: 'high',
      version: '1',
      assessments: {
        AgentDetection: { code: 'unknown', confidence: 'neutral', details: { provider: 'none' } },
        ImpossibleTravel: { code: 'minimal_travel_from_last_login', confidence: 'high' },
        NewDevice: { code: 'match', confidence: 'high', details: { device: 'known', useragent: 'known' } },
        UntrustedIP: {
          code: 'not_found_on_deny_list',
          confidence: 'high',
          details: { category: 'none', ip: '203.0.113.7', matches: '203.0.113.0/24', source: 'LIST-1' },
        },
      },
      supplemental: {
        akamai: {
          akamaiBot: {
            type: 'none',
            action: 'monitor',
            botCategory: ['none'],
            botScore: 0,
            botScoreResponseSegment: 'human',
            botnetId: 'none',
          },
          akamaiUserRisk: {
            action: 'monitor',
            allow: 1,
            emailDomain: 'acme.com',
            general: { os: 'Linux' },
            ouid: 'ouid-1',
            requestid: 'request-1',
            risk: { country: 'DE' },
            score: 0,
            status: 0,
            trust: { browser: 'known' },
            username: 'admin@acme.com',
            uuid: '00000000-0000-4000-8000-000000000001',
          },
        },
      },
    },
  },
  client: {
    authentication: {
      type: 'private_key_jwt',
      certificate: {
        raw: '((a certificate in PEM))',
        subject: 'CN=client.example',
        subjectAltName: 'DNS:client.example',
        thumbprint256: 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE',
      },
    },
    external_client_id: 'https://client.example/client.json',
    external_metadata_type: 'cimd',
    refresh_token: { policies: [{ audience: 'https://api.example/', scope: ['read:notes'] }] },
  },
  request: {
    asn: '64500',
    geoip: GEO_IP,
    query: {
      audience: 'urn:auth0:express-configure',
      client_id: 'oinClient000000000000000000000001',
      connection: 'admins',
      prompt: 'login',
      protocol: 'oauth2',
      redirect_uri: 'https://okta.example/callback',
      response_type: 'code',
      scope: 'openid express_configure:sso express_configure:scim',
      state: 'state-00000001',
    },
  },
  session: {
    actor: { sub: 'auth0|support' },
    authenticated_at: at(-2),
    clients: [{ client_id: 'oinClient000000000000000000000001' }],
    cookie: { mode: 'persistent' },
    created_at: at(-2),
    device: DEVICE,
    expires_at: at(7 * DAY),
    idle_expires_at: at(3 * DAY),
    last_interacted_at: at(-1),
    metadata: { channel: 'web' },
    session_transfer: { parent_refresh_token: { id: 'refresh-00000000', metadata: { channel: 'native' } } },
    updated_at: at(-1),
    user_id: 'auth0|acme-admin',
  },
  transaction: {
    actor: {
      sub: 'actor-1',
      act: { sub: 'actor-2', act: { sub: 'actor-3', act: { sub: 'actor-4', act: { sub: 'actor-5' } } } },
    },
    actor_token_type: 'urn:example:actor',
    correlation_id: 'correlation-1',
    linking_id: 'linking-1',
    login_hint: 'admin@acme.com',
    requested_authorization_details: [{ type: 'payment' }],
    prompt: ['login'],
    response_mode: 'query',
    subject_token_type: 'urn:example:subject',
    target_scopes: ['openid', 'express_configure:sso', 'express_configure:scim'],
  },
  user: {
    enrolledFactors: [{ type: 'otp', options: {} }],
    family_name: 'Admin',
    given_name: 'Ada',
    last_password_reset: at(-30 * DAY),
    nickname: 'ada',
    phone_number: '+15550100',
    phone_verified: false,
    picture: 'https://tenant.example/ada.png',
    username: 'ada',
    identities: [
      {
        accessToken: 'idp-token-00000001',
        connection: 'admins',
        isSocial: false,
        profileData: { name: 'Ada Admin' },
        provider: 'auth0',
        user_id: 'acme-admin',
        userId: 'acme-admin',
      },
    ],
  },
} as const;
