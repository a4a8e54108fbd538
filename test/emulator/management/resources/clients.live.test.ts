import { describe, expect, test } from 'vitest';
import { rsaPublicPem } from '../keys.ts';
import { badRequest, type ManagementRig, refusal, startManagement } from '../management-rig.ts';

const OIN = {
  name: 'Okta OIN',
  app_type: 'express_configuration',
  organization_require_behavior: 'post_login_prompt',
  client_authentication_methods: { private_key_jwt: { credentials: [] } },
};

async function create(rig: ManagementRig, body: object): Promise<string> {
  const { status, body: client } = await rig.call('POST', '/clients', body);
  expect(status).toBe(201);
  return client.client_id;
}

/** Everything an `express_configuration` names. */
async function expressConfiguration(rig: ManagementRig) {
  const connectionProfile = await rig.call('POST', '/connection-profiles', { name: 'okta' });
  const email = { label: 'Email', description: 'Email', auth0_mapping: 'email', profile_required: true };
  const userProfile = await rig.call('POST', '/user-attribute-profiles', { name: 'okta', user_attributes: { email } });
  return {
    initiate_login_uri_template: 'https://app.example/login?organization={organization_id}',
    connection_profile_id: connectionProfile.body.id,
    user_attribute_profile_id: userProfile.body.id,
    enable_client: true,
    enable_organization: true,
    okta_oin_client_id: await create(rig, OIN),
    admin_login_domain: 'tenant.test',
    linked_clients: [{ client_id: await create(rig, { name: 'Mobile', app_type: 'native' }) }],
  };
}

const DEFAULTS = {
  cross_origin_authentication: false,
  custom_login_page_on: true,
  is_token_endpoint_ip_header_trusted: false,
  jwt_configuration: { lifetime_in_seconds: 36_000, secret_encoded: false },
  oidc_conformant: false,
  refresh_token: {
    expiration_type: 'non-expiring',
    idle_token_lifetime: 1_296_000,
    infinite_idle_token_lifetime: true,
    infinite_token_lifetime: true,
    leeway: 0,
    rotation_type: 'non-rotating',
    token_lifetime: 2_592_000,
  },
  signing_keys: [{ cert: '' }],
  sso_disabled: false,
};

