import { describe, expect, test } from 'vitest';
import { connectionsInUse } from '../../../../emulator/login/connections-in-use.ts';
import { badRequest, type ManagementRig, refusal, startManagement } from '../management-rig.ts';

const INEXISTENT = refusal(404, 'Not Found', 'No organization found by that id or name');

/** What every organization has since 2026-08. */
const ACCESS = { third_party_client_access: 'block', is_app_entitlement_active: false };

async function createDatabase(rig: ManagementRig): Promise<string> {
  return (await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' })).body.id;
}

const createOkta = async (rig: ManagementRig): Promise<{ id: string }> =>
  (await rig.call('POST', '/connections', { name: 'acme-okta', strategy: 'okta' })).body;

async function createAcme(rig: ManagementRig, more: object = {}): Promise<string> {
  const reply = await rig.call('POST', '/organizations', { name: 'acme', display_name: 'Acme Inc', ...more });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.id;
}

describe('an organization', () => {
  test('is made, and found by id and by name', async () => {
    await using rig = await startManagement();
    const id = await createAcme(rig, { metadata: { domains: 'acme.com' } });
    const acme = { id, name: 'acme', display_name: 'Acme Inc', metadata: { domains: 'acme.com' }, ...ACCESS };
    expect(id).toMatch(/^org_\w{16}$/);
    expect((await rig.call('GET', `/organizations/${id}`)).body).toEqual(acme);
    expect((await rig.call('GET', '/organizations/name/acme')).body).toEqual(acme);
    expect((await rig.call('GET', '/organizations')).body).toEqual([acme]);
    expect(await rig.call('GET', '/organizations/name/globex')).toMatchObject({ status: 404, body: INEXISTENT });
  });

  test('shows neither metadata nor connections where it has none', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('POST', '/organizations', { name: 'acme', is_app_entitlement_active: true });
    expect(body).toEqual({ id: body.id, name: 'acme', ...ACCESS, is_app_entitlement_active: true });
    expect((await rig.call('GET', `/organizations/${body.id}`)).body).toEqual(body);
  });

  test('that is not there is 404 when deleted, too', async () => {
    await using rig = await startManagement();
    expect(await rig.call('DELETE', '/organizations/org_none')).toMatchObject({ status: 404, body: INEXISTENT });
  });

  test('conflicts with another one of its name', async () => {
    await using rig = await startManagement();
    await createAcme(rig);
    const globex = (await rig.call('POST', '/organizations', { name: 'globex' })).body.id;
    const taken = refusal(409, 'Conflict', 'An organization with this name already exists.', 'organization_conflict');
    expect(await rig.call('POST', '/organizations', { name: 'acme' })).toMatchObject({ status: 409, body: taken });
    expect((await rig.call('PATCH', `/organizations/${globex}`, { name: 'acme' })).body).toEqual(taken);
  });

  test('replaces its metadata as a whole, with at most 25 keys', async () => {
    await using rig = await startManagement();
    const id = await createAcme(rig, { metadata: { plan: 'b2b', domains: 'acme.com' } });
    const patch = (metadata: object) => rig.call('PATCH', `/organizations/${id}`, { metadata });
    expect((await patch({ domains: 'eu.acme.com', gone: null })).body.metadata).toEqual({ domains: 'eu.acme.com' });
    const many = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`key${index}`, '']));
    expect((await patch(many)).body).toEqual(
      badRequest("Payload validation error: 'Too many properties defined (26), maximum 25' on property metadata."),
    );
    expect((await rig.call('PATCH', `/organizations/${id}`, { display_name: 'Acme' })).body).toEqual({
      id,
      name: 'acme',
      display_name: 'Acme',
      metadata: { domains: 'eu.acme.com' },
      ...ACCESS,
    });
  });

  test('takes members, their roles there and consent with it when deleted', async () => {
    await using rig = await startManagement();
    const org_id = await createAcme(rig);
    const elsewhere = { user_id: 'u', role_id: 'rol_1' };
    rig.state.members.push({ org_id, user_id: 'u' });
    rig.state.userRoles.push({ ...elsewhere, org_id }, elsewhere);
    rig.state.consents.push({ id: 'g', user_id: 'u', client_id: 'c', audience: 'urn:a', org_id, scope: [] });
    expect((await rig.call('DELETE', `/organizations/${org_id}`)).status).toBe(204);
    const { organizations, members, userRoles, consents } = rig.state;
    expect({ organizations, members, userRoles, consents }).toEqual({
      organizations: [],
      members: [],
      userRoles: [elsewhere],
      consents: [],
    });
  });

  test('has no discovery domains and no client grants, page after page', async () => {
    await using rig = await startManagement();
    const id = await createAcme(rig);
    expect((await rig.call('GET', `/organizations/${id}/discovery-domains?take=50`)).body).toEqual({ domains: [] });
    const grants = `/organizations/${id}/client-grants?per_page=50&include_totals=true`;
    expect((await rig.call('GET', `${grants}&page=1`)).body).toMatchObject({ start: 50, total: 0, client_grants: [] });
    expect((await rig.call('GET', '/organizations/org_none/discovery-domains')).body).toEqual(INEXISTENT);
  });
});

