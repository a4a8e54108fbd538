import { expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from '../management-rig.ts';

async function startWithUserAndRole() {
  const rig = await startManagement();
  await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' });
  const user = { connection: 'db', email: 'ada@acme.test', password: 'correct horse' };
  const { user_id } = (await rig.call('POST', '/users', user)).body;
  const role = (await rig.call('POST', '/roles', { name: 'Admin' })).body.id;
  const path = `/users/${encodeURIComponent(user_id)}/roles`;
  return { rig, user_id, role, path, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

test('a role is given to a user once, seen from both sides, and taken away', async () => {
  await using tenant = await startWithUserAndRole();
  const { rig, user_id, role, path } = tenant;
  expect((await rig.call('POST', path, { roles: [role, role] })).status).toBe(204);
  expect((await rig.call('POST', path, { roles: [role] })).status).toBe(204);
  expect(rig.state.userRoles).toEqual([{ user_id, role_id: role }]);
  expect((await rig.call('GET', path)).body).toEqual([{ id: role, name: 'Admin', description: '', type: 'tenant' }]);
  expect((await rig.call('GET', `/roles/${role}/users?take=10`)).body).toEqual({
    users: [{ user_id, email: 'ada@acme.test', name: 'ada@acme.test', picture: expect.stringContaining('gravatar') }],
  });
  expect((await rig.call('DELETE', path, { roles: [role] })).status).toBe(204);
  expect((await rig.call('GET', path)).body).toEqual([]);
});

test('a role can be given from its own side', async () => {
  await using tenant = await startWithUserAndRole();
  const { rig, user_id, role } = tenant;
  expect((await rig.call('POST', `/roles/${role}/users`, { users: [user_id] })).status).toBe(200);
  expect(rig.state.userRoles).toEqual([{ user_id, role_id: role }]);
});

test('a role held in an organization is no role of the user', async () => {
  await using tenant = await startWithUserAndRole();
  const { rig, user_id, role, path } = tenant;
  rig.state.userRoles.push({ user_id, role_id: role, org_id: 'org_1' });
  expect((await rig.call('GET', path)).body).toEqual([]);
  expect((await rig.call('GET', `/roles/${role}/users`)).body).toEqual([]);
  await rig.call('DELETE', path, { roles: [role] });
  expect(rig.state.userRoles).toHaveLength(1);
});

test('unknown users and roles are 404', async () => {
  await using tenant = await startWithUserAndRole();
  const { rig, role, path } = tenant;
  const noUser = refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user');
  expect(await rig.call('GET', '/users/auth0%7Cnobody/roles')).toMatchObject({ status: 404, body: noUser });
  expect((await rig.call('POST', `/roles/${role}/users`, { users: ['auth0|nobody'] })).body).toEqual(noUser);
  expect(await rig.call('POST', path, { roles: ['rol_none'] })).toMatchObject({
    status: 404,
    body: refusal(404, 'Not Found', 'The role rol_none does not exist.', 'inexistent_role'),
  });
});

test('a user holds at most 50 roles', async () => {
  await using tenant = await startWithUserAndRole();
  const { rig, role, path } = tenant;
  const roles: string[] = [];
  for (let index = 0; index < 50; index += 1) {
    roles.push((await rig.call('POST', '/roles', { name: `role ${index}` })).body.id);
  }
  expect((await rig.call('POST', path, { roles })).status).toBe(204);
  expect((await rig.call('POST', path, { roles: [role] })).body).toEqual(
    badRequest('A user can have at most 50 roles.'),
  );
});
