/**
 * Auth0's post-login v3 contract, types only.
 *
 * Structurally compatible with `@auth0/actions/post-login/v3`: the vendor's event can be passed to our handlers, and
 * our handlers' use of `api` compiles against the vendor's. Names and optionality follow Auth0's typings and
 * customize/actions/reference/post-login; fields that only other triggers or protocols fill are left out. Objects that
 * Auth0 lets grow by arbitrary keys (an identity provider's attributes in `user`, say) have no index signature here, so
 * that a misspelt attribute does not compile.
 */

/** The event a Post-Login Action receives. JSON all through; every Action of a login gets its own copy. */
export interface Event {
  authentication?: { methods: AuthenticationMethod[]; riskAssessment?: RiskAssessment };
  /**
   * Names of the roles that count in this login: those of the organization's member, where there is an organization.
   */
  authorization?: { roles: string[] };
  client: {
    client_id: string;
    name: string;
    metadata: Record<string, string>;
  };
  connection: {
    id: string;
    name: string;
    strategy: string;
    metadata?: Record<string, string>;
  };
  organization?: {
    id: string;
    name: string;
    display_name: string;
    metadata: Record<string, string>;
  };
  /** A new object after every suspend and resume: nothing that must stay the same in a login may be read from it. */
  request: {
    ip: string;
    method: string;
    query: Record<string, string>;
    body: Record<string, unknown>;
    geoip: GeoIp;
    hostname?: string;
    language?: string;
    user_agent?: string;
    asn?: string;
  };
  refresh_token?: { id: string; metadata?: Record<string, string> };
  resource_server?: { identifier: string };
  /** This Action's own secrets. */
  secrets: Record<string, string | undefined>;
  session?: { id: string; metadata?: Record<string, string> };
  stats: { logins_count: number };
  /** `id` is the tenant's name. */
  tenant: { id: string };
  transaction?: Transaction;
  user: User;
}

export interface AuthenticationMethod {
  /** First factors: `pwd`, `email`, `federated`, `passkey`, `sms`, … or a URL. Every second factor: `mfa`. */
  name: string;
  /** ISO 8601. */
  timestamp: string;
  /**
   * Of a `mfa` entry: the factor. Missing from Auth0's typings, documented in customize-mfa-selection-universal-login.
   */
  type?: string;
}

/** `event.authentication.riskAssessment`: adaptive MFA’s own, on tenants that have it. */
export interface RiskAssessment {
  confidence: 'low' | 'medium' | 'high' | 'neutral';
  version: string;
  assessments: Record<string, unknown>;
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

/** `event.transaction.protocol` (Auth0 documentation, post-login event object). */
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
  /** As the client asked; unchanged by target scopes, RBAC and consent. */
  requested_scopes?: string[];
  /** What authorization policies filter; see `api.transaction.addTargetScope`. */
  target_scopes?: string[];
  acr_values?: string[];
  prompt?: string[];
  login_hint?: string;
  locale?: string;
  ui_locales?: string[];
  redirect_uri?: string;
  response_mode?: string;
  response_type?: string[];
  state?: string;
  linking_id?: string;
  correlation_id?: string;
  requested_authorization_details?: Record<string, unknown>[];
  /** Written by `api.transaction.setMetadata`, visible at once and to every later Action of this login. */
  metadata: Record<string, unknown>;
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
  profileData?: Record<string, unknown>;
  user_id?: string;
  userId?: string;
}

export interface EnrolledFactor {
  type: string;
  options?: Record<string, unknown>;
}

/** A factor that `enrollWith` takes. */
export type EnrollableFactor =
  | { type: 'otp' }
  | { type: 'phone'; options?: { preferredMethod: 'sms' | 'voice' | 'both' } }
  | { type: 'push-notification'; options?: { otpFallback: boolean } }
  | { type: 'recovery-code' }
  | { type: 'webauthn-platform' }
  | { type: 'webauthn-roaming' };

/** A factor that `challengeWith` takes: email can be challenged, but enrols itself. */
export type Factor = EnrollableFactor | { type: 'email' };

