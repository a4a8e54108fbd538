import { expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from './management-rig.ts';

async function startWithOkta() {
  const rig = await startManagement();
  const { id } = (await rig.call('POST', '/connections', { name: 'acme-okta', strategy: 'okta' })).body;
  const scim = `/connections/${id}/scim-configuration`;
  return { rig, id, scim, tokens: `${scim}/tokens`, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

const NOW = '2026-01-02T03:04:05.000Z';

test('an enterprise connection gets a configuration with the default mapping, or with its own', async () => {
  await using tenant = await startWithOkta();
  const { rig, id, scim } = tenant;
  const { mapping } = (await rig.call('GET', `${scim}/default-mapping`)).body;
  expect(mapping).toContainEqual({ auth0: 'preferred_username', scim: 'userName' });
  const configuration = {
    tenant_name: 'tenant',
    connection_id: id,
    connection_name: 'acme-okta',
    strategy: 'okta',
    user_id_attribute: 'externalId',
    mapping,
    created_at: NOW,
    updated_on: NOW,
  };
  expect(await rig.call('POST', scim)).toMatchObject({ status: 201, body: configuration });
  expect((await rig.call('GET', scim)).body).toEqual(configuration);
  expect((await rig.call('GET', '/connections-scim-configurations')).body).toEqual({
    scim_configurations: [configuration],
  });

  rig.passMs(1000);
  const own = { user_id_attribute: 'userName', mapping: [{ auth0: 'email', scim: 'userName' }] };
  expect((await rig.call('PATCH', scim, own)).body).toEqual({
    ...configuration,
    ...own,
    updated_on: '2026-01-02T03:04:06.000Z',
  });
  expect((await rig.call('DELETE', scim)).status).toBe(204);
  expect((await rig.call('GET', scim)).status).toBe(404);
});

test('there is one configuration, none for a database, and one that is gone may go again', async () => {
  await using tenant = await startWithOkta();
  const { rig, scim } = tenant;
  await rig.call('POST', scim);
  expect(await rig.call('POST', scim)).toMatchObject({
    status: 400,
    body: badRequest('((A SCIM configuration)) already exists'),
  });
  const database = (await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' })).body.id;
  const missing = refusal(404, 'Not Found', 'Not Found');
  const ofDatabase = `/connections/${database}/scim-configuration`;
  expect(await rig.call('POST', ofDatabase)).toMatchObject({ status: 404, body: missing });
  for (const status of [204, 204]) expect((await rig.call('DELETE', scim)).status).toBe(status);
  expect((await rig.call('GET', scim)).body).toEqual(missing);
  expect((await rig.call('GET', '/connections/con_none/scim-configuration')).status).toBe(404);
});

test('a token is shown once, is not kept, and is listed without it', async () => {
  await using tenant = await startWithOkta();
  const { rig, scim, tokens } = tenant;
  await rig.call('POST', scim);
  const made = await rig.call('POST', tokens, { scopes: ['get:users'], token_lifetime: 901 });
  const { token, ...listed } = made.body;
  expect(token).toMatch(/^tok_\w{16}\.[0-9a-f]{64}$/);
  expect(made.status).toBe(201);
  expect(listed).toEqual({
    token_id: expect.stringMatching(/^tok_/),
    scopes: ['get:users'],
    created_at: NOW,
    valid_until: '2026-01-02T03:19:06.000Z',
  });
  expect(token.length).toBeGreaterThan(60);
  expect((await rig.call('GET', tokens)).body).toEqual([listed]);
  expect(JSON.stringify([rig.state.scimTokens, rig.state.logs])).not.toContain(token);
  expect((await rig.call('DELETE', `${tokens}/${listed.token_id}`)).status).toBe(204);
  expect((await rig.call('DELETE', `${tokens}/${listed.token_id}`)).status).toBe(404);
  expect((await rig.call('GET', tokens)).body).toEqual([]);
});

test('a third active token is refused; an expired one leaves room', async () => {
  await using tenant = await startWithOkta();
  const { rig, scim, tokens } = tenant;
  await rig.call('POST', scim);
  await rig.call('POST', tokens, { token_lifetime: 1000 });
  await rig.call('POST', tokens, {});
  expect(await rig.call('POST', tokens, {})).toMatchObject({
    status: 409,
    body: refusal(409, 'Conflict', '((The connection has 2 active tokens, the most it may have.))', 'scim_token_limit'),
  });
  rig.passMs(1_000_000);
  expect((await rig.call('POST', tokens, {})).status).toBe(201);
});

test('scopes and lifetimes that Auth0 does not have are refused, and tokens without a configuration', async () => {
  await using tenant = await startWithOkta();
  const { rig, scim, tokens } = tenant;
  expect((await rig.call('POST', tokens, {})).status).toBe(404);
  await rig.call('POST', scim);
  expect((await rig.call('POST', tokens, { scopes: ['get:users', 'all'] })).body.message).toBe(
    `Payload validation error: 'No enum match for: "all"' on property scopes[1].`,
  );
  expect((await rig.call('POST', tokens, { token_lifetime: 900 })).body.message).toBe(
    "Payload validation error: 'Value 900 is less than minimum 901' on property token_lifetime.",
  );
  expect(rig.state.scimTokens).toEqual([]);
});

test('tokens ask for scopes of their own', async () => {
  await using tenant = await startWithOkta();
  const { rig, tokens } = tenant;
  const headers = { authorization: 'Bearer scopes:create:scim_config' };
  expect((await rig.call('POST', tokens, {}, headers)).body.message).toBe(
    'Insufficient scope, expected any of: create:scim_token',
  );
});

test('with the connection its SCIM goes', async () => {
  await using tenant = await startWithOkta();
  const { rig, id, scim, tokens } = tenant;
  await rig.call('POST', scim);
  await rig.call('POST', tokens, {});
  await rig.call('DELETE', `/connections/${id}`);
  expect([rig.state.scimConfigurations, rig.state.scimTokens]).toEqual([[], []]);
});

test('the default mapping is that of the strategy', async () => {
  await using tenant = await startWithOkta();
  const { rig, scim } = tenant;
  const mappingOf = async (path: string): Promise<{ auth0: string; scim: string }[]> =>
    (await rig.call('GET', `${path}/default-mapping`)).body.mapping;
  const okta = await mappingOf(scim);
  expect(okta).toHaveLength(32);
  expect(okta).toContainEqual({ auth0: 'app_metadata.external_id', scim: 'externalId' });
  expect(okta).toContainEqual({ auth0: 'preferred_username', scim: 'userName' });
  const { id } = (await rig.call('POST', '/connections', { name: 'entra', strategy: 'waad' })).body;
  const waad = await mappingOf(`/connections/${id}/scim-configuration`);
  expect(waad).toHaveLength(30);
  expect(waad[0]).toEqual({ auth0: 'upn', scim: 'userName' });
  expect(waad[1]).toEqual({ auth0: 'email', scim: 'emails[type eq "work"].value' });
});
