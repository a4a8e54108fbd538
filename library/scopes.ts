import type { Event } from './contract.ts';
import { read, strings } from './read.ts';

/** Identifier of the system API "Okta OIN Express Configuration API" (Auth0 documentation, Express Configuration). */
export const AUDIENCE = 'urn:auth0:express-configure';

/** What may be configured: single sign-on with Universal Logout, and SCIM provisioning. */
export type Scope = 'sso' | 'scim';

/** Both, in the order in which they are told. */
export const SCOPES: readonly Scope[] = ['sso', 'scim'];

/** The scope as it stands in a token: `express_configure:sso`. */
export const scopeName = (scope: Scope): string => `express_configure:${scope}`;

export function requestedScopes(event: Event): Scope[] {
  const requested = strings(read(event, 'transaction', 'requested_scopes'));
  return SCOPES.filter((scope) => requested.includes(scopeName(scope)));
}

/** Of OpenID Connect: they ask for claims or a refresh token, and for nothing of an API. */
const OF_LOGIN = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** Whether the client asked for nothing but a login. A scope that nobody knows, such as a misspelt one of ours, is asked for. */
export function asksForNothing(event: Event): boolean {
  const requested = read(event, 'transaction', 'requested_scopes') ?? [];
  return Array.isArray(requested) && requested.every((scope) => OF_LOGIN.includes(scope));
}
