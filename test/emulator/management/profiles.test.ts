import { expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from './management-rig.ts';

const EMAIL = { label: 'Email', description: 'Email', auth0_mapping: 'email', profile_required: true };
const USER_ATTRIBUTES = { name: 'oin-users', user_attributes: { email: EMAIL }, user_id: { oidc_mapping: 'sub' } };

test('a connection profile is made, listed in checkpoints, changed and deleted', async () => {
  await using rig = await startManagement();
  expect((await rig.call('GET', '/connection-profiles?take=10')).body).toEqual({ connection_profiles: [] });
  const profile = { name: 'oin', organization: { show_as_button: 'required' }, enabled_features: ['scim'] };
  const { status, body } = await rig.call('POST', '/connection-profiles', profile);
  expect(status).toBe(201);
  expect(body).toEqual({ ...profile, id: expect.stringMatching(/^cop_\w{16}$/) });
  expect((await rig.call('GET', '/connection-profiles')).body).toEqual({ connection_profiles: [body] });
  const changed = await rig.call('PATCH', `/connection-profiles/${body.id}`, { enabled_features: [] });
  expect(changed.body).toEqual({ ...body, enabled_features: [] });
  expect((await rig.call('DELETE', `/connection-profiles/${body.id}`)).status).toBe(204);
  expect(await rig.call('GET', `/connection-profiles/${body.id}`)).toMatchObject({
    status: 404,
    body: refusal(404, 'Not Found', 'The connection profile does not exist.', 'inexistent_connection_profile'),
  });
});

test('a user attribute profile can lose its user_id by null', async () => {
  await using rig = await startManagement();
  const { status, body } = await rig.call('POST', '/user-attribute-profiles', USER_ATTRIBUTES);
  expect([status, body.id]).toEqual([201, expect.stringMatching(/^uap_\w{16}$/)]);
  const changed = await rig.call('PATCH', `/user-attribute-profiles/${body.id}`, { user_id: null });
  expect(changed).toMatchObject({ status: 200 });
  expect(changed.body).toEqual({ id: body.id, name: 'oin-users', user_attributes: { email: EMAIL } });
});

test('names are taken once per kind', async () => {
  await using rig = await startManagement();
  await rig.call('POST', '/connection-profiles', { name: 'oin-users' });
  expect((await rig.call('POST', '/user-attribute-profiles', USER_ATTRIBUTES)).status).toBe(201);
  const other = (await rig.call('POST', '/user-attribute-profiles', { ...USER_ATTRIBUTES, name: 'other' })).body;
  const rename = (name: string) => rig.call('PATCH', `/user-attribute-profiles/${other.id}`, { name });
  expect([(await rename('other')).status, (await rename('oin-users')).status]).toEqual([200, 409]);
  expect(await rig.call('POST', '/user-attribute-profiles', USER_ATTRIBUTES)).toMatchObject({
    status: 409,
    body: refusal(
      409,
      'Conflict',
      'A user attribute profile with the name "oin-users" already exists.',
      'user_attribute_profile_conflict',
    ),
  });
});

test('the prefix of connection names has at most 15 characters and two variables', async () => {
  await using rig = await startManagement();
  const attempt = async (connection_name_prefix_template: string) =>
    (await rig.call('POST', '/connection-profiles', { name: 'oin', connection_name_prefix_template })).body;
  expect(await attempt('org-{organization_name}')).toEqual(
    badRequest(
      "Payload validation error: 'String is too long (23 chars), maximum 15' on property connection_name_prefix_template.",
    ),
  );
  expect((await attempt('{orgname}')).message).toMatch(/String does not match pattern .*: \{orgname\}' on property/);
  expect(await attempt('org-{org_name}')).toMatchObject({ name: 'oin' });
});

test('each kind has one template, which makes a profile as it is', async () => {
  await using rig = await startManagement();
  for (const path of ['/connection-profiles', '/user-attribute-profiles']) {
    const { body } = await rig.call('GET', `${path}/templates`);
    const [template] = body[`${path.slice(1, -1).replaceAll('-', '_')}_templates`];
    expect((await rig.call('GET', `${path}/templates/${template.id}`)).body).toEqual(template);
    expect((await rig.call('GET', `${path}/templates/none`)).status).toBe(404);
    expect((await rig.call('POST', path, template.template)).status).toBe(201);
  }
});
