import { expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from '../management-rig.ts';

const TOTP = { type: 'totp', name: 'phone', totp_secret: 'JBSWY3DPEHPK3PXP' };

async function startWithUser() {
  const rig = await startManagement();
  await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' });
  const user = { connection: 'db', email: 'ada@acme.test', password: 'correct horse' };
  const { user_id } = (await rig.call('POST', '/users', user)).body;
  const path = `/users/${encodeURIComponent(user_id)}/authentication-methods`;
  return { rig, user_id, path, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

test('a TOTP factor is enrolled, and its secret never comes back', async () => {
  await using tenant = await startWithUser();
  const { rig, user_id, path } = tenant;
  const { status, body } = await rig.call('POST', path, TOTP);
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^totp\|dev_\w{16}$/),
    type: 'totp',
    name: 'phone',
    created_at: '2026-01-02T03:04:05.000Z',
  });
  const listed = { ...body, confirmed: true };
  expect(rig.state.authenticationMethods).toEqual([{ ...listed, user_id, totp_secret: TOTP.totp_secret }]);
  expect((await rig.call('GET', path)).body).toEqual([listed]);
  expect((await rig.call('GET', `${path}?include_totals=true`)).body).toMatchObject({
    total: 1,
    authenticators: [listed],
  });
  expect((await rig.call('GET', `${path}/${encodeURIComponent(body.id)}`)).body).toEqual(listed);
});

test('factors are removed one by one or all at once', async () => {
  await using tenant = await startWithUser();
  const { rig, path } = tenant;
  const { id } = (await rig.call('POST', path, TOTP)).body;
  await rig.call('POST', path, TOTP);
  expect((await rig.call('DELETE', `${path}/${encodeURIComponent(id)}`)).status).toBe(204);
  expect((await rig.call('GET', path)).body).toHaveLength(1);
  expect((await rig.call('DELETE', `${path}/${encodeURIComponent(id)}`)).body).toEqual(
    refusal(404, 'Not Found', 'The authentication method does not exist.', 'inexistent_authentication_method'),
  );
  expect((await rig.call('DELETE', path)).status).toBe(204);
  expect((await rig.call('GET', path)).body).toEqual([]);
});

test('a secret that is missing or not base32, and other factors, are refused', async () => {
  await using tenant = await startWithUser();
  const { rig, path } = tenant;
  expect((await rig.call('POST', path, { type: 'totp' })).body).toEqual(
    badRequest("Payload validation error: 'Missing required property: totp_secret'."),
  );
  expect((await rig.call('POST', path, { type: 'totp', totp_secret: 'not base32!' })).body).toEqual(
    badRequest('totp_secret must be at least 16 characters of base32', 'invalid_totp_secret'),
  );
  expect((await rig.call('POST', path, { type: 'email', email: 'ada@acme.test' })).body).toEqual(
    badRequest('The type email cannot be enrolled here ((the local tenant knows totp and phone only))'),
  );
  expect((await rig.call('POST', '/users/auth0%7Cnobody/authentication-methods', TOTP)).status).toBe(404);
  expect(rig.state.authenticationMethods).toEqual([]);
});

test('a phone number is in the answer to the write in full, and masked when it is read', async () => {
  await using tenant = await startWithUser();
  const { rig, path } = tenant;
  const made = await rig.call('POST', path, { type: 'phone', phone_number: '+15550142' });
  expect(made.body.phone_number).toBe('+15550142');
  expect((await rig.call('GET', path)).body[0].phone_number).toBe('XXXXX0142');
});
