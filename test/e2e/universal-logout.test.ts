import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OktaOperator, OktaUser, signIn, textOf, UserAgent } from '../../emulator/index.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';
import { redeemToken, walk, webLogin } from '../support/web-login.ts';

const SOMEONE = 'someone@acme.com';

let tenant: PublishedTenant;
let acme: string;
beforeAll(async () => {
  tenant = await startPublishedTenant();
  acme = tenant.customers.acmeAdmin.organizationId;
});
afterAll(() => tenant.emulator.close());

const setLogout = (clientId: string, oidc_logout: Record<string, unknown>) =>
  tenant.auth0.clients.update(clientId, { ['oidc_logout' as string]: oidc_logout });

describe('Clear user sessions in Okta', () => {
  let okta: OktaOperator;
  const signedIn = async () => {
    const user = new OktaUser(tenant.emulator.browserOrigin, SOMEONE);
    await user.signInAt('/_local/app', acme);
    await user.open(`/_local/reports/login?organization=${acme}`);
    return user;
  };
  beforeAll(async () => {
    okta = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
    await okta.expressConfigure('sso', tenant.customers.acmeAdmin);
    await okta.assign(SOMEONE);
    await setLogout(tenant.webApp.clientId, {
      backchannel_logout_urls: ['https://saas.example/backchannel-logout'],
    });
  });

  test('ends the sessions at the tenant, and at the application that has a back-channel logout URL', async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    const page = await okta.clearSessions(SOMEONE);
    expect(textOf(page, 'ol.events li span')).toBe(`Universal Logout of ${SOMEONE}: HTTP 200`);
    for (const user of [one, two]) {
      expect(textOf(await user.open('/_local/app/'), '[role=status]')).toBe(
        'You were signed out: your session was ended by back-channel logout.',
      );
      const reports = await user.open('/_local/reports/');
      expect(textOf(reports, 'h1'), 'the other has a session of its own, and was not told').toBe('Welcome, Sam');
      const again = await user.open(`/_local/reports/login?organization=${acme}`);
      expect(again.url.pathname).toBe('/u/login/identifier');
    }
  });

  test('ends nobody else’s', async () => {
    const user = await signedIn();
    await okta.assign('kim@eu.acme.com');
    await new OktaUser(tenant.emulator.browserOrigin, 'kim@eu.acme.com').signInAt('/_local/app', acme);
    await okta.clearSessions('kim@eu.acme.com');
    expect(textOf(await user.open('/_local/app/'), 'h1')).toBe('Welcome, Sam');
  });

  test('does not reach an application that chose other initiators', async () => {
    const user = await signedIn();
    await setLogout(tenant.webApp.clientId, {
      backchannel_logout_urls: ['https://saas.example/backchannel-logout'],
      backchannel_logout_initiators: { mode: 'custom', selected_initiators: ['rp-logout'] },
    });
    await okta.clearSessions(SOMEONE);
    expect(textOf(await user.open('/_local/app/'), 'h1')).toBe('Welcome, Sam');
  });
});

test('a logout at the tenant reaches the applications of the session', async () => {
  const { emulator, webApp } = tenant;
  await setLogout(webApp.clientId, { backchannel_logout_urls: ['https://saas.example/backchannel-logout'] });
  const user = new OktaUser(emulator.browserOrigin, SOMEONE);
  await user.signInAt('/_local/app', acme);
  await user.open('/v2/logout');
  expect(textOf(await user.open('/_local/app/'), '[role=status]')).toContain('You were signed out');
});