describe('a client', () => {
  test('is made with an id, a secret and the grant types of a confidential one', async () => {
    await using rig = await startManagement();
    const { status, body } = await rig.call('POST', '/clients', { name: 'SaaS', app_type: 'regular_web' });
    expect(status).toBe(201);
    expect(body).toEqual({
      client_id: expect.stringMatching(/^\w{32}$/),
      client_secret: expect.stringMatching(/^\w{64}$/),
      name: 'SaaS',
      app_type: 'regular_web',
      is_first_party: true,
      grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
      ...DEFAULTS,
    });
  });

  test('that is public gets no client_credentials', async () => {
    await using rig = await startManagement();
    expect((await rig.call('POST', '/clients', { name: 'Mobile', app_type: 'native' })).body).toMatchObject({
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    });
  });

  test('keeps refresh tokens longer where it was made with a secret’s method, and has what was sent', async () => {
    await using rig = await startManagement();
    const sent = {
      name: 'SaaS',
      token_endpoint_auth_method: 'client_secret_post',
      jwt_configuration: { alg: 'RS256' },
      refresh_token: { expiration_type: 'non-expiring', rotation_type: 'non-rotating', leeway: 3 },
    };
    expect((await rig.call('POST', '/clients', sent)).body).toMatchObject({
      jwt_configuration: { alg: 'RS256', secret_encoded: false },
      refresh_token: { leeway: 3, token_lifetime: 31_557_600, idle_token_lifetime: 2_592_000 },
    });
  });

  test('of an API is conformant, without grant types; the API names it', async () => {
    await using rig = await startManagement();
    const identifier = 'https://orders.example';
    const { body: api } = await rig.call('POST', '/resource-servers', { identifier });
    const sent = { name: 'Orders', app_type: 'resource_server', resource_server_identifier: identifier };
    const { body } = await rig.call('POST', '/clients', sent);
    expect(body).toMatchObject({ oidc_conformant: true, grant_types: [] });
    expect(body.jwt_configuration).toEqual({ alg: 'RS256', secret_encoded: false });
    expect((await rig.call('GET', `/resource-servers/${api.id}`)).body.client_id).toBe(body.client_id);
  });

  test('takes null and changes only what a PATCH names, in its objects too', async () => {
    await using rig = await startManagement();
    const id = await create(rig, { name: 'SaaS', initiate_login_uri: 'https://app.example/login' });
    const patch = async (body: object) => (await rig.call('PATCH', `/clients/${id}`, body)).body;
    expect((await patch({ jwt_configuration: { alg: 'RS256' } })).jwt_configuration).toEqual({
      alg: 'RS256',
      lifetime_in_seconds: 36_000,
      secret_encoded: false,
    });
    const nulls = { addons: null, signed_request_object: null, oidc_backchannel_logout: null, initiate_login_uri: '' };
    const changed = await patch(nulls);
    expect(changed).toMatchObject({ client_id: id });
    expect(Object.keys(nulls).filter((field) => field in changed)).toEqual([]);
    const session = { enforce_device_binding: 'asn' };
    await patch({ session_transfer: session });
    expect((await patch({ session_transfer: { allow_refresh_token: true } })).session_transfer).toEqual({
      can_create_session_transfer_token: false,
      allowed_authentication_methods: [],
      enforce_device_binding: 'asn',
      allow_refresh_token: true,
      enforce_online_refresh_tokens: true,
      enforce_cascade_revocation: true,
    });
  });

  test('shows the URLs of back-channel logout under both names', async () => {
    await using rig = await startManagement();
    const logout = { backchannel_logout_urls: ['https://app.example/logout'] };
    const { body } = await rig.call('POST', '/clients', { name: 'SaaS', oidc_logout: logout });
    expect(body).toMatchObject({ oidc_logout: logout, oidc_backchannel_logout: logout });
  });

  test('of a strict third party is conformant, and its refresh tokens expire', async () => {
    await using rig = await startManagement();
    const sent = { name: 'Partner', is_first_party: false, third_party_security_mode: 'strict' };
    expect((await rig.call('POST', '/clients', sent)).body).toMatchObject({
      oidc_conformant: true,
      grant_types: ['authorization_code'],
      jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 3600 },
      refresh_token: { expiration_type: 'expiring', infinite_idle_token_lifetime: false },
    });
  });

  test('that is called All Applications can be read and changed by its id', async () => {
    await using rig = await startManagement();
    const [{ client_id }] = (await rig.call('GET', '/clients?is_global=true')).body;
    expect(client_id).toMatch(/^AllApplications\w{17}$/);
    expect((await rig.call('GET', `/clients/${client_id}`)).body).toMatchObject({ global: true });
    const patched = await rig.call('PATCH', `/clients/${client_id}`, { custom_login_page_on: false });
    expect(patched).toMatchObject({ status: 200, body: { custom_login_page_on: false } });
  });

  test('shows its secret only to a token with read:client_keys', async () => {
    await using rig = await startManagement();
    const id = await create(rig, { name: 'SaaS' });
    const headers = { authorization: 'Bearer scopes:read:clients' };
    expect((await rig.call('GET', `/clients/${id}`)).body).toHaveProperty('client_secret');
    expect((await rig.call('GET', `/clients/${id}`, undefined, headers)).body).not.toHaveProperty('client_secret');
    expect((await rig.call('GET', '/clients', undefined, headers)).body[0]).not.toHaveProperty('client_secret');
    const update = { authorization: 'Bearer scopes:update:clients' };
    const patched = await rig.call('PATCH', `/clients/${id}`, { description: 'ours' }, update);
    expect(patched).toMatchObject({ status: 200, body: { description: 'ours' } });
    expect(patched.body).not.toHaveProperty('client_secret');
  });

  test('gets a new secret when it is rotated', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('POST', '/clients', { name: 'SaaS' });
    const rotated = await rig.call('POST', `/clients/${body.client_id}/rotate-secret`);
    expect(rotated.status).toBe(200);
    expect(rotated.body.client_secret).not.toBe(body.client_secret);
    expect(rig.state.clients[0]?.client_secret).toBe(rotated.body.client_secret);
  });

  test('merges client_metadata: null removes a key, an empty object removes all', async () => {
    await using rig = await startManagement();
    const id = await create(rig, { name: 'SaaS', client_metadata: { plan: 'b2b', tier: '1' } });
    const patch = async (client_metadata: object) =>
      (await rig.call('PATCH', `/clients/${id}`, { client_metadata })).body.client_metadata;
    expect(await patch({ tier: null, region: 'eu' })).toEqual({ plan: 'b2b', region: 'eu' });
    expect(await patch({})).toEqual({});
  });

  test('that does not exist is 404, except to DELETE', async () => {
    await using rig = await startManagement();
    const missing = refusal(404, 'Not Found', 'The client does not exist', 'inexistent_client');
    expect(await rig.call('GET', '/clients/nope')).toMatchObject({ status: 404, body: missing });
    expect((await rig.call('PATCH', '/clients/nope', { name: 'x' })).body).toEqual(missing);
    expect((await rig.call('DELETE', '/clients/nope')).status).toBe(204);
  });

  test('takes its keys, grants and place in connections with it when deleted', async () => {
    await using rig = await startManagement();
    const id = await create(rig, {
      name: 'SaaS',
      client_authentication_methods: {
        private_key_jwt: { credentials: [{ credential_type: 'public_key', pem: rsaPublicPem(2048) }] },
      },
    });
    await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0', enabled_clients: [id] });
    rig.state.clientGrants.push({ subject_type: 'client', id: 'cgr_1', client_id: id, audience: 'urn:a', scope: [] });
    rig.state.consents.push({ id: 'g', user_id: 'u', client_id: id, audience: 'urn:a', scope: [] });
    expect(rig.state.credentials).toHaveLength(1);
    expect((await rig.call('DELETE', `/clients/${id}`)).status).toBe(204);
    const { clients, credentials, clientGrants, consents, connections } = rig.state;
    expect([clients, credentials, clientGrants, consents]).toEqual([[], [], [], []]);
    expect(connections[0]?.enabled_clients).toEqual([]);
  });

  test('is enabled on every connection while the tenant flag says so', async () => {
    await using rig = await startManagement();
    await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' });
    const first = await create(rig, { name: 'first' });
    await rig.call('PATCH', '/tenants/settings', { flags: { enable_client_connections: false } });
    await create(rig, { name: 'second' });
    expect(rig.state.connections[0]?.enabled_clients).toEqual([first]);
  });

  test('is listed by type, next to the global one that every tenant has', async () => {
    await using rig = await startManagement();
    await create(rig, { name: 'SaaS', app_type: 'regular_web' });
    await create(rig, OIN);
    const list = async (query: string) =>
      (await rig.call('GET', `/clients?${query}`)).body.map(({ name }: { name: string }) => name);
    expect(await list('app_type=express_configuration')).toEqual(['Okta OIN']);
    expect(await list('app_type=express_configuration,regular_web')).toEqual(['SaaS', 'Okta OIN']);
    expect(await list('is_global=false')).toEqual(['SaaS', 'Okta OIN']);
    expect(await list('is_global=true')).toEqual(['All Applications']);
    expect(await list('')).toEqual(['SaaS', 'Okta OIN', 'All Applications']);
    expect(await list('is_first_party=false')).toEqual([]);
  });
});