/** `undefined` results are Auth0's own: those methods can't be chained. */
export interface PostLoginAPI {
  access: {
    /** `reason` becomes `error_description` at the client's callback. */
    deny(reason: string): PostLoginAPI;
  };
  accessToken: {
    setCustomClaim(name: string, value: unknown): PostLoginAPI;
    /** Acts after RBAC and consent. At most 280 characters, no white space. */
    addScope(scope: string): void;
    removeScope(scope: string): void;
  };
  authentication: {
    challengeWith(factor: Factor, options?: { additionalFactors?: Factor[] }): void;
    challengeWithAny(factors: Factor[]): void;
    enrollWith(factor: EnrollableFactor, options?: { additionalFactors?: EnrollableFactor[] }): void;
    enrollWithAny(factors: EnrollableFactor[]): void;
    recordMethod(providerUrl: string): PostLoginAPI;
    setPrimaryUser(primaryUserId: string): void;
  };
  cache: {
    get(key: string): CacheRecord | undefined;
    /** `ttl` in milliseconds, `expires_at` in epoch milliseconds; the earlier one counts. */
    set(key: string, value: string, options?: { ttl?: number; expires_at?: number }): CacheWriteResult;
    delete(key: string): { type: 'success' } | CacheError;
  };
  groups: {
    getUserGroups(options?: { from?: string; take?: number }): Promise<{ groups: NamedEntity[]; next?: string }>;
    hasGroupMembership(groupIds: string[]): Promise<{ memberships: Record<string, boolean> }>;
  };
  idToken: {
    setCustomClaim(name: string, value: unknown): PostLoginAPI;
  };
  multifactor: {
    enable(
      provider: 'any' | 'none' | 'guardian' | 'google-authenticator' | 'duo',
      options?: { allowRememberBrowser?: boolean; providerOptions?: Record<string, unknown> },
    ): PostLoginAPI;
  };
  prompt: {
    render(promptId: string, options?: { fields?: Record<string, unknown>; vars?: Record<string, unknown> }): void;
  };
  redirect: {
    canRedirect(): boolean;
    encodeToken(options: { secret: string; payload: Record<string, unknown>; expiresInSeconds?: number }): string;
    sendUserTo(url: string, options?: { query?: Record<string, string> }): PostLoginAPI;
    validateToken(options: { secret: string; tokenParameterName?: string }): Record<string, unknown>;
  };
  refreshToken: {
    revoke(reason?: string): void;
    /** Epoch milliseconds. */
    setExpiresAt(absolute: number): void;
    /** Epoch milliseconds. */
    setIdleExpiresAt(idle: number): void;
    setMetadata(key: string, value: string | null): void;
    deleteMetadata(key: string): void;
    evictMetadata(): void;
  };
  roles: {
    /** Evaluated for the event's organization, where there is one. */
    getUserEffectiveRoles(options?: { from?: string; take?: number }): Promise<{ roles: NamedEntity[]; next?: string }>;
    getUserEffectiveRolesByIds(roleIds: string[]): Promise<{ roles: NamedEntity[] }>;
    getUserEffectiveRolesByNames(roleNames: string[]): Promise<{ roles: NamedEntity[] }>;
  };
  rules: {
    wasExecuted(ruleId: string): boolean;
  };
  session: {
    revoke(reason?: string, options?: { preserveRefreshTokens?: boolean }): void;
    setCookieMode(mode: 'persistent' | 'non-persistent'): void;
    /** Epoch milliseconds. */
    setExpiresAt(absolute: number): void;
    /** Epoch milliseconds. */
    setIdleExpiresAt(idle: number): void;
    setMetadata(key: string, value: string | null): void;
    deleteMetadata(key: string): void;
    evictMetadata(): void;
  };
  transaction: {
    /** Key at most 64 characters; `null` removes. */
    setMetadata(key: string, value: string | number | boolean | null): void;
    /**
     * Target scopes are what RBAC, client grants and consent then filter: customize/actions/handling-scopes-in-actions.
     */
    addTargetScope(scope: string): void;
    removeTargetScope(scope: string): void;
    setTargetScopes(scopes: string[]): void;
    clearTargetScopes(): void;
  };
  user: {
    setAppMetadata(key: string, value: unknown): PostLoginAPI;
    setUserMetadata(key: string, value: unknown): PostLoginAPI;
  };
  validation: {
    error(code: string, message: string): PostLoginAPI;
  };
}

export interface CacheRecord {
  value: string;
  /** Epoch milliseconds. */
  expires_at: number;
}

export interface CacheError {
  type: 'error';
  code: string;
}

export type CacheWriteResult = { type: 'success'; record: CacheRecord } | CacheError;

/** A role or a group, as `api.roles` and `api.groups` answer it. */
export interface NamedEntity {
  id: string;
  name: string;
}

export type PostLoginHandler = (event: Event, api: PostLoginAPI) => Promise<void>;
