import type { Event } from '../../actions/contract.ts';

/** When every login of these tests happens. */
export const NOW_MS = Date.parse('2026-03-02T10:00:00.000Z');

export const isoAt = (ms: number): string => new Date(ms).toISOString();

export const OIN_CLIENT_ID = 'oinClient000000000000000000000001';

/**
 * acme's admin by attribute, sent by Okta for both scopes: password done, TOTP enrolled, no second factor yet.
 * @param change edits this test's own copy.
 */
export function adminEvent(change: (event: Event) => void = () => {}): Event {
  const event: Event = {
    authentication: { methods: [{ name: 'pwd', timestamp: isoAt(NOW_MS - 2_000) }] },
    authorization: { roles: [] },
    client: { client_id: OIN_CLIENT_ID, name: 'Okta OIN', metadata: {} },
    connection: { id: 'con_0000000000000001', name: 'admins', strategy: 'auth0' },
    organization: {
      id: 'org_acme000000000001',
      name: 'acme',
      display_name: 'Acme',
      metadata: { domains: 'acme.com, eu.acme.com' },
    },
    request: { ip: '127.0.0.1', method: 'GET', query: {}, body: {}, geoip: {} },
    resource_server: { identifier: 'urn:auth0:express-configure' },
    secrets: { OIN_CLIENT_IDS: OIN_CLIENT_ID },
    stats: { logins_count: 3 },
    tenant: { id: 'local' },
    transaction: {
      id: 'tx_00000001',
      protocol: 'oidc-basic-profile',
      requested_scopes: ['openid', 'express_configure:sso', 'express_configure:scim'],
      metadata: {},
    },
    user: {
      user_id: 'auth0|acme-admin',
      email: 'admin@acme.com',
      email_verified: true,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
      app_metadata: { express_configure: [{ org_id: 'org_acme000000000001', scopes: ['sso', 'scim'] }] },
      user_metadata: {},
      identities: [],
      enrolledFactors: [{ type: 'otp' }],
    },
  };
  change(event);
  return event;
}

/** The same login as the grant Action sees it: ten seconds after step-up asked, one second after the TOTP code. */
export const steppedUpEvent = (change: (event: Event) => void = () => {}): Event =>
  adminEvent((event) => {
    noteInTransaction(event, 'step_up_at', NOW_MS - 10_000);
    event.authentication?.methods.push({ name: 'mfa', type: 'otp', timestamp: isoAt(NOW_MS - 1_000) });
    change(event);
  });

/** The same login as the domains Action sees it. */
export const grantedEvent = (change: (event: Event) => void = () => {}): Event =>
  steppedUpEvent((event) => {
    noteInTransaction(event, 'express_configure_granted', true);
    change(event);
  });

export function noteInTransaction(event: Event, key: string, value: unknown): void {
  if (event.transaction) event.transaction.metadata[key] = value;
}

export function request(event: Event, ...scopes: string[]): void {
  if (event.transaction) event.transaction.requested_scopes = scopes;
}

/** Puts any JSON value at a path of an event, whatever the contract says. */
export function place(event: Event, path: readonly string[], value: unknown): Event {
  let target: object = event;
  for (const key of path.slice(0, -1)) {
    const next: unknown = Reflect.get(target, key);
    if (typeof next !== 'object' || next === null) throw new Error(`no object at ${key} in ${path.join('.')}`);
    target = next;
  }
  const key = path.at(-1);
  if (key !== undefined)
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  return event;
}

const deeply = (depth: number): unknown => (depth === 0 ? 'end' : { domains: [deeply(depth - 1)] });

/** What a field may turn out to be, whatever its type says: JSON values, and what JSON.parse makes of prototype names. */
export const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  1e308,
  '',
  'true',
  '__proto__',
  'x'.repeat(100_000),
  '[[[[[[',
  [],
  [true],
  [null, {}, [[]], 'constructor'],
  {},
  { length: 3 },
  { toString: null, valueOf: null },
  JSON.parse('{"__proto__":{"is_admin":true,"org_id":"org_acme000000000001","scopes":["sso"]}}'),
  JSON.parse('{"constructor":{"prototype":{"is_admin":true}},"hasOwnProperty":1}'),
  deeply(500),
];
