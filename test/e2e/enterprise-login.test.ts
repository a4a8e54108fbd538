import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UserAgent } from '../../emulator/index.ts';
import { builtActions, startTestTenant, type TestTenant } from '../support/tenant.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';
import { redeem, walk, webLogin } from '../support/web-login.ts';

const CONNECTION = 'initech-idp';
const BILL = { sub: '00u1bill', email: 'Bill@Initech.com', email_verified: true, given_name: 'Bill', name: 'Bill L.' };

let tenant: TestTenant;
let upstream: Upstream;
let connectionId: string;
let orgId: string;

const usersNamed = async (email: string) => (await tenant.auth0.users.list({ q: `email:"${email}"` })).data;

beforeAll(async () => {
  tenant = await startTestTenant();
  const { auth0, emulator, webApp } = tenant;
  upstream = await startUpstream(`${emulator.issuer}login/callback`);
  const { id: connection = '' } = await auth0.connections.create({
    name: CONNECTION,
    strategy: 'okta',
    enabled_clients: [webApp.clientId],
    options: {
      client_id: upstream.clientId,
      client_secret: upstream.clientSecret,
      issuer: upstream.issuer,
      domain_aliases: ['initech.com'],
      attribute_map: {
        mapping_mode: 'use_map',
        attributes: {
          email: `\${context.tokenset.email}`,
          given_name: `\${context.userinfo.given_name}`,
          'app_metadata.greeting': `Hello \${context.tokenset.given_name}`,
          family_name: `\${context.tokenset.family_name}`,
        },
      },
    },
  });
  connectionId = connection;
  const { id: organization = '' } = await auth0.organizations.create({ name: 'initech', display_name: 'Initech' });
  orgId = organization;
  await auth0.organizations.enabledConnections.add(organization, {
    connection_id: connection,
    assign_membership_on_login: true,
  });
});
afterAll(async () => {
  await upstream[Symbol.asyncDispose]();
  await tenant.emulator.close();
});
beforeEach(() => {
  upstream.user = BILL;
});

describe('an email whose domain a connection holds as an alias', () => {
  test('leads to its provider, and back as a user with the attributes of the map', async () => {
    const login = await webLogin(tenant);
    const { callback, pages } = await walk(tenant, login.url, { username: 'bill@INITECH.com' });
    expect(pages).toEqual(['/u/login/identifier']);
    const claims = await redeem(login, callback);
    expect(claims.sub).toBe(`okta|${CONNECTION}|00u1bill`);
    const [user] = await usersNamed('bill@initech.com');
    expect(user).toEqual({
      user_id: `okta|${CONNECTION}|00u1bill`,
      email: 'bill@initech.com',
      email_verified: false,
      given_name: 'Bill',
      name: 'bill@initech.com',
      nickname: 'bill',
      app_metadata: { greeting: 'Hello Bill' },
      identities: [{ connection: CONNECTION, provider: 'okta', user_id: `${CONNECTION}|00u1bill`, isSocial: false }],
      created_at: expect.any(String),
      updated_at: expect.any(String),
      last_login: expect.any(String),
      logins_count: 1,
    });
  });

  test('is one user however often they log in, with what the provider says now', async () => {
    upstream.user = { ...BILL, given_name: 'William' };
    const login = await webLogin(tenant);
    await walk(tenant, login.url, { username: 'bill@initech.com' });
    expect((await usersNamed('bill@initech.com')).map(({ given_name }) => given_name)).toEqual(['William']);
  });

  test('of a user who is blocked ends in the application', async () => {
    const userId = `okta|${CONNECTION}|00u1bill`;
    await tenant.auth0.users.update(userId, { blocked: true });
    const login = await webLogin(tenant);
    const { callback } = await walk(tenant, login.url, { username: 'bill@initech.com' });
    await tenant.auth0.users.update(userId, { blocked: false });
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'unauthorized',
      error_description: 'user is blocked',
    });
  });

  test('of a subdomain or another domain stays at the tenant', async () => {
    for (const username of ['bill@eu.initech.com', 'bill@initech.org', 'initech.com', 'a@b@initech.com']) {
      const login = await webLogin(tenant);
      await expect(walk(tenant, login.url, { username })).rejects.toThrow('stopped at /u/login/password');
    }
  });

  test('does not lead to a provider that neither application nor organization has', async () => {
    const login = await webLogin(tenant, { organization: tenant.customers.acmeAdmin.organizationId });
    await expect(walk(tenant, login.url, { username: 'bill@initech.com' })).rejects.toThrow('/u/login/password');
  });
});