describe("Okta's client", () => {
  const bare = { name: 'Okta OIN', app_type: 'express_configuration' };

  test('has Okta’s callback, private_key_jwt without keys, organizations, and no secret', async () => {
    await using rig = await startManagement();
    const { status, body } = await rig.call('POST', '/clients', bare);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...bare,
      callbacks: ['https://system-admin.okta.com/admin/app/generic/oauth20redirect'],
      client_authentication_methods: { private_key_jwt: { credentials: [] } },
      grant_types: ['authorization_code', 'client_credentials'],
      organization_usage: 'require',
      organization_require_behavior: 'pre_login_prompt',
      is_first_party: true,
      oidc_conformant: true,
      jwt_configuration: { alg: 'RS256' },
    });
    expect(body).not.toHaveProperty('client_secret');
    expect(body).not.toHaveProperty('token_endpoint_auth_method');
  });

  test('has the behavior that was sent', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('POST', '/clients', {
      ...bare,
      organization_require_behavior: 'post_login_prompt',
    });
    expect(body.organization_require_behavior).toBe('post_login_prompt');
  });

  test('cannot be downgraded to a secret', async () => {
    await using rig = await startManagement();
    const id = await create(rig, OIN);
    const downgrade = { client_authentication_methods: null, token_endpoint_auth_method: 'client_secret_post' };
    const { status, body } = await rig.call('PATCH', `/clients/${id}`, downgrade);
    expect(status).toBe(400);
    expect(body.message).toMatch(/authenticates with private_key_jwt alone/);
    expect(rig.state.clients[0]?.client_authentication_methods).toEqual(OIN.client_authentication_methods);
  });
});

