import { once } from 'node:events';
import { createServer } from 'node:http';
import Koa from 'koa';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { scimEndpoint } from '../../../emulator/scim/routes.ts';
import { issueScimToken } from '../../../emulator/scim/token.ts';
import { createState, type TenantState } from '../../../emulator/state.ts';
import type { Unknowns } from '../../../emulator/unknowns.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const BILL = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'bill@initech.com',
  externalId: '00u1',
  name: { givenName: 'Bill', familyName: 'Lumbergh' },
  emails: [
    { type: 'home', value: 'bill@home.example' },
    { primary: true, type: 'work', value: 'Bill@Initech.com' },
  ],
  active: true,
  [ENTERPRISE]: { department: 'Management' },
};

let state: TenantState;
let token: string;
let ended: string[];
const app = new Koa();
const server = createServer((request, response) => app.callback()(request, response));
let origin = '';

beforeAll(async () => {
  // The endpoint of the current test's tenant.
  app.use((ctx, next) => scimEndpoint(state, { endAll: async (userId) => void ended.push(userId) })(ctx, next));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/scim/v2/connections/con_1`;
});
afterAll(() => void server.close());

function reset(unknowns: Partial<Unknowns> = {}): void {
  state = createState({ domain: 'tenant.test', clock: () => Date.parse('2026-01-02T03:04:05.000Z'), unknowns });
  ended = [];
  state.connections.push({ id: 'con_1', name: 'initech', strategy: 'okta', options: {}, enabled_clients: [] });
  state.scimConfigurations.push({
    connection_id: 'con_1',
    user_id_attribute: 'externalId',
    mapping: [
      { auth0: 'preferred_username', scim: 'userName' },
      { auth0: 'email', scim: 'emails[primary eq true].value' },
      { auth0: 'given_name', scim: 'name.givenName' },
      { auth0: 'family_name', scim: 'name.familyName' },
      { auth0: 'app_metadata.department', scim: `${ENTERPRISE}:department` },
      { auth0: 'blocked', scim: 'active' },
    ],
    created_at: '',
    updated_on: '',
  });
  ({ token } = issueScimToken(state, 'con_1'));
}
beforeEach(() => reset());

async function call(method: string, path: string, body?: unknown, bearer = token) {
  const response = await fetch(origin + path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const ID = 'okta|initech|00u1';
const PATH = `/Users/${encodeURIComponent(ID)}`;
const RESOURCE = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: ID,
  userName: 'bill@initech.com',
  externalId: '00u1',
  name: { givenName: 'Bill', familyName: 'Lumbergh' },
  emails: [{ primary: true, value: 'bill@initech.com' }],
  active: true,
  [ENTERPRISE]: { department: 'Management' },
  meta: {
    resourceType: 'User',
    created: '2026-01-02T03:04:05.000Z',
    lastModified: '2026-01-02T03:04:05.000Z',
    location: `https://tenant.test/scim/v2/connections/con_1${PATH}`,
  },
};

describe('POST', () => {
  test('creates a user by the map, and answers with what the map knows', async () => {
    expect(await call('POST', '/Users', BILL)).toEqual({ status: 201, body: RESOURCE });
    expect(state.users[0]).toMatchObject({
      user_id: ID,
      email: 'bill@initech.com',
      preferred_username: 'bill@initech.com',
      given_name: 'Bill',
      blocked: false,
      app_metadata: { department: 'Management' },
    });
  });

  test('refuses a user who exists, and one without a name or an id', async () => {
    await call('POST', '/Users', BILL);
    expect(await call('POST', '/Users', BILL)).toEqual({
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'User already exists',
        scimType: 'uniqueness',
      },
    });
    expect((await call('POST', '/Users', { ...BILL, externalId: undefined })).body.detail).toBe(
      'externalId is required',
    );
    expect((await call('POST', '/Users', { ...BILL, externalId: '00u2', userName: undefined })).body.detail).toBe(
      'userName is required',
    );
    expect((await call('POST', '/Users', '[]')).status).toBe(400);
    expect((await call('POST', '/Users', '{')).status).toBe(400);
  });

  test.each([
    ['adopt' as const, 201],
    ['conflict' as const, 409],
  ])('with scimExistingUser %s answers %i for a user who logged in before', async (scimExistingUser, status) => {
    reset({ scimExistingUser });
    await call('POST', '/Users', BILL);
    for (const user of state.users) delete user.preferred_username;
    expect((await call('POST', '/Users', BILL)).status).toBe(status);
    expect(state.users).toHaveLength(1);
  });
});

