import { expect, test } from 'vitest';
import { type ManagementRig, refusal, startManagement } from './management-rig.ts';

const notEnabled = {
  status: 403,
  body: refusal(403, 'Forbidden', 'This feature is not enabled for this tenant.', 'feature_not_enabled'),
};
const tooMany = {
  status: 403,
  body: refusal(
    403,
    'Forbidden',
    'You reached the limit of entities of this type for this tenant.',
    'too_many_entities',
  ),
};
const outcome = async (rig: ManagementRig, method: string, path: string, body?: unknown) => {
  const { status, body: answer } = await rig.call(method, path, body);
  return { status, body: answer };
};
const okta = (name: string) => ({
  name,
  strategy: 'okta',
  options: { client_id: 'x', client_secret: 'y', domain: 'acme.okta.com' },
});

test('a Free tenant has five organizations', async () => {
  await using rig = await startManagement({ plan: 'free' });
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    expect((await rig.call('POST', '/organizations', { name })).status).toBe(201);
  }
  expect(await outcome(rig, 'POST', '/organizations', { name: 'f' })).toEqual(tooMany);
});

test('a Free tenant has ten applications', async () => {
  await using rig = await startManagement({ plan: 'free' });
  for (let index = 0; index < 10; index += 1) {
    expect((await rig.call('POST', '/clients', { name: `app ${index}` })).status).toBe(201);
  }
  expect(await outcome(rig, 'POST', '/clients', { name: 'app 10' })).toEqual(tooMany);
});

test('a Free tenant has one enterprise connection, and databases besides', async () => {
  await using rig = await startManagement({ plan: 'free' });
  expect((await rig.call('POST', '/connections', okta('acme'))).status).toBe(201);
  expect(await outcome(rig, 'POST', '/connections', okta('globex'))).toEqual(tooMany);
  expect((await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' })).status).toBe(201);
});

test('a Free tenant has no roles, neither its own nor of members', async () => {
  await using rig = await startManagement({ plan: 'free' });
  const operations = [
    ['GET', '/roles'],
    ['POST', '/roles', { name: 'Admin' }],
    ['GET', '/roles/rol_1/permissions'],
    ['GET', '/users/auth0%7C1/roles'],
    ['GET', '/organizations/org_1/members/auth0%7C1/roles'],
  ] as const;
  for (const [method, path, body] of operations) expect(await outcome(rig, method, path, body)).toEqual(notEnabled);
});

test('a Free tenant can switch factors off, not on; an Essentials tenant one-time passwords on', async () => {
  await using free = await startManagement({ plan: 'free' });
  expect(await outcome(free, 'PUT', '/guardian/factors/otp', { enabled: true })).toEqual(notEnabled);
  expect((await free.call('PUT', '/guardian/factors/otp', { enabled: false })).status).toBe(200);
  await using essentials = await startManagement({ plan: 'essentials' });
  expect((await essentials.call('PUT', '/guardian/factors/otp', { enabled: true })).status).toBe(200);
  expect(await outcome(essentials, 'PUT', '/guardian/factors/webauthn-roaming', { enabled: true })).toEqual(notEnabled);
});

test('a factor that the plan does not include is listed as one whose trial expired', async () => {
  await using essentials = await startManagement({ plan: 'essentials' });
  const { body } = await essentials.call('GET', '/guardian/factors');
  const expired = Object.fromEntries(
    body.map(({ name, trial_expired }: { name: string; trial_expired: boolean }) => [name, trial_expired]),
  );
  expect(expired).toEqual({
    'push-notification': true,
    sms: true,
    duo: false,
    otp: false,
    'webauthn-roaming': true,
    email: true,
    'webauthn-platform': true,
    'recovery-code': false,
  });
  await using free = await startManagement({ plan: 'free', entitlements: { factors: ['otp'] } });
  expect((await free.call('GET', '/guardian/factors')).body).toContainEqual({
    name: 'otp',
    enabled: false,
    trial_expired: false,
  });
});

test('a Free tenant without a card on file has no custom domain', async () => {
  await using rig = await startManagement({ plan: 'free' });
  const notAllowed = {
    status: 403,
    body: refusal(
      403,
      'Forbidden',
      'The account is not allowed to perform this operation, please contact our support team',
      'operation_not_supported',
    ),
  };
  expect(await outcome(rig, 'GET', '/custom-domains')).toEqual(notAllowed);
  const domain = { domain: 'login.example.com', type: 'auth0_managed_certs' };
  expect(await outcome(rig, 'POST', '/custom-domains', domain)).toEqual(notAllowed);
});

test('single features can be taken away, reads included, but of connections, whose list proves nothing', async () => {
  await using rig = await startManagement({
    entitlements: { maxOrganizations: 0, maxEnterpriseConnections: 0, maxCustomDomains: 1 },
  });
  expect(await outcome(rig, 'GET', '/organizations')).toEqual(notEnabled);
  expect((await rig.call('GET', '/connections?strategy=okta')).status).toBe(200);
  expect(await outcome(rig, 'POST', '/connections', okta('acme'))).toEqual(notEnabled);
  expect((await rig.call('GET', '/connections?strategy=auth0')).status).toBe(200);
  expect((await rig.call('GET', '/roles')).status).toBe(200);
  const domain = (name: string) => ({ domain: `${name}.example.com`, type: 'auth0_managed_certs' });
  expect((await rig.call('POST', '/custom-domains', domain('login'))).status).toBe(201);
  expect(await outcome(rig, 'POST', '/custom-domains', domain('signin'))).toEqual(tooMany);
});

test('a missing scope and a bad request are told before what the plan lacks', async () => {
  await using rig = await startManagement({ plan: 'free' });
  expect(
    (await rig.call('GET', '/roles', undefined, { authorization: 'Bearer scopes:read:clients' })).body.message,
  ).toBe('Insufficient scope, expected any of: read:roles');
  expect((await rig.call('POST', '/roles', {})).status).toBe(400);
});

test('nothing is lacking unless asked for', async () => {
  await using rig = await startManagement();
  expect((await rig.call('POST', '/roles', { name: 'Admin' })).status).toBe(200);
  expect((await rig.call('POST', '/connections', okta('acme'))).status).toBe(201);
  expect((await rig.call('POST', '/connections', okta('globex'))).status).toBe(201);
  expect((await rig.call('PUT', '/guardian/factors/webauthn-roaming', { enabled: true })).status).toBe(200);
  expect((await rig.call('GET', '/custom-domains')).body).toEqual([]);
});
