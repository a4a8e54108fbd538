import { expect, test } from 'vitest';
import { makeEvent } from '../../../emulator/runtime/event.ts';
import { createState, type UserRecord } from '../../../emulator/state.ts';

const state = createState({ domain: 'localhost:3443' });
const user: UserRecord = {
  user_id: 'auth0|ann',
  email: 'ann@acme.com',
  email_verified: true,
  name: 'Ann',
  app_metadata: { a: 1 },
  user_metadata: {},
  identities: [{ connection: 'db', provider: 'auth0', user_id: 'ann', isSocial: false }],
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-02T00:00:00.000Z',
  last_login: '2026-01-03T00:00:00.000Z',
  logins_count: 4,
  passwordHash: 'hash',
};
state.roles.push({ id: 'rol_1', name: 'admin', permissions: [] }, { id: 'rol_2', name: 'owner', permissions: [] });
state.userRoles.push(
  { user_id: user.user_id, role_id: 'rol_1', org_id: 'org_1' },
  { user_id: user.user_id, role_id: 'rol_2' },
);

const facts: Parameters<typeof makeEvent>[1] = {
  client: { client_id: 'app', name: 'App', is_first_party: true },
  user,
  connection: { id: 'con_1', name: 'db', strategy: 'auth0', options: { secret: 'kept' }, enabled_clients: [] },
  organization: { id: 'org_1', name: 'acme', metadata: { domains: 'acme.com' }, enabled_connections: [] },
  audience: 'https://things.example',
  sessionId: 'ses_1',
  transactionId: 'tx_1',
  parameters: { redirect_uri: 'https://app.example/cb', response_type: 'code', ui_locales: 'de en', prompt: 'login' },
  requestedScopes: ['openid', 'read'],
  methods: [{ name: 'pwd', timestamp: '2026-01-03T00:00:00.000Z' }],
  enrolledFactors: ['otp', 'email'],
  transactionMetadata: { step: 1 },
  request: {
    ip: '127.0.0.1',
    hostname: 'localhost:3443',
    user_agent: 'test',
    language: 'en',
    method: 'GET',
    geoip: {},
  },
};

test('the event of a login, whole', () => {
  expect(makeEvent(state, facts, [{ name: 'KEY', value: 'v' }])).toEqual({
    secrets: { KEY: 'v' },
    configuration: {},
    tenant: { id: 'localhost' },
    request: {
      ip: '127.0.0.1',
      hostname: 'localhost:3443',
      user_agent: 'test',
      language: 'en',
      method: 'GET',
      geoip: {},
      query: facts.parameters,
      body: {},
    },
    transaction: {
      id: 'tx_1',
      protocol: 'oidc-basic-profile',
      locale: 'en',
      ui_locales: ['de', 'en'],
      acr_values: [],
      requested_scopes: ['openid', 'read'],
      target_scopes: ['openid', 'read'],
      prompt: ['login'],
      redirect_uri: 'https://app.example/cb',
      response_type: ['code'],
      metadata: { step: 1 },
    },
    client: { client_id: 'app', name: 'App', metadata: {} },
    connection: { id: 'con_1', name: 'db', strategy: 'auth0', metadata: {} },
    organization: { id: 'org_1', name: 'acme', display_name: 'acme', metadata: { domains: 'acme.com' } },
    resource_server: { identifier: 'https://things.example' },
    user: {
      user_id: 'auth0|ann',
      email: 'ann@acme.com',
      email_verified: true,
      name: 'Ann',
      app_metadata: { a: 1 },
      user_metadata: {},
      identities: [{ connection: 'db', provider: 'auth0', user_id: 'ann', userId: 'ann', isSocial: false }],
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-02T00:00:00.000Z',
      multifactor: ['otp'],
      enrolledFactors: [{ type: 'otp' }, { type: 'email' }],
    },
    authentication: { methods: facts.methods },
    authorization: { roles: ['admin'] },
    session: { id: 'ses_1' },
    stats: { logins_count: 4 },
  });
});

test('after a redirect the request is what came to /continue; the transaction is still the one of /authorize', () => {
  const event = makeEvent(
    state,
    { ...facts, request: { ...facts.request, method: 'POST', query: { state: 's' }, body: { session_token: 't' } } },
    [],
  );
  expect(event.request).toMatchObject({ method: 'POST', query: { state: 's' }, body: { session_token: 't' } });
  expect(event.transaction?.prompt).toEqual(['login']);
});

test('each Action has a copy of its own', () => {
  const event = makeEvent(state, facts, []);
  Object.assign(event.user.app_metadata, { a: 2 });
  expect(user.app_metadata).toEqual({ a: 1 });
});
