import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyPassword } from '../../../../emulator/passwords.ts';
import { badRequest, type ManagementRig, refusal, startManagement } from '../management-rig.ts';

const ADA = { connection: 'db', email: 'Ada@Acme.test', password: 'correct horse' };

async function startWithConnections(options: object = {}): Promise<ManagementRig> {
  const rig = await startManagement();
  await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0', options });
  await rig.call('POST', '/connections', { name: 'email', strategy: 'email' });
  await rig.call('POST', '/connections', { name: 'acme-okta', strategy: 'okta' });
  return rig;
}

test('metadata named __proto__ is an entry like any other', async () => {
  await using rig = await startWithConnections();
  const { body } = await rig.call('POST', '/users', ADA);
  const user_metadata: object = JSON.parse('{"__proto__":{"a":1},"b":null}');
  const changed = await rig.call('PATCH', `/users/${encodeURIComponent(body.user_id)}`, { user_metadata });
  expect(JSON.stringify(changed.body.user_metadata)).toBe('{"__proto__":{"a":1}}');
});

const pathOf = (userId: string): string => `/users/${encodeURIComponent(userId)}`;

describe('a user', () => {
  test('of a database has an auth0| id, a lower-cased address and a password that never comes back', async () => {
    await using rig = await startWithConnections();
    const { status, body } = await rig.call('POST', '/users', { ...ADA, app_metadata: { is_admin: true } });
    expect(status).toBe(201);
    const id = body.user_id.replace('auth0|', '');
    expect(body).toEqual({
      user_id: expect.stringMatching(/^auth0\|[0-9a-f]{24}$/),
      email: 'ada@acme.test',
      email_verified: false,
      name: 'ada@acme.test',
      nickname: 'Ada',
      // md5 of the address; the first two letters of it stand in where Gravatar has no picture.
      picture: `https://s.gravatar.com/avatar/${createHash('md5').update('ada@acme.test').digest('hex')}?s=480&r=pg&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2Fad.png`,
      app_metadata: { is_admin: true },
      identities: [{ connection: 'db', provider: 'auth0', user_id: id, isSocial: false }],
      created_at: '2026-01-02T03:04:05.000Z',
      updated_at: '2026-01-02T03:04:05.000Z',
    });
    const [user] = rig.state.users;
    expect(verifyPassword('correct horse', user?.passwordHash)).toBe(true);
    expect(JSON.stringify((await rig.call('GET', pathOf(body.user_id))).body)).not.toContain(user?.passwordHash);
    if (user !== undefined) user.logins_count += 1;
    expect((await rig.call('GET', pathOf(body.user_id))).body).toEqual({ ...body, logins_count: 1 });
  });

  test('of a passwordless connection has an email| id and no password', async () => {
    await using rig = await startWithConnections();
    const { status, body } = await rig.call('POST', '/users', { connection: 'email', email: 'ada@acme.test' });
    expect([status, body.user_id]).toEqual([201, expect.stringMatching(/^email\|[0-9a-f]{24}$/)]);
    expect(rig.state.users[0]?.passwordHash).toBeUndefined();
  });

  test('needs a connection that exists and has users of its own', async () => {
    await using rig = await startWithConnections();
    expect(await rig.call('POST', '/users', { ...ADA, connection: 'none' })).toMatchObject({
      status: 400,
      body: badRequest('The connection does not exist.', 'inexistent_connection'),
    });
    expect((await rig.call('POST', '/users', { ...ADA, connection: 'acme-okta' })).body).toEqual(
      badRequest('Users of the connection "acme-okta" come from its identity provider.'),
    );
  });

  test('exists once per connection', async () => {
    await using rig = await startWithConnections();
    await rig.call('POST', '/users', ADA);
    expect(await rig.call('POST', '/users', { ...ADA, email: 'ada@ACME.test' })).toMatchObject({
      status: 409,
      body: refusal(409, 'Conflict', 'The user already exists.', 'auth0_idp_error'),
    });
    expect((await rig.call('POST', '/users', { connection: 'email', email: 'ada@acme.test' })).status).toBe(201);
    expect((await rig.call('GET', '/users-by-email?email=ADA@acme.test')).body).toHaveLength(2);
  });

  test('needs what its connection asks for', async () => {
    const attempt = async (options: object, body: object) => {
      await using rig = await startWithConnections(options);
      return (await rig.call('POST', '/users', { connection: 'db', ...body })).body.message;
    };
    const { email, password } = ADA;
    expect(await attempt({}, { email })).toBe("Payload validation error: 'Missing required property: password'.");
    expect(await attempt({}, { password })).toBe("Payload validation error: 'Missing required property: email'.");
    expect(await attempt({}, { email, password, username: 'ada' })).toBeUndefined();
    expect(await attempt({ requires_username: true }, { email, password })).toBe(
      'Missing username for db connection with requires_username enabled',
    );
  });

  test('merges metadata on PATCH: null removes a key, an empty object removes all', async () => {
    await using rig = await startWithConnections();
    const app_metadata = { plan: 'b2b', express_configure: [{ org_id: 'org_1', scopes: ['sso'] }] };
    const { user_id } = (await rig.call('POST', '/users', { ...ADA, app_metadata })).body;
    const patch = async (change: object) =>
      (await rig.call('PATCH', pathOf(user_id), { app_metadata: change })).body.app_metadata;
    expect(await patch({ express_configure: null, tier: 1 })).toEqual({ plan: 'b2b', tier: 1 });
    expect(await patch({})).toBeUndefined();
    expect(rig.state.users[0]?.app_metadata).toEqual({});
  });

  test('with a new address is unverified unless the same PATCH verifies it', async () => {
    await using rig = await startWithConnections();
    const { user_id } = (await rig.call('POST', '/users', { ...ADA, email_verified: true })).body;
    await rig.call('POST', '/users', { ...ADA, email: 'ben@acme.test' });
    const patch = async (change: object) => (await rig.call('PATCH', pathOf(user_id), change)).body;
    expect(await patch({ name: 'Ada' })).toMatchObject({ name: 'Ada', email_verified: true });
    expect(await patch({ email: 'lovelace@acme.test' })).toMatchObject({ email_verified: false });
    expect(await patch({ email: 'ada@acme.test', email_verified: true })).toMatchObject({ email_verified: true });
    expect(await patch({ email: 'ben@acme.test' })).toEqual(
      badRequest('The specified new email already exists', 'auth0_idp_error'),
    );
  });

  test('gets a new password, and no property that users do not have', async () => {
    await using rig = await startWithConnections();
    const { user_id } = (await rig.call('POST', '/users', ADA)).body;
    expect((await rig.call('PATCH', pathOf(user_id), { password: 'battery staple' })).status).toBe(200);
    expect(verifyPassword('battery staple', rig.state.users[0]?.passwordHash)).toBe(true);
    expect((await rig.call('PATCH', pathOf(user_id), { logins_count: 9 })).body).toEqual(
      badRequest("Payload validation error: 'Additional properties not allowed: logins_count'."),
    );
  });

  test('takes memberships, roles, factors and consent with it when deleted', async () => {
    await using rig = await startWithConnections();
    const { user_id } = (await rig.call('POST', '/users', ADA)).body;
    rig.state.members.push({ org_id: 'org_1', user_id });
    rig.state.userRoles.push({ user_id, role_id: 'rol_1' });
    rig.state.consents.push({ id: 'g', user_id, client_id: 'c', audience: 'urn:a', scope: [] });
    await rig.call('POST', `${pathOf(user_id)}/authentication-methods`, {
      type: 'totp',
      totp_secret: 'JBSWY3DPEHPK3PXP',
    });
    expect(rig.state.authenticationMethods).toHaveLength(1);
    expect((await rig.call('DELETE', pathOf(user_id))).status).toBe(204);
    const { users, members, userRoles, consents, authenticationMethods } = rig.state;
    expect([users, members, userRoles, consents, authenticationMethods]).toEqual([[], [], [], [], []]);
    expect(await rig.call('GET', pathOf(user_id))).toMatchObject({
      status: 404,
      body: refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user'),
    });
  });
});

