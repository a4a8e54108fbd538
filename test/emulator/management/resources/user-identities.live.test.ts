import { describe, expect, test } from 'vitest';
import { badRequest, type ManagementRig, type RigOptions, refusal, startManagement } from '../management-rig.ts';

interface Linking {
  rig: ManagementRig;
  /** Ids of two users of the database `db`, and of one of `more`. */
  ada: string;
  bob: string;
  cyd: string;
}

async function startLinking(options: RigOptions = {}): Promise<Linking & AsyncDisposable> {
  const rig = await startManagement(options);
  const make = async (connection: string, email: string, more: object = {}): Promise<string> => {
    const user = { connection, email, password: 'correct horse', email_verified: true, ...more };
    return (await rig.call('POST', '/users', user)).body.user_id;
  };
  await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' });
  await rig.call('POST', '/connections', { name: 'more', strategy: 'auth0' });
  const ada = await make('db', 'ada@acme.test', { app_metadata: { of: 'ada' } });
  const bob = await make('db', 'bob@acme.test', { app_metadata: { of: 'bob' }, user_metadata: { likes: 'tea' } });
  const cyd = await make('more', 'cyd@acme.test', { given_name: 'Cyd' });
  return { rig, ada, bob, cyd, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

const pathOf = (userId: string): string => `/users/${encodeURIComponent(userId)}`;
const idOf = (userId: string): string => userId.replace('auth0|', '');
const link = ({ rig, ada }: Linking, body: object, headers = {}) =>
  rig.call('POST', `${pathOf(ada)}/identities`, body, headers);
const unlink = ({ rig, ada }: Linking, userId: string, headers = {}) =>
  rig.call('DELETE', `${pathOf(ada)}/identities/auth0/${encodeURIComponent(userId)}`, undefined, headers);

describe('a linked account', () => {
  test('is an identity of the other user, with its profile, and no user of its own; its metadata is gone', async () => {
    await using linking = await startLinking();
    const { rig, ada, cyd } = linking;
    const { status, body } = await link(linking, { provider: 'auth0', user_id: idOf(cyd) });
    const identities = [
      { connection: 'db', provider: 'auth0', user_id: idOf(ada), isSocial: false },
      {
        connection: 'more',
        provider: 'auth0',
        user_id: idOf(cyd),
        isSocial: false,
        profileData: {
          email: 'cyd@acme.test',
          email_verified: true,
          given_name: 'Cyd',
          name: 'cyd@acme.test',
          nickname: 'cyd',
          picture: expect.any(String),
        },
      },
    ];
    expect([status, body]).toEqual([201, identities]);
    expect((await rig.call('GET', pathOf(ada))).body).toMatchObject({ app_metadata: { of: 'ada' }, identities });
    expect((await rig.call('GET', pathOf(cyd))).status).toBe(404);
    const found = await rig.call(
      'GET',
      `/users?q=${encodeURIComponent('identities.profileData.email:"cyd@acme.test"')}`,
    );
    expect(found.body.map(({ user_id }: { user_id: string }) => user_id)).toEqual([ada]);
    expect((await rig.call('GET', '/users?connection=more')).body).toHaveLength(1);
  });

  test('shows no password anywhere', async () => {
    await using linking = await startLinking();
    const { rig, ada, bob } = linking;
    const { body } = await link(linking, { provider: 'auth0', user_id: bob });
    const { passwordHash = '' } = rig.state.users.find(({ user_id }) => user_id === ada)?.identities[1] ?? {};
    expect(passwordHash).not.toBe('');
    const shown = [body, (await rig.call('GET', pathOf(ada))).body, (await rig.call('GET', '/users')).body];
    expect(JSON.stringify(shown)).not.toContain(passwordHash);
  });

  test('leaves its memberships, roles, factors, consents and refresh tokens', async () => {
    await using linking = await startLinking();
    const { rig, bob } = linking;
    const organization = await rig.call('POST', '/organizations', { name: 'acme' });
    await rig.call('POST', `/organizations/${organization.body.id}/members`, { members: [bob] });
    const role = await rig.call('POST', '/roles', { name: 'editor' });
    await rig.call('POST', `${pathOf(bob)}/roles`, { roles: [role.body.id] });
    await rig.call('POST', `${pathOf(bob)}/authentication-methods`, { type: 'totp', name: 'app' });
    expect([rig.state.members, rig.state.userRoles]).toEqual([[expect.anything()], [expect.anything()]]);
    await link(linking, { provider: 'auth0', user_id: bob });
    expect(JSON.stringify({ ...rig.state, users: [], logs: [] })).not.toContain(bob);
  });

  test('keeps its address and username taken in its own connection alone', async () => {
    await using linking = await startLinking();
    const { rig, bob } = linking;
    await link(linking, { provider: 'auth0', user_id: bob });
    const again = (connection: string, email: string) =>
      rig.call('POST', '/users', { connection, email, password: 'correct horse' });
    expect((await again('db', 'bob@acme.test')).status).toBe(409);
    expect((await again('more', 'ada@acme.test')).status).toBe(201);
    expect((await again('more', 'bob@acme.test')).status).toBe(201);
  });

  test('goes with the user, and with its connection', async () => {
    await using linking = await startLinking();
    const { rig, ada, cyd } = linking;
    await link(linking, { provider: 'auth0', user_id: cyd });
    const more = rig.state.connections.find(({ name }) => name === 'more');
    await rig.call('DELETE', `/connections/${more?.id}`);
    expect((await rig.call('GET', pathOf(ada))).body.identities).toHaveLength(1);
    await rig.call('DELETE', pathOf(ada));
    expect((await rig.call('GET', '/users')).body.map(({ email }: { email: string }) => email)).toEqual([
      'bob@acme.test',
    ]);
  });
});

describe('linking is refused', () => {
  const inexistent = badRequest('Linking to an inexistent identity is not allowed.', 'inexistent_identity');

  test.each([
    [
      'without provider',
      { user_id: 'x' },
      badRequest("Payload validation error: 'Missing required property: provider'."),
    ],
    [
      'without user_id',
      { provider: 'auth0' },
      badRequest("Payload validation error: 'Missing required property: user_id'."),
    ],
    ['to nobody', { provider: 'auth0', user_id: 'nobody' }, inexistent],
    ['of a token beside an id', { link_with: 't', provider: 'auth0' }, badRequest('((link_with excludes provider))')],
    ['of what is no token', { link_with: 't' }, badRequest('Invalid token (link_with).', 'invalid_token')],
  ])('%s', async (_, body, expected) => {
    await using linking = await startLinking();
    const before = structuredClone(linking.rig.state.users);
    expect((await link(linking, body)).body).toEqual(expected);
    expect(linking.rig.state.users).toEqual(before);
  });

  test('to oneself, to what is linked already, to who has linked accounts, and by another connection', async () => {
    await using linking = await startLinking();
    const { rig, ada, bob, cyd } = linking;
    expect((await link(linking, { provider: 'auth0', user_id: ada })).body).toEqual(
      badRequest('Main identity and the new one are the same.'),
    );
    const db = rig.state.connections.find(({ name }) => name === 'db');
    const elsewhere = { provider: 'auth0', user_id: cyd, connection_id: db?.id };
    expect((await link(linking, elsewhere)).body).toEqual(inexistent);
    expect((await link(linking, { provider: 'auth0', user_id: bob, connection_id: db?.id })).status).toBe(201);
    expect((await link(linking, { provider: 'auth0', user_id: bob })).body).toEqual(
      refusal(409, 'Conflict', 'Specified identity already exists.', 'identity_conflict'),
    );
    const nested = await rig.call('POST', `${pathOf(cyd)}/identities`, { provider: 'auth0', user_id: ada });
    expect(nested.body).toEqual(badRequest('Unable to link with the secondary account.'));
    const unknown = await rig.call('POST', `${pathOf('auth0|none')}/identities`, { provider: 'auth0', user_id: cyd });
    expect(unknown.status).toBe(404);
  });

  test('without the scope, and of somebody else with a token that is for its own subject alone', async () => {
    await using linking = await startLinking();
    const body = { provider: 'auth0', user_id: linking.cyd };
    const bearer = (scope: string) => ({ authorization: `Bearer scopes:${scope}` });
    expect((await link(linking, body, bearer('read:users'))).status).toBe(403);
    const other = refusal(403, 'Forbidden', 'User to be acted on does not match subject in bearer token.');
    expect((await link(linking, body, bearer('update:current_user_identities'))).body).toEqual(other);
    expect((await unlink(linking, 'x', bearer('update:current_user_identities'))).body).toEqual(other);
  });
});

describe('unlinking', () => {
  test('makes it a user again, with its password and without metadata', async () => {
    await using linking = await startLinking();
    const { rig, ada, bob } = linking;
    const before = (await rig.call('GET', pathOf(bob))).body;
    const { passwordHash } = rig.state.users.find(({ user_id }) => user_id === bob) ?? {};
    await link(linking, { provider: 'auth0', user_id: bob });
    rig.passMs(1000);
    const { status, body } = await unlink(linking, idOf(bob));
    expect([status, body]).toEqual([200, (await rig.call('GET', pathOf(ada))).body.identities]);
    expect(body).toHaveLength(1);
    const { app_metadata: _, user_metadata: __, ...profile } = before;
    const now = '2026-01-02T03:04:06.000Z';
    expect((await rig.call('GET', pathOf(bob))).body).toEqual({ ...profile, created_at: now, updated_at: now });
    expect(rig.state.users.find(({ user_id }) => user_id === bob)?.passwordHash).toBe(passwordHash);
  });

  test('is refused of the main identity, of an unknown one and of nobody', async () => {
    await using linking = await startLinking();
    const { rig, ada, bob } = linking;
    expect((await unlink(linking, idOf(ada))).body).toEqual(badRequest('Main identity cannot be removed.'));
    expect((await unlink(linking, idOf(bob))).body).toEqual(
      badRequest('((The user has no such identity.))', 'inexistent_identity'),
    );
    expect((await rig.call('DELETE', `${pathOf('auth0|none')}/identities/auth0/x`)).status).toBe(404);
  });
});
