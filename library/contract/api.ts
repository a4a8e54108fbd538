import type { GroupsAPI, RolesAPI } from './directory.ts';
import type { Event } from './event.ts';
import type { AuthenticationAPI, MultifactorAPI } from './factors.ts';
import type { SAMLResponseAPI } from './saml-response.ts';
import type { CookieMode } from './sessions.ts';

/** `undefined` results are Auth0's own: those methods can't be chained. */
export interface PostLoginAPI {
  readonly access: {
    /** `reason` becomes `error_description` at the client's callback. */
    deny(reason: string): PostLoginAPI;
  };
  readonly accessToken: {
    setCustomClaim(name: string, value: unknown): PostLoginAPI;
    /** Acts after RBAC and consent. At most 280 characters, no white space. */
    addScope(scope: string): void;
    removeScope(scope: string): void;
  };
  readonly authentication: AuthenticationAPI;
  readonly cache: CacheAPI;
  readonly groups: GroupsAPI;
  readonly idToken: {
    setCustomClaim(name: string, value: unknown): PostLoginAPI;
  };
  readonly multifactor: MultifactorAPI;
  readonly prompt: PromptAPI;
  readonly redirect: RedirectAPI;
  readonly refreshToken: RefreshTokenAPI;
  readonly roles: RolesAPI;
  readonly rules: {
    wasExecuted(ruleId: string): boolean;
  };
  readonly samlResponse: SAMLResponseAPI;
  readonly session: SessionAPI;
  readonly transaction: TransactionAPI;
  readonly user: {
    setAppMetadata(key: string, value: unknown): PostLoginAPI;
    setUserMetadata(key: string, value: unknown): PostLoginAPI;
  };
  readonly validation: {
    error(code: string, message: string): PostLoginAPI;
  };
}

export interface CacheAPI {
  get(key: string): CacheRecord | undefined;
  /** `ttl` in milliseconds, `expires_at` in epoch milliseconds; the earlier one counts. */
  set(key: string, value: string, options?: { ttl?: number; expires_at?: number }): CacheWriteResult;
  delete(key: string): { type: 'success' } | CacheError;
}

export interface CacheRecord {
  value: string;
  /** Epoch milliseconds. */
  expires_at: number;
}

export interface CacheError {
  type: 'error';
  code:
    | 'MaxSideEffectsExceeded'
    | 'CacheKeySizeExceeded'
    | 'CacheValueSizeExceeded'
    | 'CacheSizeExceeded'
    | 'ItemAlreadyExpired'
    | 'InvalidExpiry'
    | 'FailedToSetCacheRecord'
    | 'FailedToDeleteCacheRecord'
    | 'CacheKeyDoesNotExist';
}

export type CacheWriteResult = { type: 'success'; record: CacheRecord } | CacheError;

export interface PromptAPI {
  render(promptId: string, options?: { fields?: Record<string, unknown>; vars?: Record<string, unknown> }): void;
}

export interface RedirectAPI {
  canRedirect(): boolean;
  encodeToken(options: { secret: string; payload: Record<string, unknown>; expiresInSeconds?: number }): string;
  sendUserTo(url: string, options?: { query?: Record<string, string> }): PostLoginAPI;
  validateToken(options: { secret: string; tokenParameterName?: string }): Record<string, unknown>;
}

/** Times are epoch milliseconds. */
export interface RefreshTokenAPI {
  revoke(reason: string): void;
  setExpiresAt(absolute: number): void;
  setIdleExpiresAt(idle: number): void;
  setMetadata(key: string, value: string | null): void;
  deleteMetadata(key: string): void;
  evictMetadata(): void;
}

/** Times are epoch milliseconds. */
export interface SessionAPI {
  revoke(reason: string, options?: { preserveRefreshTokens?: boolean }): void;
  setCookieMode(mode: CookieMode): void;
  setExpiresAt(absolute: number): void;
  setIdleExpiresAt(idle: number): void;
  setMetadata(key: string, value: string | null): void;
  deleteMetadata(key: string): void;
  evictMetadata(): void;
}

export interface TransactionAPI {
  /** Key at most 64 characters; `null` removes. */
  setMetadata(key: string, value: string | number | boolean | null): void;
  /**
   * Target scopes are what RBAC, client grants and consent then filter: customize/actions/handling-scopes-in-actions. Auth0's
   * typings lack these four methods.
   */
  addTargetScope(scope: string): void;
  removeTargetScope(scope: string): void;
  setTargetScopes(scopes: string[]): void;
  clearTargetScopes(): void;
}

export type PostLoginAction = (event: Event, api: PostLoginAPI) => Promise<void>;
