import { describe, expect, test } from 'vitest';
import { badRequest, EXPRESS_CONFIGURE, refusal, startManagement } from '../management-rig.ts';

const BY_IDENTIFIER = `/resource-servers/${encodeURIComponent(EXPRESS_CONFIGURE)}`;
const MANAGEMENT_API = encodeURIComponent('https://tenant.test/api/v2/');

describe('a resource server', () => {
  test('is made from an identifier, with Auth0 defaults', async () => {
    await using rig = await startManagement();
    const { status, body } = await rig.call('POST', '/resource-servers', { identifier: 'https://api.example.com' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^\w{24}$/),
      identifier: 'https://api.example.com',
      signing_alg: 'RS256',
      token_lifetime: 86400,
      allow_offline_access: false,
      token_lifetime_for_web: 7200,
      skip_consent_for_verifiable_first_party_clients: false,
      subject_type_authorization: { client: { policy: 'require_client_grant' }, user: { policy: 'allow_all' } },
    });
    expect((await rig.call('GET', `/resource-servers/${encodeURIComponent('https://api.example.com')}`)).body).toEqual(
      body,
    );
  });

  test('conflicts with another one of its identifier', async () => {
    await using rig = await startManagement();
    await rig.call('POST', '/resource-servers', { identifier: 'https://api.example.com' });
    expect(await rig.call('POST', '/resource-servers', { identifier: 'https://api.example.com' })).toMatchObject({
      status: 409,
      body: refusal(
        409,
        'Conflict',
        'A resource server with the same identifier already exists',
        'resource_server_conflict',
      ),
    });
  });

  test('cannot change its identifier, but the rest', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('POST', '/resource-servers', { identifier: 'https://api.example.com' });
    const path = `/resource-servers/${body.id}`;
    expect((await rig.call('PATCH', path, { identifier: 'https://other.example.com' })).body).toEqual(
      badRequest("Payload validation error: 'Additional properties not allowed: identifier'."),
    );
    const changed = { name: 'Orders', scopes: [{ value: 'read:orders' }], enforce_policies: true };
    expect(await rig.call('PATCH', path, changed)).toMatchObject({ status: 200, body: changed });
  });

  test('takes permissions, client grants and consent with it when deleted', async () => {
    await using rig = await startManagement();
    const identifier = 'https://api.example.com';
    const { body } = await rig.call('POST', '/resource-servers', { identifier });
    const other = { permission_name: 'x', resource_server_identifier: 'https://other.example.com' };
    rig.state.roles.push({
      id: 'rol_1',
      name: 'Buyer',
      permissions: [{ permission_name: 'read', resource_server_identifier: identifier }, other],
    });
    rig.state.clientGrants.push({
      subject_type: 'client',
      id: 'cgr_1',
      client_id: 'c',
      audience: identifier,
      scope: [],
    });
    rig.state.consents.push({ id: 'grant', user_id: 'u', client_id: 'c', audience: identifier, scope: [] });
    expect((await rig.call('DELETE', `/resource-servers/${body.id}`)).status).toBe(204);
    expect(rig.state.roles[0]?.permissions).toEqual([other]);
    expect([rig.state.clientGrants, rig.state.consents, rig.state.resourceServers]).toEqual([[], [], []]);
    expect((await rig.call('DELETE', `/resource-servers/${body.id}`)).status).toBe(204);
    expect((await rig.call('GET', `/resource-servers/${body.id}`)).body).toEqual(
      refusal(404, 'Not Found', 'The resource server does not exist', 'inexistent_resource_server'),
    );
  });
});

describe('the system API for Express Configuration', () => {
  const create = { name: 'Okta OIN Express Configuration API', identifier: EXPRESS_CONFIGURE };

  test('comes with its scopes, RBAC and consent', async () => {
    await using rig = await startManagement();
    const { status, body } = await rig.call('POST', '/resource-servers', create);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...create,
      is_system: true,
      enforce_policies: true,
      token_lifetime: 300,
      token_lifetime_for_web: 7200,
      subject_type_authorization: { client: { policy: 'deny_all' }, user: { policy: 'allow_all' } },
      allow_offline_access: false,
      skip_consent_for_verifiable_first_party_clients: false,
      scopes: [
        { value: 'express_configure:sso', description: 'Ability to create SSO configurations' },
        { value: 'express_configure:scim', description: 'Ability to create scim configurations' },
      ],
    });
  });

  test('has a name where none is sent', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('POST', '/resource-servers', { identifier: EXPRESS_CONFIGURE });
    expect(body.name).toBe('Okta OIN Express Configuration API');
  });

  test('is refused with scopes or policies of our own', async () => {
    await using rig = await startManagement();
    const body = { ...create, scopes: [{ value: 'express_configure:sso' }], enforce_policies: false };
    expect((await rig.call('POST', '/resource-servers', body)).body).toEqual(
      badRequest("Payload validation error: 'Additional properties not allowed: scopes,enforce_policies'."),
    );
    expect(rig.state.resourceServers).toEqual([]);
  });

  test('refuses a PATCH of its name or scopes, and takes one of its lifetime', async () => {
    await using rig = await startManagement();
    await rig.call('POST', '/resource-servers', create);
    const patch = { name: 'Renamed', scopes: [], token_lifetime: 300 };
    expect(await rig.call('PATCH', BY_IDENTIFIER, patch)).toMatchObject({
      status: 400,
      body: badRequest("Payload validation error: 'Additional properties not allowed: name,scopes'."),
    });
    expect(await rig.call('PATCH', BY_IDENTIFIER, { token_lifetime: 300 })).toMatchObject({
      status: 200,
      body: { name: create.name, token_lifetime: 300 },
    });
  });
});

describe('the list of resource servers', () => {
  test('begins with the Management API, which can be neither changed nor deleted', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('GET', '/resource-servers?page=0&per_page=100&include_totals=true');
    expect(body).toMatchObject({
      start: 0,
      limit: 100,
      total: 1,
      resource_servers: [{ name: 'Auth0 Management API', identifier: 'https://tenant.test/api/v2/', is_system: true }],
    });
    const { scopes } = body.resource_servers[0];
    // As tenants list them; the specification makes "Read Scim Config" of the name.
    expect(scopes).toContainEqual({ value: 'read:clients', description: 'Read Clients' });
    expect(scopes).toContainEqual({ value: 'read:scim_config', description: 'Read SCIM configuration' });
    expect(scopes).toContainEqual({ value: 'update:device_credentials', description: 'Update Device Credentials' });
    // Scopes of a user's own token are no client's.
    expect(scopes).not.toContainEqual(expect.objectContaining({ value: 'read:current_user' }));
    expect((await rig.call('PATCH', `/resource-servers/${MANAGEMENT_API}`, { token_lifetime: 60 })).body).toEqual(
      badRequest('The Management API cannot be changed', 'system_api'),
    );
    expect((await rig.call('DELETE', `/resource-servers/${MANAGEMENT_API}`)).body).toEqual(
      badRequest('The Management API cannot be deleted', 'system_api'),
    );
  });

  test('can be narrowed to identifiers', async () => {
    await using rig = await startManagement();
    await rig.call('POST', '/resource-servers', { identifier: 'urn:a' });
    await rig.call('POST', '/resource-servers', { identifier: 'urn:b' });
    expect((await rig.call('GET', '/resource-servers?identifiers=urn:b')).body).toMatchObject([
      { identifier: 'urn:b' },
    ]);
  });
});
