/** The vendor's own SDK: what it sends is accepted, what it gets it can read and page through. */
import { ManagementClient, ManagementError } from 'auth0';
import { expect, test } from 'vitest';
import { rsaPublicPem } from './keys.ts';
import { EXPRESS_CONFIGURE, type ManagementRig, startManagement } from './management-rig.ts';

/** The SDK speaks https to its domain only; its `fetch` option leads that to the rig. */
function sdkFor(rig: ManagementRig): ManagementClient {
  return new ManagementClient({
    domain: 'tenant.test',
    token: 'all',
    maxRetries: 0,
    fetch: (input, init) => fetch(String(input).replace('https://tenant.test', rig.origin), init),
  });
}

test('sets up Express Configuration for a customer', async () => {
  await using rig = await startManagement();
  const auth0 = sdkFor(rig);
  await auth0.resourceServers.create({ name: 'Okta OIN Express Configuration API', identifier: EXPRESS_CONFIGURE });
  const oin = await auth0.clients.create({
    name: 'Okta OIN',
    app_type: 'express_configuration',
    organization_require_behavior: 'post_login_prompt',
    client_authentication_methods: { private_key_jwt: { credentials: [] } },
  });
  const oinId = oin.client_id ?? '';
  const key = await auth0.clients.credentials.create(oinId, {
    credential_type: 'public_key',
    name: 'okta',
    pem: rsaPublicPem(2048),
  });
  await auth0.clients.update(oinId, {
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: key.id ?? '' }] } },
  });
  const role = await auth0.roles.create({ name: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
  await auth0.roles.permissions.add(role.id ?? '', {
    permissions: [{ permission_name: 'express_configure:sso', resource_server_identifier: EXPRESS_CONFIGURE }],
  });
  const database = await auth0.connections.create({ name: 'db', strategy: 'auth0' });
  const acme = await auth0.organizations.create({ name: 'acme', metadata: { domains: 'acme.com, eu.acme.com' } });
  const ada = await auth0.users.create({ connection: 'db', email: 'ada@acme.test', password: 'correct horse' });
  const [orgId, userId] = [acme.id ?? '', ada.user_id ?? ''];
  await auth0.organizations.enabledConnections.add(orgId, { connection_id: database.id ?? '' });
  await auth0.organizations.members.create(orgId, { members: [userId] });
  await auth0.organizations.members.roles.assign(orgId, userId, { roles: [role.id ?? ''] });
  await auth0.users.authenticationMethods.create(userId, { type: 'totp', totp_secret: 'JBSWY3DPEHPK3PXP' });
  await auth0.users.update(userId, { app_metadata: { express_configure: [{ org_id: orgId, scopes: ['sso'] }] } });

  expect(rig.state.userRoles).toEqual([{ user_id: userId, org_id: orgId, role_id: role.id }]);
  expect((await auth0.clients.get(oinId)).client_authentication_methods).toEqual({
    private_key_jwt: { credentials: [{ id: key.id }] },
  });
  expect((await auth0.organizations.getByName('acme')).metadata).toEqual({ domains: 'acme.com, eu.acme.com' });
  expect(rig.requests().filter(({ status }) => status === null || status >= 400)).toEqual([]);
});

test('pages through lists of both kinds to their end', async () => {
  await using rig = await startManagement();
  const auth0 = sdkFor(rig);
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) {
    await auth0.organizations.create({ name });
    await auth0.connections.create({ name, strategy: 'auth0' });
  }
  const seen = { organizations: [] as string[], connections: [] as string[], ofOrganization: [] as string[] };
  for await (const { name } of await auth0.organizations.list({ take: 2 })) seen.organizations.push(name ?? '');
  for await (const { name } of await auth0.connections.list({ take: 2 })) seen.connections.push(name ?? '');
  const [organization] = rig.state.organizations;
  for (const { id } of rig.state.connections) {
    await auth0.organizations.enabledConnections.add(organization?.id ?? '', { connection_id: id });
  }
  for await (const row of await auth0.organizations.enabledConnections.list(organization?.id ?? '', { per_page: 2 })) {
    seen.ofOrganization.push(row.connection?.name ?? '');
  }
  expect(seen).toEqual({ organizations: names, connections: names, ofOrganization: names.toReversed() });
});

test('deploys and binds an Action', async () => {
  await using rig = await startManagement();
  const auth0 = sdkFor(rig);
  const { id = '' } = await auth0.actions.create({
    name: 'grant',
    code: 'exports.onExecutePostLogin = async () => {};',
    runtime: 'node22',
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
  });
  await expect(auth0.actions.deploy(id)).rejects.toThrow(/must be in the 'built' state/);
  rig.passMs(100);
  expect(await auth0.actions.deploy(id)).toMatchObject({ number: 1, deployed: false });
  await auth0.actions.triggers.bindings.updateMany('post-login', {
    bindings: [{ ref: { type: 'action_name', value: 'grant' }, display_name: 'grant' }],
  });
  const bound: string[] = [];
  for await (const binding of await auth0.actions.triggers.bindings.list('post-login')) {
    bound.push(binding.action?.name ?? '');
  }
  expect(bound).toEqual(['grant']);
});

test('reads a refusal with its status and code', async () => {
  await using rig = await startManagement();
  const refusal = await sdkFor(rig)
    .clients.get('nope')
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ManagementError);
  expect(refusal).toMatchObject({ statusCode: 404, body: { errorCode: 'inexistent_client' } });
});