describe('connections of an organization', () => {
  test.each(['enabled_connections', 'connections'])('are listed under /%s with the last one first', async (path) => {
    await using rig = await startManagement();
    const base = `/organizations/${await createAcme(rig)}/${path}`;
    const [first, second] = [await createDatabase(rig), (await createOkta(rig)).id];
    for (const connection_id of [first, second]) await rig.call('POST', base, { connection_id });
    expect((await rig.call('GET', base)).body).toMatchObject([{ connection_id: second }, { connection_id: first }]);
  });

  test.each([
    ['enabled_connections', 'enabled_connections', 400],
    ['connections', 'connections', 409],
  ])('are added, changed, paged and removed under /%s', async (path, key, status) => {
    await using rig = await startManagement();
    const connection_id = await createDatabase(rig);
    const base = `/organizations/${await createAcme(rig)}/${path}`;
    const added = await rig.call('POST', base, { connection_id, assign_membership_on_login: true });
    expect(added.status).toBe(201);
    expect(added.body).toEqual({
      connection_id,
      assign_membership_on_login: true,
      show_as_button: true,
      is_signup_enabled: false,
      connection: { name: 'db', strategy: 'auth0' },
      ...(path === 'connections' ? { is_enabled: true, organization_access_level: 'none' } : {}),
    });
    expect(await rig.call('POST', base, { connection_id })).toMatchObject({
      status,
      body: { statusCode: status, errorCode: 'organization_connection_conflict' },
    });
    const page = async (number: number) =>
      (await rig.call('GET', `${base}?page=${number}&per_page=50&include_totals=true`)).body;
    expect(await page(0)).toMatchObject({ total: 1, [key]: [{ connection_id }] });
    expect(await page(1)).toEqual({ start: 50, limit: 50, total: 1, [key]: [] });
    const changed = await rig.call('PATCH', `${base}/${connection_id}`, { show_as_button: false });
    expect(changed).toMatchObject({ status: 200, body: { show_as_button: false, assign_membership_on_login: true } });
    expect((await rig.call('GET', `${base}/${connection_id}`)).body).toEqual(changed.body);
    expect((await rig.call('DELETE', `${base}/${connection_id}`)).status).toBe(204);
    expect(await rig.call('GET', `${base}/${connection_id}`)).toMatchObject({
      status: 404,
      body: refusal(404, 'Not Found', 'No connection found by that id'),
    });
  });

  test('are listed by whether they are enabled', async () => {
    await using rig = await startManagement();
    const [on, off] = [await createDatabase(rig), (await createOkta(rig)).id];
    const base = `/organizations/${await createAcme(rig)}/connections`;
    await rig.call('POST', base, { connection_id: on });
    await rig.call('POST', base, { connection_id: off, is_enabled: false });
    const ids = async (query: string) =>
      (await rig.call('GET', `${base}${query}`)).body.map((row: { connection_id: string }) => row.connection_id);
    expect(await ids('')).toEqual([off, on]);
    expect(await ids('?is_enabled=true')).toEqual([on]);
    expect(await ids('?is_enabled=false')).toEqual([off]);
    const [acme] = rig.state.organizations;
    expect(acme && connectionsInUse(acme).map(({ connection_id }) => connection_id)).toEqual([on]);
  });

  test('let people sign up only where they are databases that make members of them', async () => {
    await using rig = await startManagement();
    const base = `/organizations/${await createAcme(rig)}/connections`;
    const okta = (await createOkta(rig)).id;
    const refused = {
      status: 400,
      body: badRequest(
        'Only database connections with assign_membership_on_login = true support is_signup_enabled = true.',
      ),
    };
    const added = await rig.call('POST', base, { connection_id: okta, assign_membership_on_login: true });
    expect(added).toMatchObject({ status: 201 });
    expect(added.body).not.toHaveProperty('is_signup_enabled');
    expect(await rig.call('PATCH', `${base}/${okta}`, { is_signup_enabled: true })).toMatchObject(refused);
    const database = { connection_id: await createDatabase(rig), is_signup_enabled: true };
    expect(await rig.call('POST', base, database)).toMatchObject(refused);
    expect((await rig.call('POST', base, { ...database, assign_membership_on_login: true })).status).toBe(201);
  });

  test('are at most ten', async () => {
    await using rig = await startManagement();
    const id = await createAcme(rig);
    const add = async (name: string) => {
      const connection = (await rig.call('POST', '/connections', { name, strategy: 'auth0' })).body;
      return rig.call('POST', `/organizations/${id}/enabled_connections`, { connection_id: connection.id });
    };
    for (let index = 0; index < 10; index += 1) expect((await add(`db-${index}`)).status).toBe(201);
    expect((await add('db-10')).body).toEqual(
      badRequest('((The organization has 10 connections, the most it may have.))'),
    );
  });

  test('must exist, also when the organization is made with them', async () => {
    await using rig = await startManagement();
    const id = await createAcme(rig);
    const none = badRequest('The connection con_none does not exist.', 'inexistent_connection');
    const body = { connection_id: 'con_none' };
    expect((await rig.call('POST', `/organizations/${id}/connections`, body)).body).toEqual(none);
    const globex = { name: 'globex', enabled_connections: [body] };
    expect((await rig.call('POST', '/organizations', globex)).body).toEqual(none);
    const connection_id = await createDatabase(rig);
    const made = await rig.call('POST', '/organizations', {
      name: 'initech',
      enabled_connections: [{ connection_id }],
    });
    expect(made.body.enabled_connections).toMatchObject([{ connection_id, show_as_button: true }]);
  });
});
