/** When `/oidc/logout` asks, and where it leads. */
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UserAgent } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';
import { redeemToken, walk, webLogin } from '../support/web-login.ts';

const ORIGIN = 'https://saas.example';

let tenant: TestTenant;
let otherId: string;
beforeAll(async () => {
  tenant = await startTestTenant();
  await tenant.bindActions([]);
  const { auth0, webApp } = tenant;
  await auth0.clients.update(webApp.clientId, { allowed_logout_urls: [`${ORIGIN}/bye`] });
  const other = await auth0.clients.create({ name: 'Other', allowed_logout_urls: [`${ORIGIN}/bye`] });
  otherId = other.client_id ?? '';
});
afterAll(() => tenant.emulator.close());

let agent: UserAgent;
beforeEach(() => {
  agent = new UserAgent(ORIGIN);
});

const url = (path: string, parameters: Record<string, string>): URL => {
  const address = new URL(path, tenant.emulator.browserOrigin);
  address.search = new URLSearchParams(parameters).toString();
  return address;
};

/** Returns the ID token of a login in the test's browser. */
async function idToken(): Promise<string> {
  const login = await webLogin(tenant);
  const { callback } = await walk(tenant, login.url, tenant.customers.acmeAdmin, agent);
  return redeemToken(login, callback);
}

describe('/oidc/logout', () => {
  const bye = `${ORIGIN}/bye`;
  const leave = async (parameters: Record<string, string>) => {
    agent = new UserAgent(ORIGIN);
    const idTokenHint = await idToken();
    const hints = parameters.id_token_hint === 'own' ? { ...parameters, id_token_hint: idTokenHint } : parameters;
    const at = await agent.visit(url('/oidc/logout', { post_logout_redirect_uri: bye, state: 'later', ...hints }));
    const silent = await agent.visit((await webLogin(tenant, { prompt: 'none' })).url);
    const isOver = 'callback' in silent && silent.callback.searchParams.get('error') === 'login_required';
    return { at: 'callback' in at ? at.callback.href : at.url.pathname, isOver };
  };

  test('with a hint of this session ends it without a question', async () => {
    expect(await leave({ id_token_hint: 'own' })).toEqual({ at: `${bye}?state=later`, isOver: true });
    const { sid } = decodeJwt(await idToken());
    const at = await agent.visit(
      url('/oidc/logout', {
        client_id: tenant.webApp.clientId,
        logout_hint: String(sid),
        post_logout_redirect_uri: bye,
      }),
    );
    expect('callback' in at && at.callback.href).toBe(bye);
  });

  test('asks without a hint, or with one of another session', async () => {
    const older = await idToken();
    const asked = { at: '/oidc/logout', isOver: false };
    expect(await leave({ client_id: tenant.webApp.clientId })).toEqual(asked);
    expect(await leave({ id_token_hint: older })).toEqual(asked);
    expect(await leave({ client_id: tenant.webApp.clientId, logout_hint: 'made-up' })).toEqual(asked);
    expect(await leave({ id_token_hint: 'own', logout_hint: 'made-up' })).toEqual(asked);
  });

  test('without an application leads to the tenant’s own addresses, and never into a script', async () => {
    const settings = (allowed_logout_urls: string[]) => tenant.auth0.tenants.settings.update({ allowed_logout_urls });
    await settings([bye, 'javascript:alert(1)']);
    const to = async (post_logout_redirect_uri: string): Promise<string> => {
      const { headers } = await fetch(url('/oidc/logout', { post_logout_redirect_uri, state: 'later' }), {
        redirect: 'manual',
      });
      return headers.get('location') ?? 'a page';
    };
    const reached = [await to(bye), await to('javascript:alert(1)'), await to(`${bye}/more`)];
    await settings([]);
    expect([...reached, await to(bye)]).toEqual([`${bye}?state=later`, 'a page', 'a page', 'a page']);
  });

  test('takes no hint that is not genuine, and leads to no address that is not allowed', async () => {
    const refused = async (parameters: Record<string, string>): Promise<boolean> => {
      const { isOver, at } = await leave(parameters);
      return !isOver && at === '/oidc/logout';
    };
    const forged = `${(await idToken()).split('.').slice(0, 2).join('.')}.AAAA`;
    expect(await refused({ id_token_hint: forged })).toBe(true);
    expect(await refused({ id_token_hint: 'own', post_logout_redirect_uri: 'https://evil.example/' })).toBe(true);
    expect(await refused({ id_token_hint: 'own', client_id: otherId })).toBe(true);
  });
});
