import type { Event } from './contract.ts';
import { read, strings } from './read.ts';

/** Identifies the system API "Okta OIN Express Configuration API" (Auth0 documentation, Express Configuration). */
export const AUDIENCE = 'urn:auth0:express-configure';

/** Names what may be configured: single sign-on with Universal Logout, or SCIM provisioning. */
export type Scope = 'sso' | 'scim';

/** Lists both scopes, in the order in which outputs name them. */
export const SCOPES: readonly Scope[] = ['sso', 'scim'];

/** Returns the name of a scope in a token: `express_configure:sso`. */
export const scopeName = (scope: Scope): string => `express_configure:${scope}`;

export function requestedScopes(event: Event): Scope[] {
  const requested = strings(read(event, 'transaction', 'requested_scopes'));
  return SCOPES.filter((scope) => requested.includes(scopeName(scope)));
}

/** Lists the scopes of OpenID Connect: they request claims or a refresh token, and no access to an API. */
const OF_LOGIN = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/**
 * Returns whether the client requested only a login. An unknown scope, for instance a misspelt one, counts as a
 * request.
 */
export function asksForNothing(event: Event): boolean {
  const requested = read(event, 'transaction', 'requested_scopes') ?? [];
  return Array.isArray(requested) && requested.every((scope) => OF_LOGIN.includes(scope));
}
