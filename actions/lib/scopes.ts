import type { Event } from '../contract.ts';
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
