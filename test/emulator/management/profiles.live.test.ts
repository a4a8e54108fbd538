import { expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from './management-rig.ts';

const EMAIL = { label: 'Email', description: 'Email', auth0_mapping: 'email', profile_required: true };
const USER_ATTRIBUTES = { name: 'oin-users', user_attributes: { email: EMAIL }, user_id: { scim_mapping: 'userName' } };

test('a connection profile is made, listed in checkpoints, changed and deleted', async () => {
  await using rig = await startManagement();
  expect((await rig.call('GET', '/connection-profiles?take=10')).body).toEqual({ connection_profiles: [] });
  const profile = { name: 'oin', organization: { show_as_button: 'required' }, enabled_features: ['scim'] };
  const { status, body } = await rig.call('POST', '/connection-profiles', profile);
  expect(status).toBe(201);
  expect(body).toEqual({ ...profile, id: expect.stringMatching(/^cop_\w{22}$/), strategy_overrides: null });
  expect((await rig.call('GET', '/connection-profiles?take=50')).body).toEqual({ connection_profiles: [body] });
  const changed = await rig.call('PATCH', `/connection-profiles/${body.id}`, { enabled_features: [] });
  expect(changed.body).toEqual({ ...body, enabled_features: [] });
  expect((await rig.call('DELETE', `/connection-profiles/${body.id}`)).status).toBe(204);
  expect(await rig.call('GET', `/connection-profiles/${body.id}`)).toMatchObject({
    status: 404,
    body: refusal(404, 'Not Found', 'The connection profile does not exist.', 'inexistent_connection_profile'),
  });
});

const USER_ID = {
  oidc_mapping: 'sub',
  saml_mapping: ['nameidentifier', 'upn', 'name'].map(
    (claim) => `http://schemas.xmlsoap.org/ws/2005/05/identity/claims/${claim}`,
  ),
  scim_mapping: 'externalId',
};

test('what a user attribute profile leaves out of its user_id has a default, and null goes back to it', async () => {
  await using rig = await startManagement();
  const { status, body } = await rig.call('POST', '/user-attribute-profiles', USER_ATTRIBUTES);
  expect([status, body]).toEqual([
    201,
    {
      ...USER_ATTRIBUTES,
      id: expect.stringMatching(/^uap_\w{22}$/),
      user_id: { ...USER_ID, scim_mapping: 'userName' },
    },
  ]);
  const { user_id: _none, ...without } = USER_ATTRIBUTES;
  const other = await rig.call('POST', '/user-attribute-profiles', { ...without, name: 'other' });
  expect(other.body.user_id).toEqual(USER_ID);
  const changed = await rig.call('PATCH', `/user-attribute-profiles/${body.id}`, { user_id: null });
  expect(changed).toMatchObject({ status: 200 });
  expect(changed.body).toEqual({ ...body, user_id: USER_ID });
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

test('the template of user attribute profiles is Auth0’s generic one', async () => {
  await using rig = await startManagement();
  const { body } = await rig.call('GET', '/user-attribute-profiles/templates/auth0-generic');
  expect(body).toMatchObject({
    id: 'auth0-generic',
    display_name: 'Auth0 Generic User Attribute Profile Template',
    template: {
      user_id: { ...USER_ID, strategy_overrides: { waad: { oidc_mapping: 'oid' } } },
      user_attributes: {
        email: {
          auth0_mapping: 'email',
          profile_required: true,
          oidc_mapping: { mapping: `\${context.tokenset.email}`, display_name: 'email' },
          scim_mapping: 'emails[primary eq true].value',
          strategy_overrides: { waad: { scim_mapping: 'emails[type eq "work"].value' } },
        },
        federated_groups: { strategy_overrides: { okta: { oidc_mapping: { display_name: 'groups' } } } },
      },
    },
  });
  expect(Object.keys(body.template.user_attributes)).toHaveLength(48);
});
