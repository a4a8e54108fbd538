import { expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from '../management-rig.ts';

const MANAGEMENT_API = 'https://tenant.test/api/v2/';

test('a client is granted scopes of an API once, and they can be changed', async () => {
  await using rig = await startManagement();
  const { client_id } = (await rig.call('POST', '/clients', { name: 'CI' })).body;
  const grant = { client_id, audience: MANAGEMENT_API, scope: ['read:clients'] };
  const { status, body } = await rig.call('POST', '/client-grants', grant);
  expect(status).toBe(201);
  expect(body).toEqual({ ...grant, subject_type: 'client', id: expect.stringMatching(/^cgr_\w{16}$/) });
  expect(await rig.call('POST', '/client-grants', grant)).toMatchObject({
    status: 409,
    body: refusal(
      409,
      'Conflict',
      `A client grant for the client "${client_id}" and the audience "${MANAGEMENT_API}" already exists.`,
      'client_grant_conflict',
    ),
  });
  expect((await rig.call('PATCH', `/client-grants/${body.id}`, { scope: ['read:roles'] })).body.scope).toEqual([
    'read:roles',
  ]);
  expect((await rig.call('GET', `/client-grants/${body.id}`)).body.scope).toEqual(['read:roles']);
  expect((await rig.call('DELETE', `/client-grants/${body.id}`)).status).toBe(204);
  expect((await rig.call('GET', `/client-grants/${body.id}`)).body).toEqual(
    refusal(404, 'Not Found', 'The grant does not exist.', 'inexistent_client_grant'),
  );
});

test('a grant needs a client and an API that exist', async () => {
  await using rig = await startManagement();
  const { client_id } = (await rig.call('POST', '/clients', { name: 'CI' })).body;
  const post = async (body: object) => (await rig.call('POST', '/client-grants', body)).body;
  expect(await post({ client_id: 'nobody', audience: MANAGEMENT_API })).toEqual(
    refusal(404, 'Not Found', 'The client does not exist', 'inexistent_client'),
  );
  expect(await post({ audience: MANAGEMENT_API })).toEqual(
    badRequest('((a grant names a client_id, or default_for; what Auth0 answers is not known))'),
  );
  expect(await post({ client_id, audience: 'urn:nothing' })).toEqual(
    refusal(404, 'Not Found', 'The resource server does not exist', 'inexistent_resource_server'),
  );
});

test('grants are listed by client, by audience and in checkpoints', async () => {
  await using rig = await startManagement();
  await rig.call('POST', '/resource-servers', { identifier: 'urn:orders' });
  const { client_id } = (await rig.call('POST', '/clients', { name: 'CI' })).body;
  for (const audience of [MANAGEMENT_API, 'urn:orders']) {
    await rig.call('POST', '/client-grants', { client_id, audience, scope: [] });
  }
  const list = async (query: string) => (await rig.call('GET', `/client-grants?${query}`)).body;
  expect(await list('audience=urn:orders')).toMatchObject([{ audience: 'urn:orders' }]);
  expect(await list('client_id=other')).toEqual([]);
  const first = await list('include_totals=true&take=1');
  expect(first).toMatchObject({ client_grants: [{ audience: MANAGEMENT_API }] });
  expect(await list(`take=1&from=${first.next}`)).toEqual({
    client_grants: [expect.objectContaining({ audience: 'urn:orders' })],
  });
});

test("Okta's client comes with a system grant of the Management API, which stays, and gets no other", async () => {
  await using rig = await startManagement();
  const { client_id } = (await rig.call('POST', '/clients', { name: 'OIN', app_type: 'express_configuration' })).body;
  const [grant, ...others] = (await rig.call('GET', `/client-grants?client_id=${client_id}`)).body;
  expect(others).toEqual([]);
  expect(grant).toMatchObject({ client_id, audience: MANAGEMENT_API, is_system: true, subject_type: 'client' });
  expect([grant.scope.length, grant.scope.at(0), grant.scope.at(-1)]).toEqual([
    16,
    'read:clients',
    'delete:scim_token',
  ]);
  await rig.call('POST', '/resource-servers', { identifier: 'urn:orders' });
  expect((await rig.call('POST', '/client-grants', { client_id, audience: 'urn:orders', scope: [] })).body).toEqual(
    badRequest('Client of type express_configuration cannot be used', 'validation_error'),
  );
  expect((await rig.call('DELETE', `/client-grants/${grant.id}`)).status).toBe(400);
  expect((await rig.call('PATCH', `/client-grants/${grant.id}`, { scope: [] })).status).toBe(400);
  expect((await rig.call('GET', `/client-grants/${grant.id}`)).body).toEqual(grant);
  await rig.call('DELETE', `/clients/${client_id}`);
  expect(rig.state.clientGrants).toEqual([]);
});

test('a grant of users is another than that of the client; one of all scopes names none', async () => {
  await using rig = await startManagement();
  await rig.call('POST', '/resource-servers', { identifier: 'urn:orders', scopes: [{ value: 'read' }] });
  const { client_id } = (await rig.call('POST', '/clients', { name: 'CI' })).body;
  const grant = { client_id, audience: 'urn:orders', scope: ['read'] };
  expect((await rig.call('POST', '/client-grants', grant)).status).toBe(201);
  const { status, body } = await rig.call('POST', '/client-grants', { ...grant, subject_type: 'user' });
  expect([status, body.subject_type]).toEqual([201, 'user']);
  const all = await rig.call('PATCH', `/client-grants/${body.id}`, { allow_all_scopes: true });
  expect(all.body).not.toHaveProperty('scope');
  expect((await rig.call('GET', '/client-grants?subject_type=user')).body).toEqual([all.body]);
});

test('a default grant of third-party clients names no client', async () => {
  await using rig = await startManagement();
  await rig.call('POST', '/resource-servers', { identifier: 'urn:orders' });
  const grant = { audience: 'urn:orders', scope: [], default_for: 'third_party_clients' };
  const { status, body } = await rig.call('POST', '/client-grants', grant);
  expect(status).toBe(201);
  expect(body).toEqual({ ...grant, id: expect.stringMatching(/^cgr_/), subject_type: 'client' });
});
