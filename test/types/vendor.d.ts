/**
 * A stand-in for `@auth0/actions/post-login/v3`, which is on GitHub and not on npm: the same types, written anew (read at the commits named
 * in docs/sources.md). `differences.ts` compares our contract with it, both ways.
 */

/** Where the vendor lets objects grow, any value goes. */
// biome-ignore lint/suspicious/noExplicitAny: the vendor's own
type Anything = any;
type Values<T> = { [key: string]: T };
type Open = Values<Anything>;
type Texts = Values<string>;
type Optional<K extends string, T = string> = { [Key in K]?: T };

type Confidence = 'low' | 'medium' | 'high' | 'neutral';
interface Assessed<Code, Details = never> {
  code: Code;
  confidence: Confidence;
  details?: Details;
}

type Unavailable = 'assessment_not_available';
type Travel = `${'minimal_' | '' | 'substantial_' | 'impossible_'}travel_from_last_login` | 'invalid_travel';
type Place = 'missing_geoip' | 'anonymous_proxy' | 'unknown_location' | 'location_history_not_found';
type Match = 'match' | 'partial_match' | 'no_match' | 'unknown_device' | 'no_device_history';

interface RiskAssessment {
  confidence: Confidence;
  version: string;
  assessments: {
    AgentDetection?: Assessed<'unknown' | 'verified_agent', Optional<'provider'>>;
    ImpossibleTravel?: Omit<Assessed<Travel | Place | 'initial_login' | Unavailable>, 'details'>;
    NewDevice?: Assessed<Match | 'initial_login' | Unavailable, Optional<'device' | 'useragent', 'known' | 'unknown'>>;
    UntrustedIP?: Assessed<
      `${'' | 'not_'}found_on_deny_list` | 'invalid_ip_address' | Unavailable,
      Optional<'category' | 'ip' | 'matches' | 'source'>
    >;
  };
  supplemental?: {
    akamai?: {
      akamaiBot?: Optional<'type' | 'action' | 'botScoreResponseSegment' | 'botnetId'> &
        Optional<'botCategory', string[]> &
        Optional<'botScore', number>;
      akamaiUserRisk?: Optional<'action' | 'emailDomain' | 'ouid' | 'requestid' | 'username' | 'uuid'> &
        Optional<'allow' | 'score' | 'status', number> &
        Optional<'general' | 'risk' | 'trust', Open>;
    } & Open;
  };
}

type Device = Optional<`${'initial' | 'last'}_${'asn' | 'ip' | 'user_agent'}`>;
type Times<Name extends string> = Optional<`${Name}_at`>;

type Session = { id: string } & Times<
  'authenticated' | 'created' | 'expires' | 'idle_expires' | 'last_interacted' | 'updated'
> &
  Optional<'user_id'> & {
    actor?: { sub: string } & Values<string | number | boolean | null>;
    clients?: { client_id: string }[];
    cookie?: { mode: CookieMode };
    device?: Device;
    metadata?: Open;
    session_transfer?: { parent_refresh_token?: { id?: string; metadata?: Open } };
  };

type RefreshToken = { id: string; created_at: string } & Times<'expires' | 'idle_expires' | 'last_exchanged'> &
  Optional<'client_id' | 'session_id' | 'user_id'> & {
    device?: Device;
    metadata?: Open;
    resource_servers?: { audience: string; scopes: string }[];
    rotating?: boolean;
    session_transfer?: { parent_refresh_token?: { id?: string } };
  };

type GeoIp = Optional<
  `${'city' | 'continent' | 'country' | 'subdivision'}${'Name' | 'Code'}` | 'countryCode3' | 'timeZone'
> &
  Optional<'latitude' | 'longitude', number> &
  Open;

type Actor<Next> = { sub: string; act?: Next } & Open;

type Protocol =
  | `oidc-${'basic' | 'implicit' | 'hybrid'}-profile`
  | `oidc-ciba${'' | '-web-link'}`
  | `oauth2-resource-owner${'' | '-jwt-bearer'}`
  | `oauth2-${'device-code' | 'password' | 'webauthn' | 'access-token' | 'refresh-token' | 'token-exchange'}`
  | 'samlp'
  | 'wsfed'
  | 'wstrust-usernamemixed';

type Transaction = Optional<
  'id' | 'linking_id' | 'correlation_id' | 'locale' | 'login_hint' | 'redirect_uri' | 'state'
