import { describe, expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from '../management-rig.ts';

const DATABASE = { name: 'Username-Password-Authentication', strategy: 'auth0', options: { passwordPolicy: 'good' } };

/** Beside the options, of every connection. */
const SHOWN = { authentication: { active: true }, connected_accounts: { active: false } };

/** Options of a database that names none (recorded, 2026-08). */
const KEPT = {
  authentication_methods: {
    password: { enabled: true, api_behavior: 'required', signup_behavior: 'allow' },
    passkey: { enabled: false },
  },
  passkey_options: { challenge_ui: 'both', progressive_enrollment_enabled: true, local_enrollment_enabled: true },
};
const OF_DATABASES = {
  ...KEPT,
  mfa: { active: true, return_enroll_settings: true },
  strategy_version: 2,
  brute_force_protection: true,
  password_options: expect.objectContaining({ complexity: expect.objectContaining({ min_length: 15 }) }),
};

describe('a connection', () => {
  test('is made for no client, and conflicts with another one of its name', async () => {
    await using rig = await startManagement();
    const { status, body } = await rig.call('POST', '/connections', DATABASE);
    expect(status).toBe(201);
    expect(body).toEqual({
      ...DATABASE,
      ...SHOWN,
      options: { ...OF_DATABASES, passwordPolicy: 'good' },
      id: expect.stringMatching(/^con_\w{16}$/),
      realms: [DATABASE.name],
      is_domain_connection: false,
      enabled_clients: [],
    });
    expect(await rig.call('POST', '/connections', DATABASE)).toMatchObject({
      status: 409,
      body: refusal(409, 'Conflict', 'A connection with the same name already exists', 'connection_conflict'),
    });
  });

  test('replaces its options as a whole and merges its metadata', async () => {
    await using rig = await startManagement();
    const { id } = (await rig.call('POST', '/connections', { ...DATABASE, metadata: { owner: 'a', tier: '1' } })).body;
    const changed = await rig.call('PATCH', `/connections/${id}`, {
      options: { brute_force_protection: true },
      metadata: { tier: null, region: 'eu' },
    });
    expect(changed).toMatchObject({ status: 200, body: { metadata: { owner: 'a', region: 'eu' } } });
    expect(changed.body.options).toEqual({ ...KEPT, brute_force_protection: true });
  });

  test('is listed for each client that it is enabled for, by strategy', async () => {
    await using rig = await startManagement();
    const { client_id } = (await rig.call('POST', '/clients', { name: 'SaaS' })).body;
    const okta = { name: 'okta', strategy: 'okta', options: { client_id: 'x' }, enabled_clients: [client_id] };
    for (const body of [DATABASE, { ...DATABASE, name: 'users', enabled_clients: [client_id] }, okta]) {
      await rig.call('POST', '/connections', body);
    }
    const names = async (query = ''): Promise<string[]> =>
      (await rig.call('GET', `/clients/${client_id}/connections${query}`)).body.connections.map(
        ({ name }: { name: string }) => name,
      );
    expect(await names()).toEqual(['users', 'okta']);
    expect(await names('?strategy=okta')).toEqual(['okta']);
    expect((await rig.call('GET', '/clients/nobody/connections')).status).toBe(404);
  });

  test('takes its clients as a list too, where null empties it', async () => {
    await using rig = await startManagement();
    const { client_id } = (await rig.call('POST', '/clients', { name: 'SaaS' })).body;
    const { id } = (await rig.call('POST', '/connections', { ...DATABASE, enabled_clients: [client_id] })).body;
    const patch = async (change: object) =>
      (await rig.call('PATCH', `/connections/${id}`, change)).body.enabled_clients;
    expect(await patch({ display_name: 'Users' })).toEqual([client_id]);
    expect(await patch({ enabled_clients: null })).toEqual([]);
    expect(await patch({ enabled_clients: [client_id] })).toEqual([client_id]);
  });

  test('cannot be renamed', async () => {
    await using rig = await startManagement();
    const { id } = (await rig.call('POST', '/connections', DATABASE)).body;
    expect((await rig.call('PATCH', `/connections/${id}`, { name: 'other' })).body).toEqual(
      badRequest("Payload validation error: 'Additional properties not allowed: name'."),
    );
  });

  test('takes its users and its place in organizations with it when deleted', async () => {
    await using rig = await startManagement();
    const { id } = (await rig.call('POST', '/connections', DATABASE)).body;
    await rig.call('POST', '/connections', { name: 'other', strategy: 'auth0' });
    for (const connection of [DATABASE.name, 'other']) {
      await rig.call('POST', '/users', { connection, email: 'ada@acme.test', password: 'correct horse' });
    }
    await rig.call('POST', '/organizations', { name: 'acme', enabled_connections: [{ connection_id: id }] });
    expect(await rig.call('DELETE', `/connections/${id}`)).toMatchObject({
      status: 202,
      body: { deleted_at: '2026-01-02T03:04:05.000Z' },
    });
    expect(rig.state.users).toMatchObject([{ identities: [{ connection: 'other' }] }]);
    expect(rig.state.organizations[0]?.enabled_connections).toEqual([]);
    const missing = refusal(404, 'Not Found', 'The connection does not exist', 'inexistent_connection');
    expect(await rig.call('GET', `/connections/${id}`)).toMatchObject({ status: 404, body: missing });
    expect(await rig.call('DELETE', `/connections/${id}`)).toMatchObject({ status: 204, body: undefined });
  });

  test('is listed by name and by strategies', async () => {
    await using rig = await startManagement();
    await rig.call('POST', '/connections', DATABASE);
    await rig.call('POST', '/connections', { name: 'email', strategy: 'email', options: { email: {} } });
    const list = async (query: string) => (await rig.call('GET', `/connections?${query}`)).body;
    expect(await list('include_totals=true&take=1&name=email&include_fields=true')).toMatchObject({
      connections: [{ strategy: 'email', enabled_clients: [] }],
    });
    expect(await list('strategy=auth0')).toMatchObject([{ strategy: 'auth0' }]);
    expect(await list('strategy=auth0&strategy=email')).toHaveLength(2);
    const first = await list('include_totals=true&take=1');
    expect(await list(`include_totals=true&take=1&from=${first.next}`)).toEqual({
      connections: [expect.objectContaining({ name: 'email' })],
    });
  });
});

describe('the clients of a connection', () => {
  test('are switched on and off one by one, and the others stay', async () => {
    await using rig = await startManagement();
    const { id } = (await rig.call('POST', '/connections', DATABASE)).body;
    await rig.call('PATCH', '/tenants/settings', { flags: { enable_client_connections: false } });
    const clients: string[] = [];
    for (const name of ['a', 'b', 'c']) clients.push((await rig.call('POST', '/clients', { name })).body.client_id);
    const [a = '', b = '', c = ''] = clients;
    const path = `/connections/${id}/clients`;
    const on = await rig.call(
      'PATCH',
      path,
      clients.map((client_id) => ({ client_id, status: true })),
    );
    expect(on).toMatchObject({ status: 204, body: undefined });
    await rig.call('PATCH', path, [{ client_id: b, status: false }]);
    expect((await rig.call('GET', `${path}?take=100`)).body).toEqual({ clients: [{ client_id: a }, { client_id: c }] });
    const first = (await rig.call('GET', `${path}?take=1`)).body;
    expect((await rig.call('GET', `${path}?take=1&from=${first.next}`)).body).toEqual({ clients: [{ client_id: c }] });
  });

  test('must exist, and come in lists of at most 50', async () => {
    await using rig = await startManagement();
    const { id } = (await rig.call('POST', '/connections', DATABASE)).body;
    const path = `/connections/${id}/clients`;
    const unknown = badRequest('One or more clients do not exist: nobody', 'inexistent_client');
    const entry = { client_id: 'nobody', status: true };
    expect(await rig.call('PATCH', path, [entry])).toMatchObject({ status: 400, body: unknown });
    expect((await rig.call('PATCH', `/connections/${id}`, { enabled_clients: ['nobody'] })).body).toEqual(unknown);
    expect(
      (
        await rig.call(
          'PATCH',
          path,
          Array.from({ length: 51 }, () => entry),
        )
      ).body,
    ).toEqual(badRequest("Payload validation error: 'Array is too long (51), maximum 50'."));
    expect(rig.state.connections[0]?.enabled_clients).toEqual([]);
  });
});

describe('the domain aliases of an enterprise connection', () => {
  const okta = (domain_aliases: string[]) => ({ name: 'acme', strategy: 'okta', options: { domain_aliases } });
  const noDomain = badRequest(
    "Payload validation error: 'Data does not match any schemas from 'oneOf'' on property options.domain_aliases[1].",
  );

  test('look like domains, when it is made and when it is changed', async () => {
    await using rig = await startManagement();
    for (const alias of ['*.acme.com', 'acme_com', 'acme.com.', 'bücher.example', '']) {
      expect((await rig.call('POST', '/connections', okta(['acme.com', alias]))).body).toEqual(noDomain);
    }
    const { status, body } = await rig.call('POST', '/connections', okta(['acme.com', 'xn--bcher-kva.example']));
    expect(status).toBe(201);
    const change = { options: { domain_aliases: ['acme.com', '-acme.com'] } };
    expect((await rig.call('PATCH', `/connections/${body.id}`, change)).body).toEqual(noDomain);
    expect((await rig.call('GET', `/connections/${body.id}`)).body).toEqual(body);
  });

  test('are at most 1000', async () => {
    await using rig = await startManagement();
    const aliases = Array.from({ length: 1001 }, (_, index) => `d${index}.example`);
    expect((await rig.call('POST', '/connections', okta(aliases))).body).toEqual(
      badRequest(
        "Payload validation error: 'Array is too long (1001), maximum 1000' on property options.domain_aliases.",
      ),
    );
    expect((await rig.call('POST', '/connections', okta(aliases.slice(1)))).status).toBe(201);
  });
});
