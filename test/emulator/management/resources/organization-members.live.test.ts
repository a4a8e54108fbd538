import { expect, test } from 'vitest';
import { badRequest, startManagement } from '../management-rig.ts';

async function startWithMembers() {
  const rig = await startManagement();
  await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' });
  const users: string[] = [];
  for (const name of ['ada', 'ben']) {
    const user = { connection: 'db', email: `${name}@acme.test`, name, password: 'correct horse' };
    users.push((await rig.call('POST', '/users', user)).body.user_id);
  }
  const [ada = '', ben = ''] = users;
  const acme = (await rig.call('POST', '/organizations', { name: 'acme' })).body.id;
  const role = (await rig.call('POST', '/roles', { name: 'Admin' })).body.id;
  const members = `/organizations/${acme}/members`;
  const rolesOf = (user: string) => `${members}/${encodeURIComponent(user)}/roles`;
  return { rig, ada, ben, acme, role, members, rolesOf, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

test('members are added once, listed and paged', async () => {
  await using tenant = await startWithMembers();
  const { rig, ada, ben, acme, members } = tenant;
  expect((await rig.call('POST', members, { members: [ada, ben] })).status).toBe(204);
  expect((await rig.call('POST', members, { members: [ada] })).status).toBe(204);
  expect((await rig.call('GET', members)).body).toEqual([
    { user_id: ada, email: 'ada@acme.test', name: 'ada', picture: expect.stringContaining('gravatar') },
    { user_id: ben, email: 'ben@acme.test', name: 'ben', picture: expect.stringContaining('gravatar') },
  ]);
  const first = (await rig.call('GET', `${members}?take=1`)).body;
  const second = (await rig.call('GET', `${members}?take=1&from=${first.next}`)).body;
  expect(second).toEqual({ members: [expect.objectContaining({ user_id: ben })], next: expect.any(String) });
  // A page with members always leads on; the last one is empty.
  expect((await rig.call('GET', `${members}?take=1&from=${second.next}`)).body).toEqual({ members: [] });
  const organizations = `/users/${encodeURIComponent(ada)}/organizations`;
  expect((await rig.call('GET', organizations)).body).toMatchObject([{ id: acme }]);
  // Its total counts nothing.
  expect((await rig.call('GET', `${organizations}?include_totals=true`)).body).toMatchObject({
    total: 0,
    organizations: [{ id: acme }],
  });
});

test('roles are given to members, in this organization only, and shown where fields asks for them', async () => {
  await using tenant = await startWithMembers();
  const { rig, ada, acme, role, members, rolesOf } = tenant;
  await rig.call('POST', members, { members: [ada] });
  expect((await rig.call('POST', rolesOf(ada), { roles: [role] })).status).toBe(204);
  expect(rig.state.userRoles).toEqual([{ user_id: ada, org_id: acme, role_id: role }]);
  expect((await rig.call('GET', rolesOf(ada))).body).toMatchObject([{ id: role, name: 'Admin' }]);
  expect((await rig.call('GET', `${members}?fields=user_id,roles`)).body).toEqual([
    { user_id: ada, roles: [{ id: role, name: 'Admin' }] },
  ]);
  expect((await rig.call('DELETE', rolesOf(ada), { roles: [role] })).status).toBe(204);
  expect(rig.state.userRoles).toEqual([]);
});

test('whoever is no member gets no role, and whoever leaves loses theirs', async () => {
  await using tenant = await startWithMembers();
  const { rig, ada, ben, role, members, rolesOf } = tenant;
  await rig.call('POST', members, { members: [ada] });
  expect(await rig.call('POST', rolesOf(ben), { roles: [role] })).toMatchObject({
    status: 400,
    body: badRequest('The user is not a member of the organization.', 'not_a_member'),
  });
  await rig.call('POST', rolesOf(ada), { roles: [role] });
  expect((await rig.call('DELETE', members, { members: [ada] })).status).toBe(204);
  expect([rig.state.members, rig.state.userRoles]).toEqual([[], []]);
});

test('members must be users, of an organization that exists', async () => {
  await using tenant = await startWithMembers();
  const { rig, ada, members } = tenant;
  expect((await rig.call('POST', members, { members: [ada, 'auth0|nobody'] })).body).toEqual(
    badRequest('The user auth0|nobody does not exist.', 'inexistent_user'),
  );
  expect(rig.state.members).toEqual([]);
  expect((await rig.call('GET', '/organizations/org_none/members')).status).toBe(404);
});

test('where the tenant is slow, a member is there for readers later, and for writers at once', async () => {
  await using tenant = await startWithMembers();
  const { ada, members, rolesOf, role } = tenant;
  // The same tenant, from now on slow.
  const state = { ...tenant.rig.state, delays: { connectionMs: 0, visibilityMs: 500 } };
  await using rig = await startManagement({ state });
  await rig.call('POST', members, { members: [ada] });
  expect((await rig.call('POST', rolesOf(ada), { roles: [role] })).status).toBe(204);
  tenant.rig.passMs(499);
  const read = async () => [
    (await rig.call('GET', members)).body.length,
    (await rig.call('GET', `/users/${encodeURIComponent(ada)}/organizations`)).body.length,
  ];
  expect(await read()).toEqual([0, 0]);
  tenant.rig.passMs(1);
  expect(await read()).toEqual([1, 1]);
});