> &
  Optional<'actor_token_type' | 'subject_token_type'> &
  Optional<'acr_values' | 'prompt' | 'requested_scopes' | 'ui_locales', string[]> & {
    actor?: Actor<Actor<Actor<Actor<Actor<never>>>>>;
    metadata: Values<string | number | boolean>;
    protocol?: Protocol;
    requested_authorization_details?: ({ type: string } & Open)[];
    response_mode?: 'query' | 'fragment' | 'form_post' | 'web_message';
    response_type?: ('code' | 'token' | 'id_token')[];
  } & Open;

type User = { user_id: string; created_at: string; updated_at: string; email_verified: boolean } & Optional<
  | 'email'
  | 'username'
  | 'phone_number'
  | 'picture'
  | 'last_password_reset'
  | 'nickname'
  | `${'' | 'given_' | 'family_'}name`
> & {
    app_metadata: Open;
    enrolledFactors?: ({ type: string; options?: Open } & Open)[];
    identities: (Optional<'connection' | 'provider' | 'user_id'> & {
      isSocial?: boolean;
      profileData?: Texts;
    } & Open)[];
    multifactor?: string[];
    phone_verified?: boolean;
    user_metadata: Open;
  } & Open;

// biome-ignore lint/complexity/noBannedTypes: the vendor's own
export type Configuration = {};
export type Secrets = Texts;

export interface Event {
  authentication?: { methods: { name: string; timestamp: string }[]; riskAssessment?: RiskAssessment };
  authorization?: { roles: string[] };
  client: {
    client_id: string;
    name: string;
    metadata: Texts;
    refresh_token?: { policies?: (Optional<'audience'> & Optional<'scope', string[]>)[] };
  };
  readonly configuration: Configuration;
  connection: { id: string; name: string; strategy: string; metadata?: Texts };
  custom_domain?: { domain: string; domain_metadata: Texts };
  organization?: { id: string; name: string; display_name: string; metadata: Texts } & Open;
  prompt?: { id: string } & Optional<'fields' | 'vars', Open>;
  refresh_token?: RefreshToken;
  request: { ip: string; method: string; query: Open; body: Open; geoip: GeoIp } & Optional<
    'asn' | 'hostname' | 'language' | 'user_agent'
  >;
  resource_server?: { identifier: string };
  readonly secrets: Secrets;
  security_context?: Optional<'ja3' | 'ja4'>;
  session?: Session;
  session_transfer_token?: {
    client_id: string;
    request: { ip: string; geoip?: GeoIp } & Optional<'asn' | 'user_agent'>;
    scope: string[];
  };
  stats: { logins_count: number };
  tenant: { id: string };
  transaction?: Transaction;
  user: User;
}

type CookieMode = 'persistent' | 'non-persistent';
type CacheFault = {
  type: 'error';
  code:
    | `Cache${'Key' | 'Value' | ''}${'Size'}Exceeded`
    | 'CacheKeyDoesNotExist'
    | `FailedTo${'Set' | 'Delete'}CacheRecord`
    | 'InvalidExpiry'
    | 'ItemAlreadyExpired'
    | 'MaxSideEffectsExceeded';
};
type CacheEntry = { value: string; expires_at: number };

type Phone = { type: 'phone'; options?: Optional<'preferredMethod', 'sms' | 'voice' | 'both'> };
type Push = 'push' | 'push-notification';
type OfDevice = 'otp' | 'recovery-code' | `webauthn-${'platform' | 'roaming'}`;
type ChallengeFactor =
  | Phone
  | { type: OfDevice | 'email'; options?: Open }
  | { type: Push; options?: Optional<'otpFallback', boolean> };
type EnrollmentFactor = Phone | { type: OfDevice | Push; options?: Open };

type MultifactorProvider = 'any' | 'none' | 'guardian' | 'google-authenticator' | 'duo';
interface MultifactorOptions<P> {
  allowRememberBrowser?: boolean;
  providerOptions?: P extends 'duo'
    ? ({ host: string; ikey: string; skey: string } & Optional<'username'>) | undefined
    : never;
}

type Paging = { take?: number; from?: string };
type Named = { id: string; name: string };
type Group = Named & { tenant_name: string; created_at: string; updated_at: string } & Optional<
    'external_id' | 'connection_id'
  > & { membership_created_at: string; assignment: string };
type Membership = { is_member: boolean; matches?: (Named & { group_type: string })[] };
type Role = Named & { type: string };

interface Lifetime {
  setExpiresAt(absolute: number): void;
  setIdleExpiresAt(inactivity: number): void;
  setMetadata(key: string, value: string | null): void;
  deleteMetadata(key: string): void;
  evictMetadata(): void;
}

export interface RefreshTokenAPI extends Lifetime {
  revoke(reason: string): void;
}

export interface SessionAPI extends Lifetime {
  revoke(reason: string, options?: { preserveRefreshTokens?: boolean }): void;
  setCookieMode(mode: CookieMode): void;
}

