import { describe, expect, test } from 'vitest';
import { badRequest, EXPRESS_CONFIGURE, type ManagementRig, refusal, startManagement } from '../management-rig.ts';

const permission = (name: string) => ({ permission_name: name, resource_server_identifier: EXPRESS_CONFIGURE });
const SSO = permission('express_configure:sso');
const SCIM = permission('express_configure:scim');

async function createRole(rig: ManagementRig, name = 'EXPRESS_CONFIGURE_ADMIN_ROLE'): Promise<string> {
  const reply = await rig.call('POST', '/roles', { name });
  expect(reply).toMatchObject({ status: 200 });
  return reply.body.id;
}

const createApi = (rig: ManagementRig) =>
  rig.call('POST', '/resource-servers', { name: 'Express', identifier: EXPRESS_CONFIGURE });

describe('a role', () => {
  test('is made, read, changed and deleted', async () => {
    await using rig = await startManagement();
    const { status, body } = await rig.call('POST', '/roles', { name: 'Admin', description: 'may configure' });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^rol_\w{16}$/),
      name: 'Admin',
      description: 'may configure',
      type: 'tenant',
    });
    expect((await rig.call('GET', `/roles/${body.id}`)).body).toEqual(body);
    expect((await rig.call('PATCH', `/roles/${body.id}`, { name: 'Boss' })).body).toEqual({ ...body, name: 'Boss' });
    expect(await rig.call('DELETE', `/roles/${body.id}`)).toMatchObject({ status: 200, body: {} });
    const missing = refusal(404, 'Not Found', 'The role does not exist.', 'inexistent_role');
    expect(await rig.call('GET', `/roles/${body.id}`)).toMatchObject({ status: 404, body: missing });
    expect((await rig.call('DELETE', `/roles/${body.id}`)).body).toEqual(missing);
  });

  test('conflicts with another one of its name', async () => {
    await using rig = await startManagement();
    await createRole(rig, 'Admin');
    const id = await createRole(rig, 'Other');
    const taken = refusal(409, 'Conflict', 'A role with the name "Admin" already exists.', 'role_conflict');
    expect(await rig.call('POST', '/roles', { name: 'Admin' })).toMatchObject({ status: 409, body: taken });
    expect((await rig.call('PATCH', `/roles/${id}`, { name: 'Admin' })).body).toEqual(taken);
  });

  test('without a description is read with an empty one', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('POST', '/roles', { name: 'Admin' });
    expect(body).toEqual({ id: body.id, name: 'Admin', type: 'tenant' });
    expect((await rig.call('GET', `/roles/${body.id}`)).body).toEqual({ ...body, description: '' });
  });

  test('may be an organization’s own, of a name that the tenant has too, and goes with it', async () => {
    await using rig = await startManagement();
    const owner_id = (await rig.call('POST', '/organizations', { name: 'acme' })).body.id;
    const tenantWide = await createRole(rig, 'Admin');
    const own = await rig.call('POST', '/roles', { name: 'Admin', type: 'organization', owner_id });
    expect(own).toMatchObject({ status: 200, body: { name: 'Admin', type: 'organization', owner_id } });
    expect((await rig.call('POST', '/roles', { name: 'Admin', type: 'organization', owner_id })).status).toBe(409);
    const ids = async (query: string) =>
      (await rig.call('GET', `/roles?name_filter=Admin${query}`)).body.map(({ id }: { id: string }) => id);
    expect(await ids('')).toEqual([tenantWide, own.body.id]);
    expect(await ids('&type=tenant')).toEqual([tenantWide]);
    expect(await ids(`&type=organization&owner_id=${owner_id}`)).toEqual([own.body.id]);
    await rig.call('DELETE', `/organizations/${owner_id}`);
    expect(await ids('')).toEqual([tenantWide]);
  });

  test('has an owner where it is an organization’s, and none where it is the tenant’s', async () => {
    await using rig = await startManagement();
    const refused = async (more: object) => (await rig.call('POST', '/roles', { name: 'Admin', ...more })).body.message;
    expect(await refused({ type: 'organization' })).toBe('((A role of an organization needs its owner_id.))');
    expect(await refused({ type: 'organization', owner_id: 'org_none' })).toBe(
      '((There is no organization org_none.))',
    );
    expect(await refused({ owner_id: 'org_none' })).toBe('((A role of the tenant has no owner_id.))');
  });

  test('is found by a part of its name', async () => {
    await using rig = await startManagement();
    await createRole(rig, 'Express Admin');
    await createRole(rig, 'Reader');
    expect((await rig.call('GET', '/roles?name_filter=admin')).body).toMatchObject([{ name: 'Express Admin' }]);
  });

  test('is taken from its holders when deleted', async () => {
    await using rig = await startManagement();
    const id = await createRole(rig);
    rig.state.userRoles.push({ user_id: 'auth0|1', role_id: id }, { user_id: 'auth0|1', role_id: id, org_id: 'org_1' });
    await rig.call('DELETE', `/roles/${id}`);
    expect(rig.state.userRoles).toEqual([]);
  });
});

describe('permissions of a role', () => {
  test('are added once, listed with the API they belong to, and removed', async () => {
    await using rig = await startManagement();
    await createApi(rig);
    const path = `/roles/${await createRole(rig)}/permissions`;
    expect((await rig.call('POST', path, { permissions: [SSO, SCIM] })).status).toBe(201);
    expect((await rig.call('POST', path, { permissions: [SSO] })).status).toBe(201);
    const { body } = await rig.call('GET', `${path}?per_page=100&page=0&include_totals=true`);
    expect(body).toEqual({
      start: 0,
      limit: 100,
      total: 2,
      permissions: [
        {
          ...SSO,
          resource_server_name: 'Express',
          description: 'Ability to create SSO configurations',
        },
        expect.objectContaining(SCIM),
      ],
    });
    expect((await rig.call('DELETE', path, { permissions: [SSO] })).status).toBe(204);
    expect(rig.state.roles[0]?.permissions).toEqual([SCIM]);
  });

  test('that the API does not have, or of an API that does not exist, are refused', async () => {
    await using rig = await startManagement();
    const path = `/roles/${await createRole(rig)}/permissions`;
    expect(await rig.call('POST', path, { permissions: [SSO] })).toMatchObject({
      status: 404,
      body: refusal(
        404,
        'Not Found',
        `The resource server "${EXPRESS_CONFIGURE}" does not exist.`,
        'inexistent_resource_server',
      ),
    });
    await createApi(rig);
    const unknown = permission('express_configure:universal_logout');
    expect(await rig.call('POST', path, { permissions: [SSO, unknown] })).toMatchObject({
      status: 400,
      body: badRequest(`The permission "express_configure:universal_logout" does not exist on "${EXPRESS_CONFIGURE}".`),
    });
    expect(rig.state.roles[0]?.permissions).toEqual([]);
  });
});