describe('client_authentication_methods', () => {
  test('takes whole keys on creation and answers with their ids', async () => {
    await using rig = await startManagement();
    const pem = rsaPublicPem(2048);
    const { status, body } = await rig.call('POST', '/clients', {
      ...OIN,
      client_authentication_methods: {
        private_key_jwt: { credentials: [{ credential_type: 'public_key', name: 'okta', pem }] },
      },
    });
    expect(status).toBe(201);
    const [credential] = rig.state.credentials;
    expect(credential).toMatchObject({ client_id: body.client_id, name: 'okta', pem, alg: 'RS256' });
    const { client_id: _owner, pem: _key, ...shown } = { ...credential };
    expect(body.client_authentication_methods).toEqual({ private_key_jwt: { credentials: [shown] } });
    const { body: read } = await rig.call('GET', `/clients/${body.client_id}`);
    expect(read.client_authentication_methods).toEqual({ private_key_jwt: { credentials: [{ id: credential?.id }] } });
  });

  test('with a bad key makes no client', async () => {
    await using rig = await startManagement();
    const keys = [{ credential_type: 'public_key', pem: 'nonsense' }];
    const body = { ...OIN, client_authentication_methods: { private_key_jwt: { credentials: keys } } };
    expect((await rig.call('POST', '/clients', body)).body).toEqual(
      badRequest("Payload validation error: 'The pem holds no readable public key' on property pem."),
    );
    expect([rig.state.clients, rig.state.credentials]).toEqual([[], []]);
  });

  test("takes ids of the client's own credentials on PATCH, and no others", async () => {
    await using rig = await startManagement();
    const id = await create(rig, OIN);
    const other = await create(rig, { ...OIN, name: 'Other' });
    const credential = { credential_type: 'public_key', pem: rsaPublicPem(2048) };
    const own = await rig.call('POST', `/clients/${id}/credentials`, credential);
    const methods = (credentialId: string) => ({
      client_authentication_methods: { private_key_jwt: { credentials: [{ id: credentialId }] } },
      token_endpoint_auth_method: null,
    });
    const { status, body } = await rig.call('PATCH', `/clients/${id}`, methods(own.body.id));
    expect(status).toBe(200);
    expect(body.client_authentication_methods).toEqual(methods(own.body.id).client_authentication_methods);
    expect(body).not.toHaveProperty('token_endpoint_auth_method');
    expect(await rig.call('PATCH', `/clients/${other}`, methods(own.body.id))).toMatchObject({
      status: 400,
      body: badRequest(`The client has no credential ${own.body.id}.`, 'inexistent_credential'),
    });
  });

  test('excludes token_endpoint_auth_method', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('POST', '/clients', { ...OIN, token_endpoint_auth_method: 'client_secret_post' });
    expect(body).toEqual(
      badRequest('token_endpoint_auth_method cannot be set together with client_authentication_methods.'),
    );
  });

  test('replaces the secret of a client that had one', async () => {
    await using rig = await startManagement();
    const id = await create(rig, { name: 'SaaS' });
    const body = { client_authentication_methods: { private_key_jwt: { credentials: [] } } };
    expect((await rig.call('PATCH', `/clients/${id}`, body)).body).not.toHaveProperty('token_endpoint_auth_method');
    expect(rig.state.clients[0]?.token_endpoint_auth_method).toBe(null);
  });
});

