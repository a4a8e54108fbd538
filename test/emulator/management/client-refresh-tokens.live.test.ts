import { expect, test } from 'vitest';
import { startManagement } from './management-rig.ts';

test('a client has refresh tokens that rotate only where they expire', async () => {
  await using rig = await startManagement();
  const rotating = { rotation_type: 'rotating', expiration_type: 'non-expiring' };
  const refused = {
    status: 400,
    body: { message: '((refresh_token: rotation_type "rotating" needs expiration_type "expiring"))' },
  };
  expect(await rig.call('POST', '/clients', { name: 'Shop', refresh_token: rotating })).toMatchObject(refused);
  expect((await rig.call('GET', '/clients')).body.map(({ name }: { name: string }) => name)).not.toContain('Shop');
  const expiring = { ...rotating, expiration_type: 'expiring' };
  const { body } = await rig.call('POST', '/clients', { name: 'Shop', refresh_token: expiring });
  const path = `/clients/${body.client_id}`;
  expect(await rig.call('PATCH', path, { refresh_token: rotating })).toMatchObject(refused);
  expect((await rig.call('GET', path)).body.refresh_token).toMatchObject(expiring);
  const still = { rotation_type: 'non-rotating', expiration_type: 'non-expiring' };
  expect((await rig.call('PATCH', path, { refresh_token: still })).body.refresh_token).toMatchObject(still);
});
