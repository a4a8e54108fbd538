export const OIDC_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'] as const;

export const isOidcScope = (scope: string): boolean => (OIDC_SCOPES as readonly string[]).includes(scope);

/**
 * Returns a token's scopes: those that RBAC and consent left, with those that Actions added, without those they
 * removed.
 */
export function finalScopes(
  granted: readonly string[],
  { added, removed }: { added: readonly string[]; removed: readonly string[] },
): string[] {
  return [...new Set([...granted, ...added])].filter((scope) => !removed.includes(scope));
}

/** Limits the scopes that Actions add to a token or target. */
export const MAX_SCOPES = 1000;

const MAX_SCOPE_LENGTH = 280;

/**
 * Returns the scope an Action passed to `addScope` or `removeScope`, trimmed; throws Auth0's message
 * (docs/notes/actions-runtime.md#scopes).
 */
export function checkedScope(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('The value for the scope must be a string.');
  const scope = value.trim();
  if (scope === '') throw new Error('The value for the scope is required.');
  if (scope.length > MAX_SCOPE_LENGTH) {
    throw new Error('The value for the scope exceeds the allowed maximum of 280 characters.');
  }
  if (/\s/.test(scope)) throw new Error('The value for the scope must not have whitespace.');
  return scope;
}