test('in an organization with membership on authentication the user becomes a member, and the Actions know the connection', async () => {
  const code = `exports.onExecutePostLogin = async (event, api) => {
    api.idToken.setCustomClaim('seen', { connection: event.connection.name, strategy: event.connection.strategy, method: event.authentication.methods[0].name });
  };`;
  await tenant.bindActions([{ name: 'seen', code }]);
  const login = await webLogin(tenant, { organization: orgId });
  const { callback } = await walk(tenant, login.url, { username: 'bill@initech.com' });
  await tenant.bindActions(await builtActions());
  const claims = await redeem(login, callback);
  expect(claims).toMatchObject({
    org_id: orgId,
    seen: { connection: CONNECTION, strategy: 'okta', method: 'federated' },
  });
  const { data } = await tenant.auth0.organizations.members.list(orgId);
  expect(data.map(({ user_id }) => user_id)).toEqual([`okta|${CONNECTION}|00u1bill`]);
});

test('without membership on authentication they are refused', async () => {
  const { id = '' } = await tenant.auth0.organizations.create({ name: 'initech-labs' });
  await tenant.auth0.organizations.enabledConnections.add(id, { connection_id: connectionId });
  const login = await webLogin(tenant, { organization: id });
  const { callback } = await walk(tenant, login.url, { username: 'bill@initech.com' });
  expect(callback.searchParams.get('error_description')).toBe(
    `user okta|${CONNECTION}|00u1bill is not part of the ${id} organization`,
  );
});

describe('/authorize?connection=', () => {
  test('leads to the provider without a page', async () => {
    const login = await webLogin(tenant, { organization: orgId, connection: CONNECTION });
    const { callback, pages } = await walk(tenant, login.url, {});
    expect(pages).toEqual([]);
    expect((await redeem(login, callback)).org_id).toBe(orgId);
  });

  test('of a connection the application does not have is refused', async () => {
    await tenant.auth0.connections.clients.update(connectionId, [{ client_id: tenant.webApp.clientId, status: false }]);
    const login = await webLogin(tenant, { connection: CONNECTION });
    const { callback } = await walk(tenant, login.url, {});
    await tenant.auth0.connections.clients.update(connectionId, [{ client_id: tenant.webApp.clientId, status: true }]);
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'invalid_request',
      error_description: 'no connections enabled for the client',
    });
  });
});

test('what the provider refuses reaches the application in its words', async () => {
  upstream.user = undefined;
  const login = await webLogin(tenant);
  const { callback } = await walk(tenant, login.url, { username: 'bill@initech.com' });
  expect(Object.fromEntries(callback.searchParams)).toMatchObject({
    error: 'access_denied',
    error_description: 'User is not assigned to the client application.',
  });
});

test('a callback is good for the login it was sent for, once, and in that browser', async () => {
  const login = await webLogin(tenant);
  const agent = new UserAgent(`${tenant.emulator.issuer}login/callback`);
  const { callback: back } = await walk(tenant, login.url, { username: 'bill@initech.com' }, agent);
  const path = back.pathname + back.search;

  const forged = new URL(path, tenant.emulator.browserOrigin);
  forged.searchParams.set('state', `${back.searchParams.get('state')?.split('.')[0]}.00000000`);
  expect((await fetch(forged, { redirect: 'manual' })).status).toBe(400);

  const stranger = new UserAgent(tenant.webApp.callback);
  const elsewhere = await stranger.visit(new URL(path, tenant.emulator.browserOrigin));
  expect(elsewhere).toMatchObject({ status: 400, html: expect.stringContaining('authorization request has expired') });
  expect((await fetch(new URL(path, tenant.emulator.browserOrigin), { redirect: 'manual' })).status).toBe(400);
});

test('two connections with one alias stop the login rather than guess', async () => {
  const twin = await tenant.auth0.connections.create({
    name: 'initech-twin',
    strategy: 'okta',
    enabled_clients: [tenant.webApp.clientId],
    options: { client_id: 'x', domain: 'twin.okta.com', domain_aliases: ['INITECH.com'] },
  });
  const login = await webLogin(tenant);
  await expect(walk(tenant, login.url, { username: 'bill@initech.com' })).rejects.toThrow(
    'stopped at /u/login/identifier (HTTP 400): ((initech-idp and initech-twin both claim this email domain))',
  );
  await tenant.auth0.connections.delete(twin.id ?? '');
});

test('nothing is sent to a provider that is not on this machine', async () => {
  const far = await tenant.auth0.connections.create({
    name: 'far',
    strategy: 'okta',
    enabled_clients: [tenant.webApp.clientId],
    options: { client_id: 'x', domain: 'far.okta.com', domain_aliases: ['far.com'] },
  });
  const login = await webLogin(tenant);
  const { callback } = await walk(tenant, login.url, { username: 'a@far.com' });
  expect(callback.searchParams.get('error_description')).toBe(
    '((far.okta.com is not on this machine: nothing was sent there))',
  );
  await tenant.auth0.connections.delete(far.id ?? '');
});
