/** Where the tenant leads: callbacks and logout addresses one by one, and what one login does to others. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserAgent } from '../../emulator/index.ts';
import { builtActions, DATABASE, startTestTenant, type TestTenant } from '../support/tenant.ts';
import { walk, webLogin } from '../support/web-login.ts';

let tenant: TestTenant;
let origin: string;
beforeAll(async () => {
  tenant = await startTestTenant();
  origin = tenant.emulator.browserOrigin;
});
afterAll(() => tenant.emulator.close());

describe('callbacks', () => {
  const STORED = ['com.acme.app://acme.example/callback', 'https://saas.example/#/callback', 'not an address', ''];

  test('are matched one by one: a scheme of its own or a fragment breaks no other', async () => {
    const { auth0, webApp, customers } = tenant;
    await auth0.clients.update(webApp.clientId, { callbacks: [...STORED.slice(0, 2), webApp.callback] });
    const { username, password } = customers.globexAdmin;
    const login = await webLogin(tenant);
    const usual = await walk(tenant, login.url, { username, password });
    expect(usual.callback.href).toContain(`${webApp.callback}?code=`);

    const native = await webLogin(tenant, { redirect_uri: STORED[0] ?? '' });
    const led = await walk(tenant, native.url, { username, password }, new UserAgent('com.acme.app://'));
    expect(led.callback.href).toMatch(/^com\.acme\.app:\/\/acme\.example\/callback\?code=/);

    for (const redirect_uri of ['com.acme.app://acme.example/other', 'https://saas.example/', 'javascript:alert(1)']) {
      const { url } = await webLogin(tenant, { redirect_uri });
      const answer = await fetch(url, { redirect: 'manual' });
      expect([redirect_uri, answer.status]).toEqual([redirect_uri, 400]);
    }
  });

  test('that a browser would run are led to by no answer', async () => {
    const { auth0, webApp } = tenant;
    const snapshot = tenant.emulator.takeSnapshot();
    const changed = JSON.parse(
      JSON.stringify(snapshot).replaceAll('com.acme.app://acme.example/callback', 'javascript:alert(1)//'),
    );
    tenant.emulator.loadSnapshot(changed);
    for (const response_mode of ['query', 'form_post']) {
      const { url } = await webLogin(tenant, { redirect_uri: 'javascript:alert(1)//', response_mode });
      expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
    }
    await auth0.clients.update(webApp.clientId, { callbacks: [webApp.callback] });
  });
});

describe('/oidc/logout', () => {
  const leave = (query: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${origin}/oidc/logout?${new URLSearchParams(query)}`, { redirect: 'manual', headers });

  test('without a session leads to the allowed address at once, with the state', async () => {
    const { auth0, webApp } = tenant;
    const back = 'https://saas.example/bye?x=1';
    await auth0.clients.update(webApp.clientId, {
      allowed_logout_urls: [back, 'https://saas.example/#bye'],
    });
    const asked = { client_id: webApp.clientId, post_logout_redirect_uri: back };
    const answer = await leave({ ...asked, state: 'a b' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${back}&state=a+b`]);
    expect((await leave({ ...asked, post_logout_redirect_uri: 'https://evil.example/' })).status).toBe(400);
    const fragment = await leave({ ...asked, post_logout_redirect_uri: 'https://saas.example/#bye' });
    expect(fragment.headers.get('location')).toBe('https://saas.example/#bye');
  });

  test('without a session and an address says that nobody is logged in', async () => {
    const answer = await leave({});
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toContain('You are logged out');
    expect(text).not.toContain('<script');
  });
});

describe('/v2/logout', () => {
  const leave = (query: Record<string, string>) =>
    fetch(`${origin}/v2/logout?${new URLSearchParams(query)}`, { redirect: 'manual' });

  test('leads to an address of the application that is named, whatever its scheme, query and fragment', async () => {
    const { auth0, webApp } = tenant;
    const native = 'com.acme.app://acme.example/bye';
    await auth0.clients.update(webApp.clientId, { allowed_logout_urls: ['https://saas.example/bye?x=1', native] });
    await auth0.tenants.settings.update({ allowed_logout_urls: ['https://saas.example/all'] });
    const client_id = webApp.clientId;
    for (const returnTo of ['https://saas.example/bye', 'https://saas.example/bye?y=2#z', native]) {
      const { headers } = await leave({ client_id, returnTo });
      expect(headers.get('location')).toBe(returnTo);
    }
    expect((await leave({ returnTo: 'https://saas.example/all' })).status).toBe(302);
    for (const [query, returnTo] of [
      [{ client_id }, 'https://saas.example/all'],
      [{ client_id: 'nobody' }, 'https://saas.example/all'],
      [{}, 'https://saas.example/bye'],
      [{ client_id }, 'https://saas.example/bye/more'],
      [{ client_id }, 'https://saas.example.evil.example/bye'],
    ] as const) {
      expect([returnTo, (await leave({ ...query, returnTo })).status]).toEqual([returnTo, 400]);
    }
  });

  test('compares scheme and host in any case, and the path as it is', async () => {
    const { auth0, webApp } = tenant;
    const client_id = webApp.clientId;
    await auth0.clients.update(client_id, { allowed_logout_urls: ['https://SaaS.example/Bye'] });
    expect((await leave({ client_id, returnTo: 'HTTPS://saas.Example/Bye' })).status).toBe(302);
    expect((await leave({ client_id, returnTo: 'https://saas.example/bye' })).status).toBe(400);
  });

  test('without returnTo leads to the first address of the application that is named', async () => {
    const { auth0, webApp } = tenant;
    const client_id = webApp.clientId;
    await auth0.clients.update(client_id, {
      allowed_logout_urls: ['https://saas.example/one', 'https://saas.example/two'],
    });
    await auth0.tenants.settings.update({ allowed_logout_urls: ['https://saas.example/all'] });
    expect((await leave({ client_id })).headers.get('location')).toBe('https://saas.example/one');
    for (const query of [{}, { client_id: 'nobody' }]) expect((await leave(query)).status).toBe(200);
    await auth0.clients.update(client_id, { allowed_logout_urls: ['https://*.saas.example/'] });
    expect((await leave({ client_id })).status).toBe(200);
    await auth0.clients.update(client_id, { allowed_logout_urls: [] });
    expect((await leave({ client_id })).status).toBe(200);
  });

  test('leads to nothing that a browser would run', async () => {
    const { auth0, webApp, emulator } = tenant;
    await auth0.clients.update(webApp.clientId, { allowed_logout_urls: ['https://saas.example/run'] });
    const snapshot = JSON.stringify(emulator.takeSnapshot());
    await emulator.loadSnapshot(JSON.parse(snapshot.replace('https://saas.example/run', 'javascript:alert(1)')));
    expect((await leave({ client_id: webApp.clientId, returnTo: 'javascript:alert(1)' })).status).toBe(400);
  });
});

describe('the password of an invited user', () => {
  test('is held to the policy of the connection', async () => {
    const { auth0, webApp } = tenant;
    const [database] = (await auth0.connections.list({ name: DATABASE })).data;
    await auth0.connections.update(database?.id ?? '', {
      options: { ...database?.options, passwordPolicy: 'good', password_no_personal_info: { enable: true } },
    });
    await auth0.clients.update(webApp.clientId, { initiate_login_uri: 'https://saas.example/login' });
    const { id: organization = '' } = await auth0.organizations.getByName('acme');
    const { invitation_url: link = '' } = await auth0.organizations.invitations.create(organization, {
      inviter: { name: 'Ada' },
      invitee: { email: 'norabel@partner.example' },
      client_id: webApp.clientId,
    });
    const invitation = new URL(link).searchParams.get('invitation') ?? '';
    const { url } = await webLogin(tenant, { invitation, organization });
    const agent = new UserAgent(webApp.callback);
    const page = (at: Awaited<ReturnType<UserAgent['visit']>>) => {
      if ('html' in at) return at;
      throw new Error('there is no page');
    };
    const signUp = page(await agent.submit(page(await agent.visit(url)), {}));
    for (const [password, error] of [
      ['Short-1', 'Password is too weak'],
      ['onlylowercaseletters', 'Password is too weak'],
      ['Norabel-of-2026-is-here', 'Password contains user information'],
    ] as const) {
      expect(page(await agent.submit(signUp, { password }))).toMatchObject({
        status: 400,
        html: expect.stringContaining(error),
      });
    }
    expect(await agent.submit(signUp, { password: 'Correct-horse-7-battery' })).toHaveProperty('callback');
  });
});

test('Okta begins a login when the tenant answers again', async () => {
  const okta = await startTestTenant({
    faults: [{ path: '/.well-known/openid-configuration', nth: 1, effect: 'drop-before' }],
  });
  await expect(okta.emulator.okta.begin()).rejects.toThrow();
  expect((await okta.emulator.okta.begin()).pathname).toBe('/authorize');
  await okta.emulator.close();
});

test('a refusal of any length comes back to the application', async () => {
  const { username, password } = tenant.customers.globexAdmin;
  const code = "exports.onExecutePostLogin = async (event, api) => { api.access.deny('\u682a'.repeat(1e5)); };";
  await tenant.bindActions([{ name: 'denies at length', code }]);
  const { callback } = await walk(tenant, (await webLogin(tenant)).url, { username, password });
  expect(callback.searchParams.get('error_description')).toMatch(/^\u682a{500,1000}…$/);
  await tenant.bindActions(await builtActions());
});
