import { expect, test } from 'vitest';
import { writeLog } from '../../../../emulator/tenant-log.ts';
import { badRequest, type ManagementRig, refusal, startManagement } from '../management-rig.ts';

const caller = { ip: '127.0.0.1', get: () => 'a browser' };

/** Events a second apart, of the given types. */
function write(rig: ManagementRig, ...types: string[]): void {
  for (const type of types) {
    writeLog(rig.state, caller, { type, clientId: type === 's' ? 'oin' : 'other', details: { stage: type } });
    rig.passMs(1000);
  }
}

const types = (rows: { type: string }[]) => rows.map(({ type }) => type);

test.each([
  ['auth0', 'database'],
  ['email', 'passwordless'],
  ['okta', 'enterprise'],
  ['waad', 'enterprise'],
  ['google-oauth2', 'social'],
])('an event of a connection of strategy %s is of type %s', async (strategy, strategyType) => {
  await using rig = await startManagement();
  expect((await rig.call('POST', '/connections', { name: 'people', strategy })).status).toBe(201);
  rig.state.logs = [];
  writeLog(rig.state, caller, { type: 's', connection: rig.state.connections.at(-1) });
  expect((await rig.call('GET', '/logs')).body).toMatchObject([{ strategy, strategy_type: strategyType }]);
});

test('an event has what Auth0 says of it, and is found by its id', async () => {
  await using rig = await startManagement();
  await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' });
  const user = { connection: 'db', email: 'ada@acme.test', password: 'correct horse' };
  const userId = (await rig.call('POST', '/users', user)).body.user_id;
  const { id, client_id } = {
    ...(await rig.call('POST', '/organizations', { name: 'acme' })).body,
    client_id: (await rig.call('POST', '/clients', { name: 'SaaS' })).body.client_id,
  };
  rig.state.logs = [];
  writeLog(rig.state, caller, {
    type: 's',
    clientId: client_id,
    userId,
    organization: rig.state.organizations[0],
    audience: 'urn:api',
    scope: 'openid',
    description: 'x'.repeat(2000),
  });
  const [event] = (await rig.call('GET', '/logs')).body;
  expect(event).toEqual({
    log_id: '90020260102030405000000000000001',
    date: '2026-01-02T03:04:05.000Z',
    type: 's',
    description: 'x'.repeat(1000),
    tenant_name: 'tenant',
    hostname: 'tenant.test',
    ip: '127.0.0.1',
    user_agent: 'a browser',
    client_id,
    client_name: 'SaaS',
    user_id: userId,
    user_name: 'ada@acme.test',
    connection: 'db',
    connection_id: rig.state.connections[0]?.id,
    strategy: 'auth0',
    strategy_type: 'database',
    organization_id: id,
    organization_name: 'acme',
    audience: 'urn:api',
    scope: 'openid',
  });
  expect((await rig.call('GET', `/logs/${event.log_id}`)).body).toEqual(event);
  expect((await rig.call('GET', '/logs/nope')).status).toBe(404);
  expect((await rig.call('GET', `/users/${encodeURIComponent(userId)}/logs`)).body).toEqual([event]);
  expect((await rig.call('GET', '/users/nobody/logs')).body).toEqual([]);
});

test('a search is newest first, paged and counted', async () => {
  await using rig = await startManagement();
  write(rig, 'a', 'b', 'c');
  expect(types((await rig.call('GET', '/logs')).body)).toEqual(['c', 'b', 'a']);
  const page = (await rig.call('GET', '/logs?page=1&per_page=2&include_totals=true')).body;
  expect({ ...page, logs: types(page.logs) }).toEqual({ start: 2, limit: 2, length: 1, total: 3, logs: ['a'] });
  expect(types((await rig.call('GET', '/logs?sort=date:1')).body)).toEqual(['a', 'b', 'c']);
  expect((await rig.call('GET', '/logs?per_page=1&fields=type,client_id')).body).toEqual([
    { type: 'c', client_id: 'other' },
  ]);
  expect((await rig.call('GET', '/logs?per_page=101')).status).toBe(400);
});

