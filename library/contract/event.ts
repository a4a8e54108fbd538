import type { RiskAssessment } from './risk-assessment.ts';
import type { RefreshToken, Session, SessionTransferToken } from './sessions.ts';

/** Describes the event that a Post-Login Action receives. It is JSON; every Action of a login gets its own copy. */
export interface Event {
  /** Early access: the software agent that logs in for the user. Missing from Auth0's typings. */
  agent?: { agent_id: string; name: string; agent_metadata?: Record<string, string> };
  /** Missing from Auth0's typings; its test harness has it. */
  anonymous_session?: AnonymousSession;
  authentication?: { methods: AuthenticationMethod[]; riskAssessment?: RiskAssessment };
  /**
   * Names of the roles that count in this login: those of the organization's member, where there is an organization.
   */
  authorization?: { roles: string[] };
  client: Client;
  /** Holds the settings of an integration from Auth0's marketplace. It is empty in the team's own Actions. */
  readonly configuration: Configuration;
  connection: {
    id: string;
    name: string;
    strategy: string;
    metadata?: Record<string, string>;
  };
  custom_domain?: { domain: string; domain_metadata: Record<string, string> };
  /** Missing from Auth0's typings; its test harness has it. */
  experiment?: Experiment;
  organization?: {
    id: string;
    name: string;
    display_name: string;
    metadata: Record<string, string>;
  };
  /** The person's input to the form that `api.prompt.render` showed. */
  prompt?: { id: string; fields?: Record<string, unknown>; vars?: Record<string, unknown> };
  refresh_token?: RefreshToken;
  /** A new object after every suspend and resume: nothing that must stay the same in a login may be read from it. */
  request: Request;
  resource_server?: { identifier: string };
  /** This Action's own secrets. */
  readonly secrets: Secrets;
  /** Fingerprints of the browser's TLS connection. */
  security_context?: { ja3?: string; ja4?: string };
  session?: Session;
  session_transfer_token?: SessionTransferToken;
  stats: { logins_count: number };
  /** `id` is the tenant's name. */
  tenant: { id: string };
  transaction?: Transaction;
  user: User;
}

// biome-ignore lint/suspicious/noEmptyInterface: Auth0's own, which an integration's settings are added to
export interface Configuration {}

/** Maps the names of one Action's secrets to their values. A name that the Action does not have is `undefined`. */
export type Secrets = Record<string, string>;

export interface Client {
  client_id: string;
  name: string;
  metadata: Record<string, string>;
  /** How the application authenticated. Auth0's typings lack it; its test harness has it. */
  authentication?: {
    type: string;
    certificate?: { raw: string; subject: string; subjectAltName: string; thumbprint256: string };
  };
  /** Missing from Auth0's typings, as `external_metadata_type` is; its test harness has both. */
  external_client_id?: string;
  external_metadata_type?: string;
  /** Early access: which APIs a refresh token of this application may be exchanged for. */
  refresh_token?: { policies?: { audience?: string; scope?: string[] }[] };
}

export interface AnonymousSession {
  user_id: string;
  session_id: string;
  created_at: string;
  expires_at: string;
  metadata?: Record<string, unknown>;
}

export interface Experiment {
  experiment_id: string;
  variation_id: string;
  variation_name?: string;
  variation_description?: string;
  config?: Record<string, unknown>;
  is_control?: boolean;
}

export interface Request {
  ip: string;
  method: string;
  query: Record<string, string>;
  body: Record<string, unknown>;
  geoip: GeoIp;
  hostname?: string;
  language?: string;
  user_agent?: string;
  asn?: string;
}

export interface AuthenticationMethod {
  /** First factors: `pwd`, `email`, `federated`, `passkey`, `sms`, … or a URL. Every second factor: `mfa`. */
  name: string;
  /** ISO 8601. */
  timestamp: string;
  /**
   * Names the factor of a `mfa` entry. Auth0's typings lack it; customize-mfa-selection-universal-login documents it.
   */
  type?: string;
}

export interface GeoIp {
  cityName?: string;
  continentCode?: string;
  countryCode?: string;
  countryCode3?: string;
  countryName?: string;
  latitude?: number;
  longitude?: number;
  subdivisionCode?: string;
  subdivisionName?: string;
  timeZone?: string;
}

/** Lists the values of `event.transaction.protocol` (Auth0 documentation, post-login event object). */
export type Protocol =
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
  | 'wstrust-usernamemixed';

export interface Transaction {
  id?: string;
  protocol?: Protocol;
  /** The scopes as the client requested them; target scopes, RBAC and consent do not change this list. */
  requested_scopes?: string[];
  /** The scopes that authorization policies filter; see `api.transaction.addTargetScope`. Auth0's typings lack it. */
  target_scopes?: string[];
  acr_values?: string[];
  prompt?: string[];
  login_hint?: string;
  locale?: string;
  ui_locales?: string[];
  redirect_uri?: string;
  response_mode?: ResponseMode;
  response_type?: ResponseType[];
  state?: string;
  linking_id?: string;
  correlation_id?: string;
  requested_authorization_details?: ({ type: string } & Record<string, unknown>)[];
  /** The actors of a token exchange who ask on behalf of the user: at most five, nested. */
  actor?: Actor<Actor<Actor<Actor<LastActor>>>>;
  actor_token_type?: string;
  subject_token_type?: string;
  /** Written by `api.transaction.setMetadata`, visible at once and to every later Action of this login. */
  metadata: Record<string, string | number | boolean>;
}

/** Lists the ways in which `/authorize` returns its response to the application. */
export type ResponseMode = 'query' | 'fragment' | 'form_post' | 'web_message';
/** Lists the response types that `/authorize` accepts. */
export type ResponseType = 'code' | 'token' | 'id_token';

interface Actor<Behind> {
  sub: string;
  act?: Behind;
}

interface LastActor {
  sub: string;
  act?: never;
}

export interface User {
  user_id: string;
  email?: string;
  email_verified: boolean;
  name?: string;
  given_name?: string;
  family_name?: string;
  nickname?: string;
  username?: string;
  picture?: string;
  phone_number?: string;
  phone_verified?: boolean;
  last_password_reset?: string;
  /** ISO 8601. */
  created_at: string;
  /** ISO 8601. */
  updated_at: string;
  app_metadata: Record<string, unknown>;
  user_metadata: Record<string, unknown>;
  identities: UserIdentity[];
  multifactor?: string[];
  /** Includes `email` where the address is verified and the factor on. Refreshed only when the next Action starts. */
  enrolledFactors?: EnrolledFactor[];
}

export interface UserIdentity {
  connection?: string;
  isSocial?: boolean;
  provider?: string;
  profileData?: Record<string, string>;
  user_id?: string;
  userId?: string;
}

export interface EnrolledFactor {
  type: string;
  options?: Record<string, unknown>;
}