export interface PromptAPI {
  render(promptId: string, options?: Optional<'fields' | 'vars', Open>): void;
}

export interface TransactionAPI {
  setMetadata(key: string, value: string | number | boolean | null): void;
}

type SamlText =
  | 'Audience'
  | 'AuthnContextClassRef'
  | `${'' | 'Signing' | 'Encryption'}Cert`
  | 'Destination'
  | 'EncryptionPublicKey'
  | 'Issuer'
  | 'Key'
  | 'NameIdentifierFormat'
  | 'Recipient'
  | 'RelayState';
type SamlSwitch =
  | 'CreateUpnClaim'
  | 'IncludeAttributeNameFormat'
  | 'MapIdentities'
  | 'MapUnknownClaimsAsIs'
  | 'PassthroughClaimsWithNoMapping'
  | 'SignResponse'
  | 'TypedAttributes';
type Setters<Suffix extends string, T> = { [S in Suffix as `set${S}`]: (value: T) => void };

interface SamlResponse extends Setters<SamlText, string>, Setters<SamlSwitch, boolean> {
  setAttribute(attribute: string, value: string | number | boolean | null | (string | number | boolean)[]): void;
  setDigestAlgorithm(algorithm: 'sha256'): void;
  setDigestAlgorithm(algorithm: 'sha1'): void;
  setEncryptionAlgorithm(algorithm: 'aes256-gcm'): void;
  setEncryptionAlgorithm(algorithm: 'aes256-cbc'): void;
  setLifetimeInSeconds(seconds: number): void;
  setNameIdentifierProbes(probes: string[]): void;
  setSignatureAlgorithm(algorithm: 'rsa-sha256'): void;
  setSignatureAlgorithm(algorithm: 'rsa-sha1'): void;
}

/** `Self` is what chained calls give back. */
export interface ApiOf<Self, Transactions> {
  readonly access: { deny(reason: string): Self };
  readonly accessToken: {
    addScope(scope: string): void;
    removeScope(scope: string): void;
    setCustomClaim(key: string, value: unknown): Self;
  };
  readonly authentication: {
    challengeWith(factor: ChallengeFactor, options?: { additionalFactors?: ChallengeFactor[] }): void;
    challengeWithAny(factors: ChallengeFactor[]): void;
    enrollWith(factor: EnrollmentFactor, options?: { additionalFactors?: EnrollmentFactor[] }): void;
    enrollWithAny(factors: EnrollmentFactor[]): void;
    recordMethod(url: string): Self;
    setPrimaryUser(userId: string): void;
  };
  readonly cache: {
    delete(key: string): { type: 'success' } | CacheFault;
    get(key: string): CacheEntry | undefined;
    set(
      key: string,
      value: string,
      options?: Optional<'expires_at' | 'ttl', number>,
    ): { type: 'success'; record: CacheEntry } | CacheFault;
  };
  readonly groups: {
    getUserGroups(options?: Paging): Promise<{ groups: Group[]; next?: string }>;
    hasGroupMembership(groups: string[]): Promise<{ memberships: Values<Membership>; errors?: Texts }>;
  };
  readonly idToken: { setCustomClaim(key: string, value: unknown): Self };
  readonly multifactor: {
    enable<P extends MultifactorProvider>(provider: P, options?: MultifactorOptions<P>): Self;
  };
  readonly prompt: PromptAPI;
  readonly redirect: {
    canRedirect(): boolean;
    encodeToken(options: { expiresInSeconds?: number; payload: Values<unknown>; secret: string }): string;
    sendUserTo(url: string, options?: { query?: Texts }): Self;
    validateToken(options: { secret: string; tokenParameterName?: string }): Anything;
  };
  readonly refreshToken: RefreshTokenAPI;
  readonly roles: {
    getUserEffectiveRoles(options?: Paging): Promise<{ roles: Role[]; next?: string }>;
    getUserEffectiveRolesByIds(ids: string[]): Promise<{ roles: Role[] }>;
    getUserEffectiveRolesByNames(names: string[]): Promise<{ roles: Role[] }>;
  };
  readonly rules: { wasExecuted(ruleId: string): boolean };
  readonly samlResponse: SamlResponse;
  readonly session: SessionAPI;
  readonly transaction: Transactions;
  readonly user: {
    setAppMetadata(key: string, value: unknown): Self;
    setUserMetadata(key: string, value: unknown): Self;
  };
  readonly validation: { error(code: string, message: string): Self };
}

export interface PostLoginAPI extends ApiOf<PostLoginAPI, TransactionAPI> {}

export type PostLoginAction = (event: Event, api: PostLoginAPI) => Promise<void>;
