/** What a browser's session is good for: silent logins, remembered consent, userinfo, and its end. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

const THINGS = 'https://things.example';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
  await tenant.bindActions([]);
  await tenant.auth0.resourceServers.create({ name: 'Things', identifier: THINGS, scopes: [{ value: 'read' }] });
  await tenant.auth0.clients.update(tenant.webApp.clientId, {
    is_first_party: false,
    allowed_logout_urls: ['https://saas.example/bye'],
  });
  const members = [(await tenant.auth0.users.listUsersByEmail({ email: 'ada@acme.com' }))[0]?.user_id ?? ''];
  await tenant.auth0.organizations.members.create(await organizationId('globex'), { members });
});
afterAll(() => tenant.emulator.close());

let agent: UserAgent;
beforeEach(() => {
  agent = new UserAgent(tenant.webApp.callback);
});

const organizationId = async (name: string): Promise<string> =>
  (await tenant.auth0.organizations.getByName(name)).id ?? '';

function appUrl(parameters: Record<string, string>): URL {
  const { clientId, callback } = tenant.webApp;
  const url = new URL('/authorize', tenant.emulator.browserOrigin);
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid email',
    ...parameters,
  }).toString();
  return url;
}

const login = (parameters: Record<string, string> = {}) =>
  signIn(agent, appUrl(parameters), tenant.customers.acmeAdmin);

async function silently(parameters: Record<string, string> = {}): Promise<string | null> {
  const at = await agent.visit(appUrl({ prompt: 'none', ...parameters }));
  if (!('callback' in at)) throw new Error(`a page was shown: ${at.url.pathname}`);
  return at.callback.searchParams.get('error') ?? (at.callback.searchParams.has('code') ? 'code' : null);
}

test('a silent login needs a session and consent, and shows no page', async () => {
  expect(await silently()).toBe('login_required');
  await login();
  expect(await silently()).toBe('code');
  expect(await silently({ audience: THINGS, scope: 'openid read' })).toBe('consent_required');
});

test('consent is remembered for the user, the application, its scopes and the organization', async () => {
  const acme = await organizationId('acme');
  const asked = async (parameters: Record<string, string>): Promise<string[] | undefined> =>
    (await login({ audience: THINGS, ...parameters })).consentTexts;
  expect(await asked({ scope: 'openid', organization: acme })).toEqual([]);
  expect(await asked({ scope: 'openid read', organization: acme })).toEqual(['read']);
  expect(await asked({ scope: 'openid read', organization: acme })).toBeUndefined();
  expect(await asked({ scope: 'openid read', organization: await organizationId('globex') })).toEqual(['read']);
  expect(await asked({ scope: 'openid read' })).toEqual(['read']);
});

test('/userinfo answers to an access token for it, and to no other', async () => {
  const { clientId, clientSecret, callback } = tenant.webApp;
  const tokenFor = async (parameters: Record<string, string>): Promise<string> => {
    const { searchParams } = (await login(parameters)).callback;
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: callback,
      code: searchParams.get('code') ?? '',
    });
    const response = await fetch(`${tenant.emulator.issuer}oauth/token`, { method: 'POST', body });
    const { access_token }: { access_token: string } = JSON.parse(await response.text());
    return access_token;
  };
  const userinfo = (token: string): Promise<Response> =>
    fetch(`${tenant.emulator.issuer}userinfo`, { headers: { authorization: `Bearer ${token}` } });

  const answer = await userinfo(await tokenFor({ audience: THINGS, scope: 'openid email read' }));
  expect(await answer.json()).toEqual({
    sub: expect.stringMatching(/^auth0\|/),
    email: 'ada@acme.com',
    email_verified: true,
  });
  expect((await userinfo(await tokenFor({ audience: THINGS, scope: 'read' }))).status).toBe(401);
});

describe('/v2/logout', () => {
  const leave = (parameters: Record<string, string>) =>
    agent.visit(new URL(`/v2/logout?${new URLSearchParams(parameters)}`, tenant.emulator.browserOrigin));

  test('ends the session', async () => {
    await login();
    expect(await silently()).toBe('code');
    expect(await leave({})).toMatchObject({ status: 200, html: expect.stringContaining('You are logged out') });
    expect(await silently()).toBe('login_required');
  });

  test('goes where the application allows, and nowhere else', async () => {
    agent = new UserAgent('https://saas.example/');
    const client_id = tenant.webApp.clientId;
    expect(await leave({ client_id, returnTo: 'https://saas.example/bye' })).toEqual({
      callback: new URL('https://saas.example/bye'),
    });
    expect(await leave({ client_id, returnTo: 'https://evil.example/' })).toMatchObject({ status: 400 });
    expect(await leave({ returnTo: 'https://saas.example/bye' })).toMatchObject({ status: 400 });
  });
});
