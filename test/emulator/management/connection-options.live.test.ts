import { describe, expect, test } from 'vitest';
import { badRequest, type ManagementRig, startManagement } from './management-rig.ts';

const post = (rig: ManagementRig, strategy: string, options?: object, more: object = {}) =>
  rig.call('POST', '/connections', { name: `my-${strategy}`, strategy, ...(options && { options }), ...more });

describe('a new connection has what Auth0 adds by its strategy', () => {
  const OIDC = { schema_version: 'oidc-V4', connection_settings: { pkce: 'auto' } };

  test.each<[string, object]>([
    ['oidc', { ...OIDC, type: 'front_channel', attribute_map: { mapping_mode: 'bind_all' } }],
    ['okta', { ...OIDC, type: 'back_channel', attribute_map: { mapping_mode: 'basic_profile' } }],
    ['waad', { waad_common_endpoint: false }],
    ['google-oauth2', { email: true, profile: true, scope: ['email', 'profile'] }],
    ['google-apps', { email: true, profile: true, scope: ['email', 'profile'], handle_login_from_social: true }],
    ['samlp', { assertion_decryption_settings: { algorithm_profile: 'v2026-1', algorithm_exceptions: [] } }],
    ['line', { profile: true, scope: ['openid', 'profile'] }],
  ])('in the options of %s', async (strategy, options) => {
    await using rig = await startManagement();
    const { body } = await post(rig, strategy);
    expect(body.options).toEqual(options);
    expect(body).toMatchObject({ authentication: { active: true }, connected_accounts: { active: false } });
  });

  test('and beside them: a name to show, no button, the address of its set-up', async () => {
    await using rig = await startManagement();
    expect((await post(rig, 'okta')).body).toMatchObject({ display_name: 'my-okta', show_as_button: false });
    expect((await post(rig, 'waad')).body).toMatchObject({ display_name: 'my-waad' });
    expect((await post(rig, 'samlp')).body).toMatchObject({
      show_as_button: false,
      provisioning_ticket_url: expect.stringMatching(/^https:\/\/tenant\.[^/]+\/p\/samlp\/\w{32}$/),
    });
    expect((await post(rig, 'oidc', undefined, { display_name: 'Acme' })).body.display_name).toBe('Acme');
  });

  test('where it says nothing of its own, or a part', async () => {
    await using rig = await startManagement();
    const { body } = await post(rig, 'auth0', {
      authentication_methods: { passkey: { enabled: true } },
      password_options: { complexity: { min_length: 12 } },
      brute_force_protection: false,
    });
    expect(body.options).toMatchObject({
      brute_force_protection: false,
      authentication_methods: { password: { enabled: true, api_behavior: 'required' }, passkey: { enabled: true } },
      password_options: {
        complexity: { min_length: 12, character_type_rule: 'all' },
        history: { active: false, size: 3 },
      },
    });
  });
});

test('a change of options keeps a provider’s version, and sets PKCE and the attribute map anew', async () => {
  await using rig = await startManagement();
  const before = { client_id: 'a', connection_settings: { pkce: 'S256' }, attribute_map: { mapping_mode: 'use_map' } };
  const { id } = (await post(rig, 'oidc', before)).body;
  const options = { client_id: 'b', type: 'back_channel' };
  expect((await rig.call('PATCH', `/connections/${id}`, { options })).body.options).toEqual({
    ...options,
    schema_version: 'oidc-V4',
    connection_settings: { pkce: 'disabled' },
    attribute_map: { mapping_mode: 'bind_all' },
  });
});

test.each([
  ['line', false],
  ['okta', true],
])('an option of %s that is null is read back: %s', async (strategy, isKept) => {
  await using rig = await startManagement();
  const sent = { client_id: 'a', userinfo_endpoint: null };
  const { id, options } = (await post(rig, strategy, sent)).body;
  expect(options).toMatchObject(sent);
  const read = async () => 'userinfo_endpoint' in (await rig.call('GET', `/connections/${id}`)).body.options;
  expect(await read()).toBe(isKept);
  const changed = (await rig.call('PATCH', `/connections/${id}`, { options: sent })).body;
  expect(changed.options).toMatchObject(sent);
  expect(await read()).toBe(isKept);
});

test('a field that a change sets to null is taken away', async () => {
  await using rig = await startManagement();
  const { id } = (await post(rig, 'oidc', undefined, { cross_app_access_resource_app: { status: 'enabled' } })).body;
  const { body } = await rig.call('PATCH', `/connections/${id}`, { cross_app_access_resource_app: null });
  expect(body).not.toHaveProperty('cross_app_access_resource_app');
});

test('some fields of a connection come whatever is asked for', async () => {
  await using rig = await startManagement();
  const { id } = (await post(rig, 'okta')).body;
  const always = {
    id,
    is_domain_connection: false,
    authentication: { active: true },
    connected_accounts: { active: false },
  };
  expect((await rig.call('GET', `/connections/${id}?fields=name`)).body).toEqual({ ...always, name: 'my-okta' });
  const without = (await rig.call('GET', `/connections/${id}?fields=name,options&include_fields=false`)).body;
  expect(without).toMatchObject(always);
  expect(without).not.toHaveProperty('name');
});

describe('a database is refused', () => {
  const attribute = (active: boolean, more = {}) => ({
    identifier: { active },
    profile_required: true,
    signup: { status: 'required' },
    ...more,
  });
  const email = attribute(true);

  test.each<[string, object, string]>([
    [
      'attributes beside validation',
      { attributes: { email }, validation: { username: { min: 1, max: 9 } } },
      'Cannot set both options.attributes and options.validation',
    ],
    [
      'attributes beside requires_username',
      { attributes: { email }, requires_username: true },
      'Cannot set both options.attributes and options.requires_username',
    ],
    [
      'attributes of which none identifies',
      { attributes: { email: attribute(false), username: attribute(false) } },
      'attributes must contain one active identifier',
    ],
    [
      'a required attribute that sign-up leaves out',
      { attributes: { phone_number: attribute(true, { signup: { status: 'inactive' } }) } },
      'attribute phone_number must also be required on signup',
    ],
    [
      'an identifying address that several may have',
      { attributes: { email: attribute(true, { unique: false }) } },
      '((An email address that identifies users must be unique.))',
    ],
  ])('with %s', async (_what, options, message) => {
    await using rig = await startManagement();
    expect(await post(rig, 'auth0', options)).toMatchObject({ status: 400, body: badRequest(message) });
    const { id } = (await post(rig, 'auth0')).body;
    expect((await rig.call('PATCH', `/connections/${id}`, { options })).body).toEqual(badRequest(message));
  });

  test('as an application that asks other applications for access', async () => {
    await using rig = await startManagement();
    const asks = { cross_app_access_requesting_app: { active: true } };
    expect((await post(rig, 'auth0', undefined, asks)).body).toEqual(
      badRequest('Cross App Access Requesting App is not supported for this connection.', 'operation_not_supported'),
    );
    expect((await post(rig, 'oidc', undefined, asks)).status).toBe(201);
  });

  test('and is taken with attributes that identify; an email address is unique', async () => {
    await using rig = await startManagement();
    const { status, body } = await post(rig, 'auth0', { attributes: { email }, requires_username: false });
    expect([status, body.options.attributes.email.unique]).toEqual([201, true]);
  });
});
