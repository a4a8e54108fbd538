import { expect, test } from 'vitest';
import { badRequest, type ManagementRig, startManagement } from '../management-rig.ts';

const put = (rig: ManagementRig, name: string, enabled: boolean) =>
  rig.call('PUT', `/guardian/factors/${name}`, { enabled });

test('a new tenant has all factors off', async () => {
  await using rig = await startManagement();
  const { body } = await rig.call('GET', '/guardian/factors');
  expect(body).toHaveLength(8);
  expect(body).toContainEqual({ name: 'otp', enabled: false, trial_expired: false });
  expect(body.filter(({ enabled }: { enabled: boolean }) => enabled)).toEqual([]);
});

test('email and platform WebAuthn can be on alone: that they need another factor is advice', async () => {
  await using rig = await startManagement();
  for (const name of ['email', 'webauthn-platform']) {
    expect(await put(rig, name, true)).toMatchObject({ status: 200, body: { enabled: true } });
  }
  await put(rig, 'otp', true);
  expect((await put(rig, 'otp', false)).status).toBe(200);
  expect([...rig.state.enabledFactors]).toEqual(['email', 'webauthn-platform']);
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
