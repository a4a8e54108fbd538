import { expect, test } from 'vitest';
import { badRequest, startManagement } from './management-rig.ts';

test('my_organization_configuration names a connection profile that exists', async () => {
  await using rig = await startManagement();
  const configuration = { allowed_strategies: ['okta'], connection_deletion_behavior: 'allow' };
  const withProfile = (id: string) => ({
    my_organization_configuration: { ...configuration, connection_profile_id: id },
  });
  const profile = (await rig.call('POST', '/connection-profiles', { name: 'Customers' })).body.id;
  const unknown = badRequest('((No connection profile cop_1234567890abcdef for my_organization_configuration.))');
  const create = (more: object) => rig.call('POST', '/clients', { name: 'Portal', ...more });
  expect((await create(withProfile('cop_1234567890abcdef'))).body).toEqual(unknown);
  const { status, body } = await create(withProfile(profile));
  expect(status).toBe(201);
  expect((await rig.call('PATCH', `/clients/${body.client_id}`, withProfile('cop_1234567890abcdef'))).body).toEqual(
    unknown,
  );
  expect(
    (await rig.call('PATCH', `/clients/${body.client_id}`, { my_organization_configuration: configuration })).status,
  ).toBe(200);
});
