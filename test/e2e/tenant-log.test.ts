/** What a login leaves in the tenant's log, read as a team's monitoring reads it. */
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserAgent } from '../../emulator/index.ts';
import { eventsSince, type LogEvent, logEventsOf, managementToken } from '../support/log-events.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
});
afterAll(() => tenant.emulator.close());

const accessToken = () => managementToken(tenant);
const eventsOf = (act: () => Promise<unknown>) => logEventsOf(tenant, act);
const types = (events: LogEvent[]) => events.map(({ type }) => type);

test('a login that grants: factor asked for, proven, login, exchange', async () => {
  const { okta } = tenant.emulator;
  const admin = tenant.customers.acmeAdmin;
  const events = await eventsOf(async () => {
    const { callback } = await tenant.login(admin);
    await okta.complete(callback);
  });
  expect(types(events)).toEqual(['mfar', 'gd_auth_succeed', 's', 'seacft']);
  const { user_id } = (await tenant.auth0.users.listUsersByEmail({ email: admin.username }))[0] ?? {};
  const acme = await tenant.auth0.organizations.getByName(admin.organization);
  const login = {
    client_id: tenant.oinClientId,
    client_name: 'Okta OIN',
    user_id,
    user_name: admin.username,
    strategy: 'auth0',
    strategy_type: 'database',
    organization_id: acme.id,
    organization_name: admin.organization,
    audience: 'urn:auth0:express-configure',
  };
  expect(events[2]).toMatchObject({ ...login, scope: expect.stringContaining('express_configure:sso') });
  expect(events[3]).toMatchObject({ ...login, description: 'Authorization Code for Access Token' });
});

test('a login that an Action denies tells the reason', async () => {
  const events = await eventsOf(() => tenant.login(tenant.customers.member));
  expect(types(events)).toEqual(['f']);
  expect(events[0]).toMatchObject({
    client_id: tenant.oinClientId,
    user_name: tenant.customers.member.username,
    organization_id: (await tenant.auth0.organizations.getByName('acme')).id,
    description: 'Access denied (EC_NOT_AUTHORIZED)',
    details: { error: { message: 'Access denied (EC_NOT_AUTHORIZED)', oauthError: 'access_denied' } },
  });
});

test('a wrong password, a person nobody knows and a wrong code have codes of their own', async () => {
  const admin = tenant.customers.acmeAdmin;
  const wrong = await eventsOf(async () => {
    await expect(tenant.login({ ...admin, password: 'not this one' })).rejects.toThrow(/Wrong email or password/);
    await expect(tenant.login({ ...admin, username: 'nobody@acme.test' })).rejects.toThrow(/Wrong email or password/);
    await expect(tenant.login({ ...admin, totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DP' })).rejects.toThrow(
      /code you entered/,
    );
  });
  expect(types(wrong)).toEqual(['fp', 'fu', 'mfar', 'gd_auth_failed']);
  expect(wrong[0]).toMatchObject({ user_name: admin.username, organization_name: admin.organization });
  expect(wrong[1]).not.toHaveProperty('user_id');
  const where = { client_id: tenant.oinClientId, organization_name: admin.organization };
  expect(wrong[3]).toMatchObject({ ...where, user_name: admin.username });
});

test('a code that nobody gave out, a wrong secret and a good one', async () => {
  const { issuer } = tenant.emulator;
  const exchange = (body: object) =>
    fetch(`${issuer}oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: tenant.webApp.clientId,
        client_secret: tenant.webApp.clientSecret,
        redirect_uri: tenant.webApp.callback,
        ...body,
      }),
    });
  const events = await eventsOf(async () => {
    await exchange({ grant_type: 'authorization_code', code: 'invented' });
    await exchange({ grant_type: 'client_credentials', client_secret: 'invented', audience: `${issuer}api/v2/` });
    await accessToken();
  });
  expect(events.map(({ type, description, client_name }) => [type, description, client_name])).toEqual([
    ['feacft', 'Invalid authorization code', 'SaaS'],
    ['feccft', 'Unauthorized', 'SaaS'],
    ['seccft', 'Client Credentials for Access Token', 'Deploy CLI'],
  ]);
  expect(events[2]).toMatchObject({ audience: `${issuer}api/v2/`, scope: expect.stringContaining('create:clients') });
});

test('an exchange of Okta’s that fails names the OIN client, also where its assertion is not genuine', async () => {
  const { okta, issuer } = tenant.emulator;
  const { callback } = await tenant.login(tenant.customers.acmeAdmin);
  const events = await eventsOf(async () => {
    callback.searchParams.set('code', 'invented');
    await expect(okta.complete(callback)).rejects.toThrow();
    const { privateKey } = await generateKeyPair('RS256');
    const client_assertion = await new SignJWT({ jti: 'one' })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(tenant.oinClientId)
      .setSubject(tenant.oinClientId)
      .setAudience(issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey);
    await fetch(`${issuer}oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: 'any',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion,
      }),
    });
  });
  expect(events.map(({ type, client_id, description }) => [type, client_id, description])).toEqual([
    ['feacft', tenant.oinClientId, 'Invalid authorization code'],
    ['feacft', tenant.oinClientId, 'Unauthorized'],
  ]);
});

test('silent logins and logouts', async () => {
  const agent = new UserAgent(tenant.emulator.okta.redirectUri);
  const admin = tenant.customers.acmeAdmin;
  await tenant.login(admin, { agent });
  const events = await eventsOf(async () => {
    await tenant.login(admin, { prompt: 'none' });
    await agent.visit(new URL(`/v2/logout?client_id=${tenant.webApp.clientId}`, tenant.emulator.browserOrigin));
  });
  expect(types(events)).toEqual(['fsa', 'slo']);
  expect(events[0]).toMatchObject({ client_id: tenant.oinClientId });
  expect(events[1]).toMatchObject({ user_name: admin.username });
});

test('neither passwords, codes, tokens nor keys are in the log', async () => {
  const { acmeAdmin: admin, member } = tenant.customers;
  const token = await accessToken();
  const { data } = await tenant.auth0.logs.list({ per_page: 100 });
  const text = JSON.stringify([data, await eventsSince(tenant, data.at(-1)?.log_id ?? '', token)]);
  const secrets = [
    admin.password,
    member.password,
    admin.totpSecret,
    tenant.webApp.clientSecret,
    tenant.emulator.deployClient.clientSecret,
    'BEGIN PUBLIC KEY',
    'not this one',
    'invented',
    token,
    // How every token begins.
    'eyJ',
  ];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