describe('the search for users', () => {
  async function startWithPeople(): Promise<ManagementRig> {
    const rig = await startWithConnections();
    await rig.call('POST', '/users', { ...ADA, name: 'Ada', app_metadata: { plan: 'b2b' } });
    await rig.call('POST', '/users', { ...ADA, email: 'ben@acme.test', name: 'Ben', app_metadata: { plan: 'b2c' } });
    await rig.call('POST', '/users', { connection: 'email', email: 'ada@acme.test', name: 'Ada again' });
    return rig;
  }

  test('knows terms joined by AND, a connection, an order and pages', async () => {
    await using rig = await startWithPeople();
    const names = async (query: string): Promise<string[]> =>
      (await rig.call('GET', `/users?${query}`)).body.map(({ name }: { name: string }) => name);
    expect(await names(`q=${encodeURIComponent('email:"ada@acme.test"')}`)).toEqual(['Ada', 'Ada again']);
    const both = 'email:"ada@acme.test" AND identities.connection:db';
    expect(await names(`q=${encodeURIComponent(both)}`)).toEqual(['Ada']);
    expect(await names(`q=${encodeURIComponent('app_metadata.plan:b2c')}`)).toEqual(['Ben']);
    expect(await names('q=_exists_:app_metadata.plan')).toEqual(['Ada', 'Ben']);
    expect(await names('q=_exists_:app_metadata.other')).toEqual([]);
    expect(await names('connection=email')).toEqual(['Ada again']);
    expect(await names('sort=name:-1')).toEqual(['Ben', 'Ada again', 'Ada']);
    expect((await rig.call('GET', '/users?include_totals=true&per_page=2&page=1')).body).toMatchObject({
      start: 2,
      limit: 2,
      length: 1,
      total: 3,
      users: [{ name: 'Ada again' }],
    });
  });

  test('says so when it does not know the syntax, and does not search hashes', async () => {
    await using rig = await startWithPeople();
    expect((await rig.call('GET', `/users?q=${encodeURIComponent('name:Ad*')}`)).body).toEqual(
      badRequest(
        'The query "name:Ad*" is not supported ((the local tenant knows path:"value" terms joined by AND))',
        'invalid_query_string',
      ),
    );
    const hash = `passwordHash:"${rig.state.users[0]?.passwordHash}"`;
    expect((await rig.call('GET', `/users?q=${encodeURIComponent(hash)}`)).body).toEqual([]);
  });
});
