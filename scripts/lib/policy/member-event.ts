import { loginEvent } from '#actions-testing';
import type { Event, User } from '../../../library/contract.ts';
import { type Scope, scopeName } from '../../../library/scopes.ts';

export interface Member {
  user: Partial<User>;
  /** Has its id for a name, and no metadata, unless these are given. */
  organization: { id: string; name?: string; metadata?: Record<string, string> };
  roles: readonly string[];
  requested: readonly Scope[];
}

/**
 * Returns a login of this user at this organization in which everything else is valid: Okta's client, a browser, the
 * connection of their first identity.
 */
export function memberEvent({ user, organization, roles, requested }: Member, nowMs: number): Event {
  const now = new Date(nowMs).toISOString();
  const { id, name = id, metadata = {} } = organization;
  const [identity] = user.identities ?? [];
  const { provider = 'auth0', connection = 'unknown' } = identity ?? {};
  return loginEvent({
    authentication: { methods: [{ name: 'pwd', timestamp: now }] },
    authorization: { roles: [...roles] },
    connection: { id: 'con_unknown', name: connection, strategy: provider },
    organization: { id, name, display_name: name, metadata },
    transaction: { requested_scopes: ['openid', ...requested.map(scopeName)] },
    // Auth0 leaves out what a user has not.
    user: {
      ...ABSENT,
      user_id: 'auth0|unknown',
      email_verified: false,
      created_at: now,
      updated_at: now,
      app_metadata: {},
      user_metadata: {},
      identities: [],
      ...user,
    },
  });
}

const ABSENT = { email: undefined, name: undefined, multifactor: undefined, enrolledFactors: undefined };