test('q finds exact values, case counting, joined by AND, and says what it does not know', async () => {
  await using rig = await startManagement();
  write(rig, 's', 'f');
  const found = async (q: string) => types((await rig.call('GET', `/logs?q=${encodeURIComponent(q)}`)).body);
  expect(await found('client_id:"oin"')).toEqual(['s']);
  expect(await found('client_id:"OIN"')).toEqual([]);
  expect(await found('type:f AND client_id:other')).toEqual(['f']);
  expect(await found('details.stage:s')).toEqual(['s']);
  expect((await rig.call('GET', `/logs?q=${encodeURIComponent('type:s OR type:f')}`)).body).toEqual(
    badRequest(
      'The query "type:s OR type:f" is not supported ((the local tenant knows path:"value" terms joined by AND))',
      'invalid_query_string',
    ),
  );
});

test('search begins with a name or, in quotes, is all of it, whatever the case', async () => {
  await using rig = await startManagement();
  rig.state.clients.push({ client_id: 'oin', name: 'Okta OIN', is_first_party: true });
  write(rig, 's', 'f');
  const found = async (search: string) =>
    types((await rig.call('GET', `/logs?search=${encodeURIComponent(search)}`)).body);
  expect(await found('okta')).toEqual(['s']);
  expect(await found('oin')).toEqual([]);
  expect(await found('application:okta')).toEqual(['s']);
  expect(await found('application:"okta"')).toEqual([]);
  expect(await found('application:"OKTA oin" user:ada')).toEqual([]);
  expect((await rig.call('GET', '/logs?search=ip:127')).body).toEqual(
    badRequest(
      'The search "ip:127" is not supported ((the local tenant knows application, connection, user))',
      'invalid_query_string',
    ),
  );
});

test('a checkpoint reads on from an event, oldest first, without search', async () => {
  await using rig = await startManagement();
  write(rig, 'a', 'b', 'c', 'd');
  const [first] = rig.state.logs;
  expect(types((await rig.call('GET', `/logs?from=${first?.log_id}&take=2&q=type:a`)).body)).toEqual(['b', 'c']);
  const last = rig.state.logs.at(-1)?.log_id;
  expect((await rig.call('GET', `/logs?from=${last}`)).body).toEqual([]);
  rig.state.logs.shift();
  expect(types((await rig.call('GET', `/logs?from=${first?.log_id}`)).body)).toEqual(['b', 'c', 'd']);
  expect((await rig.call('GET', `/logs?from=${last}&take=101`)).status).toBe(400);
  expect((await rig.call('GET', '/logs?from=soon')).body).toEqual(
    badRequest('((The from parameter is no log_id.))', 'invalid_query_string'),
  );
});

test('the oldest events go when there are too many, and a search finds a thousand', async () => {
  await using rig = await startManagement();
  for (let index = 0; index < 5001; index += 1) writeLog(rig.state, caller, { type: 's' });
  expect([rig.state.logs.length, rig.state.logs[0]?.log_id.slice(-4)]).toEqual([5000, '0002']);
  expect((await rig.call('GET', '/logs?include_totals=true&per_page=1')).body.total).toBe(1000);
});

test('a write to the Management API is noted, done or refused, with whose it was and without what was sent', async () => {
  await using rig = await startManagement();
  await rig.call('POST', '/roles', { name: 'Canary' });
  await rig.call('POST', '/roles', { name: 'Canary' });
  await rig.call('GET', '/roles');
  await rig.call('POST', '/log-streams', {});
  await rig.call('POST', '/roles', {}, { authorization: 'Bearer forged' });
  const request = { method: 'POST', path: '/api/v2/roles', channel: 'api' };
  expect(
    rig.state.logs.map(({ type, description, client_id, details }) => ({ type, description, client_id, details })),
  ).toEqual([
    {
      type: 'sapi',
      description: 'Create a role',
      client_id: 'deploy',
      details: { request, response: { statusCode: 200 } },
    },
    {
      type: 'fapi',
      description: 'Create a role',
      client_id: 'deploy',
      details: { request, response: { statusCode: 409, body: { error: 'Conflict', errorCode: 'role_conflict' } } },
    },
  ]);
  expect(JSON.stringify(rig.state.logs)).not.toContain('Canary');
  expect((await rig.call('GET', '/logs', undefined, { authorization: 'Bearer scopes:read:roles' })).body).toEqual(
    refusal(403, 'Forbidden', 'Insufficient scope, expected any of: read:logs,read:logs_users', 'insufficient_scope'),
  );
});