describe('the revocation endpoint', () => {
  let upstream: Upstream;
  let endpoint: string;
  const NAME = 'initech-idp';
  beforeAll(async () => {
    const { auth0, emulator, webApp } = tenant;
    upstream = await startUpstream(`${emulator.issuer}login/callback`);
    upstream.user = { sub: '00u1', email: 'bill@initech.com' };
    await auth0.connections.create({
      name: NAME,
      strategy: 'okta',
      enabled_clients: [webApp.clientId],
      options: {
        client_id: upstream.clientId,
        client_secret: upstream.clientSecret,
        issuer: upstream.issuer,
        jwks_uri: `${upstream.issuer}/jwks`,
        domain_aliases: ['initech.com'],
      },
    });
    endpoint = `${emulator.issuer}oauth/global-token-revocation/connection/${NAME}`;
    const agent = new UserAgent(`${emulator.browserOrigin}/_local/app/callback`);
    await walk(tenant, (await webLogin(tenant)).url, { username: 'bill@initech.com' }, agent);
  });
  afterAll(() => upstream[Symbol.asyncDispose]());

  const claims = (changes: Record<string, unknown> = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: upstream.issuer, sub: upstream.clientId, aud: endpoint, jti: randomUUID(), iat: now };
    return { ...all, exp: now + 300, ...changes };
  };
  const subject = (changes: Record<string, unknown> = {}) => ({
    subject: { format: 'iss_sub', iss: upstream.issuer, sub: '00u1', ...changes },
  });
  const post = async (token: string | undefined, body: unknown = subject(), url = endpoint) =>
    (
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(body),
      })
    ).status;

  test('takes the token of the connection’s own provider, once', async () => {
    const token = await upstream.sign(claims());
    expect(await post(token)).toBe(200);
    expect(await post(token), 'again').toBe(401);
  });

  test('ends the refresh tokens of the user too', async () => {
    const { emulator, webApp } = tenant;
    const login = await webLogin(tenant, { scope: 'openid offline_access' });
    const agent = new UserAgent(`${emulator.browserOrigin}/_local/app/callback`);
    const { callback } = await walk(tenant, login.url, { username: 'bill@initech.com' }, agent);
    await redeemToken(login, new URL(webApp.callback + callback.search));
    expect(emulator.contents()).toMatchObject({ refreshTokens: [{ client_id: webApp.clientId }] });
    expect(await post(await upstream.sign(claims()))).toBe(200);
    expect(emulator.contents()).toMatchObject({ refreshTokens: [] });
  });

  test.each([
    ['another issuer', { iss: 'https://other.example' }],
    ['another application', { sub: 'another' }],
    ['another audience', { aud: 'https://tenant.example/' }],
    ['no identifier', { jti: undefined }],
    ['no end', { exp: undefined }],
    ['an end in the past', { exp: 1 }],
    ['a beginning long ago', { iat: 1 }],
  ])('refuses a token with %s', async (_, changes) => {
    expect(await post(await upstream.sign(claims(changes)))).toBe(401);
  });

  test('refuses a token that is an ID token, or signed by somebody else, or for another connection', async () => {
    expect(await post(await upstream.sign(claims(), 'JWT'))).toBe(401);
    await using stranger = await startUpstream('https://x.example/');
    expect(await post(await stranger.sign(claims()))).toBe(401);
    expect(await post(await upstream.sign(claims()), subject(), endpoint.replace(NAME, 'okta-unknown'))).toBe(401);
    expect(await post(await upstream.sign(claims()), subject(), endpoint.replace(NAME, '%E0%A4%A'))).toBe(401);
    expect(await post(undefined)).toBe(400);
  });

  test.each([
    ['an email', { subject: { format: 'email', email: 'bill@initech.com' } }, 400],
    ['another issuer’s', { subject: { format: 'iss_sub', iss: 'https://other.example', sub: '00u1' } }, 400],
    ['nothing', {}, 400],
    ['null', null, 400],
  ])('refuses a subject that is %s', async (_, body, status) => {
    expect(await post(await upstream.sign(claims()), body)).toBe(status);
  });

  test('does not know a user who never came', async () => {
    expect(await post(await upstream.sign(claims()), subject({ sub: '00u2' }))).toBe(404);
  });
});

test('the sample application takes no other token for a logout token', async () => {
  const { emulator, webApp } = tenant;
  const login = await webLogin(tenant, { organization: acme });
  const agent = new UserAgent(`${emulator.browserOrigin}/_local/app/callback`);
  const { acmeAdmin } = tenant.customers;
  await setLogout(webApp.clientId, { backchannel_logout_urls: [] });
  const { data } = await tenant.auth0.connections.list({ strategy: ['okta'] });
  for (const { id } of data) await tenant.auth0.connections.delete(id ?? '');
  const { callback } = await signIn(agent, login.url, acmeAdmin);
  const idToken = await redeemToken(login, new URL(webApp.callback + callback.search));
  for (const logout_token of ['nonsense', idToken]) {
    const answer = await fetch(`${emulator.issuer}_local/app/backchannel-logout`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token }),
    });
    expect(answer.status).toBe(400);
  }
});
