import { expect, test } from 'vitest';
import { badRequest, type ManagementRig, startManagement } from './management-rig.ts';

const put = (rig: ManagementRig, name: string, enabled: boolean) =>
  rig.call('PUT', `/guardian/factors/${name}`, { enabled });

const needsIndependent = (name: string) =>
  badRequest(
    `The factor ${name} needs an independent factor to be enabled, one of push-notification, sms, duo, otp, webauthn-roaming.`,
    'factor_dependency',
  );

test('a new tenant has all factors off', async () => {
  await using rig = await startManagement();
  const { body } = await rig.call('GET', '/guardian/factors');
  expect(body).toHaveLength(8);
  expect(body).toContainEqual({ name: 'otp', enabled: false, trial_expired: false });
  expect(body.filter(({ enabled }: { enabled: boolean }) => enabled)).toEqual([]);
});

test('email and platform WebAuthn are refused before an independent factor is on', async () => {
  await using rig = await startManagement();
  expect(await put(rig, 'email', true)).toMatchObject({ status: 400, body: needsIndependent('email') });
  expect((await put(rig, 'webauthn-platform', true)).body).toEqual(needsIndependent('webauthn-platform'));
  expect(await put(rig, 'otp', true)).toMatchObject({ status: 200, body: { enabled: true } });
  expect((await put(rig, 'email', true)).status).toBe(200);
  expect((await put(rig, 'webauthn-platform', true)).status).toBe(200);
  expect([...rig.state.enabledFactors]).toEqual(['otp', 'email', 'webauthn-platform']);
});

test('the last independent factor cannot go while one depends on it', async () => {
  await using rig = await startManagement();
  await put(rig, 'otp', true);
  await put(rig, 'email', true);
  expect((await put(rig, 'otp', false)).body).toEqual(needsIndependent('email'));
  await put(rig, 'webauthn-roaming', true);
  expect((await put(rig, 'otp', false)).status).toBe(200);
});

test('a factor Auth0 does not know is refused', async () => {
  await using rig = await startManagement();
  expect((await put(rig, 'carrier-pigeon', true)).body).toEqual(
    badRequest('No enum match for: "carrier-pigeon"', 'invalid_uri'),
  );
});

test('policies are a plain list that is replaced', async () => {
  await using rig = await startManagement();
  expect((await rig.call('GET', '/guardian/policies')).body).toEqual([]);
  expect(await rig.call('PUT', '/guardian/policies', ['all-applications'])).toMatchObject({
    status: 200,
    body: ['all-applications'],
  });
  expect((await rig.call('GET', '/guardian/policies')).body).toEqual(['all-applications']);
  expect((await rig.call('PUT', '/guardian/policies', ['sometimes'])).body).toEqual(
    badRequest(`Payload validation error: 'No enum match for: "sometimes"' on property [0].`),
  );
});
