import type { Event } from '../../../library/contract.ts';
import { AUDIENCE, type Scope, scopeName } from '../../../library/scopes.ts';

const OIN_CLIENT_ID = 'oin';

/** Returns a login in which everything is valid and only a role may permit. */
export function syntheticMember(role: string, requested: readonly Scope[], nowMs: number): Event {
  const now = new Date(nowMs).toISOString();
  return {
    authentication: { methods: [{ name: 'pwd', timestamp: now }] },
    authorization: { roles: [role] },
    client: { client_id: OIN_CLIENT_ID, name: 'OIN client', metadata: {} },
    configuration: {},
    connection: { id: 'con_member', name: 'members', strategy: 'auth0' },
    organization: { id: 'org_member', name: 'member', display_name: 'Member', metadata: {} },
    request: { ip: '192.0.2.1', method: 'GET', query: {}, body: {}, geoip: {} },
    resource_server: { identifier: AUDIENCE },
    secrets: { OIN_CLIENT_IDS: OIN_CLIENT_ID },
    stats: { logins_count: 1 },
    tenant: { id: 'tenant' },
    transaction: {
      protocol: 'oidc-basic-profile',
      prompt: [],
      requested_scopes: ['openid', ...requested.map(scopeName)],
      metadata: {},
    },
    user: {
      user_id: 'auth0|member',
      email: 'member@acme.com',
      email_verified: true,
      created_at: now,
      updated_at: now,
      app_metadata: {},
      user_metadata: {},
      identities: [{ connection: 'members', isSocial: false, provider: 'auth0', user_id: 'member' }],
    },
  };
}