describe('GET', () => {
  beforeEach(async () => {
    await call('POST', '/Users', BILL);
    await call('POST', '/Users', { ...BILL, externalId: '00u2', userName: 'milton@initech.com' });
    const [bill] = state.users;
    if (bill) state.users.push({ ...structuredClone(bill), user_id: 'auth0|x', identities: [] });
  });

  test('finds one by its id, of this connection only', async () => {
    expect(await call('GET', PATH)).toEqual({ status: 200, body: RESOURCE });
    expect((await call('GET', '/Users/auth0%7Cx')).status).toBe(404);
    expect((await call('GET', '/Users/%E0%A4%A')).status, 'no text of UTF-8').toBe(404);
  });

  test.each([
    ['userName eq "bill@initech.com"', ['00u1']],
    ['userName eq "BILL@initech.com"', ['00u1']],
    ['userName eq "nobody"', []],
    ['userName eq "bill@initech.com" or externalId eq "00u2"', ['00u1', '00u2']],
    ['userName eq "bill@initech.com" and externalId eq "00u2"', []],
    ['active eq true', ['00u1', '00u2']],
    [`id eq "${ID}"`, ['00u1']],
  ])('filters by %s', async (filter, ids) => {
    const { body } = await call('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect(body.Resources.map(({ externalId }: { externalId: string }) => externalId)).toEqual(ids);
    expect(body).toMatchObject({ totalResults: ids.length, startIndex: 1, itemsPerPage: ids.length });
  });

  test('refuses other filters, and pages', async () => {
    expect((await call('GET', '/Users?filter=userName%20sw%20%22b%22')).body.scimType).toBe('invalidFilter');
    expect((await call('GET', '/Users?startIndex=2&count=1')).body).toMatchObject({
      totalResults: 2,
      startIndex: 2,
      itemsPerPage: 1,
      Resources: [{ externalId: '00u2' }],
    });
  });
});

describe('PATCH', () => {
  beforeEach(() => call('POST', '/Users', BILL));
  const patch = (...Operations: unknown[]) =>
    call('PATCH', PATH, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });

  test.each([[{ op: 'replace', value: { active: false } }], [{ op: 'Replace', path: 'active', value: 'False' }]])(
    '%j deactivates: the user is blocked, and all sessions end, once',
    async (operation) => {
      expect((await patch(operation)).body.active).toBe(false);
      expect(state.users[0]?.blocked).toBe(true);
      await patch(operation);
      expect(ended).toEqual([ID]);
      expect((await patch({ op: 'replace', value: { active: true } })).body.active).toBe(true);
      expect(state.users[0]?.blocked).toBe(false);
    },
  );

  test('changes what it names and leaves the rest', async () => {
    await patch(
      { op: 'replace', value: { name: { givenName: 'William' } } },
      { op: 'replace', path: 'emails[primary eq true].value', value: 'w@initech.com' },
      { op: 'remove', path: `${ENTERPRISE}:department` },
    );
    expect(state.users[0]).toMatchObject({
      given_name: 'William',
      family_name: 'Lumbergh',
      email: 'w@initech.com',
      app_metadata: {},
    });
    expect(ended).toEqual([]);
  });

  test.each([[[]], [[{ op: 'move', value: {} }]], [[{ op: 'remove' }]], [['active']]])(
    'refuses %j, and changes nothing',
    async (operations) => {
      expect((await patch(...operations)).status).toBe(400);
      expect((await call('GET', PATH)).body).toEqual(RESOURCE);
    },
  );
});

test('PUT replaces what is mapped, and DELETE takes the user away with every session', async () => {
  await call('POST', '/Users', BILL);
  const { name: _name, [ENTERPRISE]: _department, ...less } = BILL;
  expect((await call('PUT', PATH, less)).body).not.toHaveProperty('name');
  expect(state.users[0]?.app_metadata).toEqual({});
  expect((await call('PUT', PATH, { ...less, active: false })).body.active).toBe(false);
  expect(ended).toEqual([ID]);
  expect((await call('DELETE', PATH)).status).toBe(204);
  expect(ended).toEqual([ID, ID]);
  expect(state.users).toEqual([]);
});

describe('the token', () => {
  test('must be the connection’s own, not over, and with the operation’s scope', async () => {
    expect((await call('GET', '/Users', undefined, 'nonsense')).status).toBe(401);
    expect((await call('GET', '/Users', undefined, '')).status).toBe(401);
    const other = issueScimToken(state, 'con_2');
    expect((await call('GET', '/Users', undefined, other.token)).status).toBe(401);
    const [record] = state.scimTokens;
    if (record) record.scopes = ['get:users'];
    expect((await call('POST', '/Users', BILL)).status).toBe(403);
    expect((await call('GET', '/Users')).status).toBe(200);
    if (record) record.valid_until = '2026-01-02T03:04:05.000Z';
    expect((await call('GET', '/Users')).status).toBe(401);
  });

  test('is good for nothing once the connection has no SCIM', async () => {
    state.scimConfigurations = [];
    expect((await call('GET', '/Users')).status).toBe(401);
  });
});
