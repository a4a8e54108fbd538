/**
 * A stand-in for `@auth0/actions/post-login/v3`, which is not on npm: what is known of its typings (actions-runtime sections 0.5
 * and 1) where they are wider or stricter than our contract. Objects that Auth0 lets grow have index signatures, a method's
 * `type` is missing, and the API has more than one trigger's worth of methods.
 */
interface Growing {
  [attribute: string]: unknown;
}

export interface Event {
  authentication?: {
    methods: { name: string; timestamp: string }[];
    riskAssessment?: {
      confidence: 'low' | 'medium' | 'high' | 'neutral';
      version: string;
      assessments: Record<string, unknown>;
      supplemental?: Record<string, unknown>;
    };
  };
  authorization?: { roles: string[] };
  client: { client_id: string; name: string; metadata: { [key: string]: string } };
  configuration: { [key: string]: string };
  connection: { id: string; name: string; strategy: string; metadata?: { [key: string]: string } };
  custom_domain?: { domain: string };
  organization?: { id: string; name: string; display_name: string; metadata: { [key: string]: string } } & Growing;
  request: {
    asn?: string;
    body: { [key: string]: unknown };
    geoip: { countryCode?: string; countryName?: string; latitude?: number; longitude?: number; timeZone?: string };
    hostname?: string;
    ip: string;
    language?: string;
    method: string;
    query: { [key: string]: string };
    user_agent?: string;
  };
  refresh_token?: { id: string; client_id?: string; metadata?: { [key: string]: string } };
  resource_server?: { identifier: string };
  secrets: { [key: string]: string };
  security_context?: { ja3?: string; ja4?: string };
  session?: { id: string; created_at?: string; metadata?: { [key: string]: string } };
  stats: { logins_count: number };
  tenant: { id: string };
  transaction?: {
    acr_values: string[];
    correlation_id?: string;
    id?: string;
    linking_id?: string;
    locale: string;
    login_hint?: string;
    metadata: { [key: string]: unknown };
    prompt?: string[];
    protocol?:
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
    redirect_uri?: string;
    requested_scopes: string[];
    response_mode?: string;
    response_type?: string[];
    state?: string;
    ui_locales: string[];
  };
  user: {
    app_metadata: { [key: string]: unknown };
    created_at: string;
    email?: string;
    email_verified: boolean;
    enrolledFactors?: { type: string; options?: { [key: string]: unknown } }[];
    family_name?: string;
    given_name?: string;
    identities: { connection?: string; isSocial?: boolean; provider?: string; user_id?: string; userId?: string }[];
    last_password_reset?: string;
    multifactor?: string[];
    name?: string;
    nickname?: string;
    phone_number?: string;
    phone_verified?: boolean;
    picture?: string;
    updated_at: string;
    user_id: string;
    user_metadata: { [key: string]: unknown };
    username?: string;
  } & Growing;
}

type EnrollmentFactor =
  | { type: 'otp' }
  | { type: 'recovery-code' }
  | { type: 'push-notification'; options?: { otpFallback: boolean } }
  | { type: 'phone'; options?: { preferredMethod: 'sms' | 'voice' | 'both' } }
  | { type: 'webauthn-platform' }
  | { type: 'webauthn-roaming' };
type ChallengeFactor = EnrollmentFactor | { type: 'email' };

export interface PostLoginAPI {
  readonly access: { deny(reason: string): PostLoginAPI };
  readonly accessToken: {
    addScope(scope: string): void;
    removeScope(scope: string): void;
    setCustomClaim(name: string, value: unknown): PostLoginAPI;
  };
  readonly authentication: {
    challengeWith(factor: ChallengeFactor, options?: { additionalFactors?: ChallengeFactor[] }): void;
    challengeWithAny(factors: ChallengeFactor[]): void;
    enrollWith(factor: EnrollmentFactor, options?: { additionalFactors?: EnrollmentFactor[] }): void;
    enrollWithAny(factors: EnrollmentFactor[]): void;
    recordMethod(provider_url: string): PostLoginAPI;
    setPrimaryUser(primary_user_id: string): void;
  };
  readonly cache: {
    delete(key: string): { type: 'success' } | { type: 'error'; code: string };
    get(key: string): { value: string; expires_at: number } | undefined;
    set(
      key: string,
      value: string,
      options?: { expires_at?: number; ttl?: number },
    ): { type: 'success'; record: { value: string; expires_at: number } } | { type: 'error'; code: string };
  };
  readonly idToken: { setCustomClaim(name: string, value: unknown): PostLoginAPI };
  readonly multifactor: {
    enable(
      provider: 'any' | 'none' | 'guardian' | 'google-authenticator' | 'duo',
      options?: { allowRememberBrowser?: boolean; providerOptions?: Record<string, unknown> },
    ): PostLoginAPI;
  };
  readonly redirect: {
    canRedirect(): boolean;
    encodeToken(options: { expiresInSeconds?: number; payload: { [key: string]: unknown }; secret: string }): string;
    sendUserTo(url: string, options?: { query?: { [key: string]: string } }): PostLoginAPI;
    validateToken(options: { secret: string; tokenParameterName?: string }): { [key: string]: unknown };
  };
  readonly rules: { wasExecuted(ruleId: string): boolean };
  readonly samlResponse: { setAudience(audience: string): void };
  readonly transaction: { setMetadata(key: string, value: string | number | boolean | null): void };
  readonly user: {
    setAppMetadata(name: string, value: unknown): PostLoginAPI;
    setUserMetadata(name: string, value: unknown): PostLoginAPI;
  };
  readonly validation: { error(code: string, message: string): PostLoginAPI };
}