describe('express_configuration', () => {
  test('is kept when all it names exists, and can be taken away', async () => {
    await using rig = await startManagement();
    const express_configuration = await expressConfiguration(rig);
    const id = await create(rig, { name: 'SaaS', express_configuration });
    expect((await rig.call('GET', `/clients/${id}`)).body.express_configuration).toEqual(express_configuration);
    const cleared = await rig.call('PATCH', `/clients/${id}`, { express_configuration: null });
    expect(cleared.status).toBe(200);
    expect(cleared.body).not.toHaveProperty('express_configuration');
  });

  test('is refused with names where ids belong', async () => {
    await using rig = await startManagement();
    const express_configuration = { ...(await expressConfiguration(rig)), user_attribute_profile_id: 'okta users' };
    expect((await rig.call('POST', '/clients', { name: 'SaaS', express_configuration })).body).toEqual(
      badRequest(
        "Payload validation error: 'Object didn't pass validation for format user-attribute-profile-id: okta users' on property express_configuration.user_attribute_profile_id.",
      ),
    );
  });

  test('is refused with ids of nothing, or of another kind of client', async () => {
    await using rig = await startManagement();
    const valid = await expressConfiguration(rig);
    const saas = await create(rig, { name: 'SaaS' });
    const attempt = async (change: object) => {
      const { status, body } = await rig.call('PATCH', `/clients/${saas}`, {
        express_configuration: { ...valid, ...change },
      });
      return [status, body.message];
    };
    const none = (property: string, id: string) => [
      400,
      `Payload validation error: 'No such resource: ${id}' on property express_configuration.${property}.`,
    ];
    // One tenant's profile was taken on another (recorded 2026-01).
    expect(await attempt({ connection_profile_id: 'cop_0' })).toEqual([200, undefined]);
    expect(await attempt({ user_attribute_profile_id: 'uap_0' })).toEqual(none('user_attribute_profile_id', 'uap_0'));
    expect(await attempt({ okta_oin_client_id: saas })).toEqual(none('okta_oin_client_id', saas));
    expect(await attempt({ linked_clients: [...valid.linked_clients, { client_id: 'nobody' }] })).toEqual(
      none('linked_clients[1].client_id', 'nobody'),
    );
    expect((await attempt({}))[0]).toBe(200);
  });

  test('keeps the clients and profiles it names from being deleted', async () => {
    await using rig = await startManagement();
    const named = await expressConfiguration(rig);
    const saas = await create(rig, { name: 'SaaS', express_configuration: named });
    const inUse = badRequest('The client is named in the express_configuration of "SaaS".', 'client_in_use');
    expect((await rig.call('DELETE', `/clients/${named.okta_oin_client_id}`)).body).toEqual(inUse);
    expect((await rig.call('DELETE', `/clients/${named.linked_clients[0]?.client_id}`)).body).toEqual(inUse);
    expect((await rig.call('DELETE', `/connection-profiles/${named.connection_profile_id}`)).status).toBe(400);
    expect((await rig.call('DELETE', `/user-attribute-profiles/${named.user_attribute_profile_id}`)).status).toBe(400);
    expect((await rig.call('DELETE', `/clients/${saas}`)).status).toBe(204);
    expect((await rig.call('DELETE', `/connection-profiles/${named.connection_profile_id}`)).status).toBe(204);
  });
});
