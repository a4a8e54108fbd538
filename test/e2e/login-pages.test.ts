/** What the pages of a login let pass, and what not; without a browser. */
import { createHash } from 'node:crypto';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Person, signIn, UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { SoftAuthenticator } from '../support/soft-authenticator.ts';
import { actionsPreferringThisDevice, startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
  for (const factor of ['webauthn-roaming', 'webauthn-platform'] as const) {
    await tenant.auth0.guardian.factors.set(factor, { enabled: true });
  }
  await tenant.bindActions(await actionsPreferringThisDevice());
});
afterAll(() => tenant.emulator.close());

let agent: UserAgent;
beforeEach(() => {
  agent = new UserAgent(tenant.emulator.okta.redirectUri);
});

async function shown(at: Promise<VisitedPage | { callback: URL }>): Promise<VisitedPage> {
  const page = await at;
  if ('callback' in page) throw new Error(`the login ended at ${page.callback.href}`);
  return page;
}

async function typed(person: Person): Promise<VisitedPage> {
  const organization = await shown(agent.visit(await tenant.emulator.okta.begin()));
  const identifier = await shown(agent.submit(organization, { organizationName: person.organization }));
  const password = await shown(agent.submit(identifier, { username: person.username }));
  return shown(agent.submit(password, { password: person.password }));
}

/** As `page` would be if it stood at another address. */
const elsewhere = (page: VisitedPage, path: string): VisitedPage => ({
  ...page,
  url: new URL(page.url.href.replace(page.url.pathname, path)),
});

const userIdOf = async ({ username }: Person): Promise<string> =>
  (await tenant.auth0.users.listUsersByEmail({ email: username }))[0]?.user_id ?? '';

test('who has no authenticator at hand enrols by another method', async () => {
  const { globexAdmin } = tenant.customers;
  const userId = await userIdOf(globexAdmin);
  await tenant.auth0.users.authenticationMethods.deleteAll(userId);
  const { callback, pages } = await tenant.login(globexAdmin);
  expect(pages.slice(3, 6)).toEqual([
    '/u/mfa-webauthn-platform-enrollment',
    '/u/mfa-enroll-options',
    '/u/mfa-otp-enrollment',
  ]);
  expect((await tenant.emulator.okta.complete(callback)).claims.scope).toContain('express_configure:sso');
  const { data } = await tenant.auth0.users.authenticationMethods.list(userId);
  expect(data.map(({ type }) => type)).toEqual(['totp']);
  await tenant.auth0.users.authenticationMethods.deleteAll(userId);
  await tenant.auth0.users.authenticationMethods.create(userId, { type: 'totp', totp_secret: globexAdmin.totpSecret });
});

describe('a page the login does not wait for', () => {
  test.each([
    '/u/mfa-otp-enrollment',
    '/u/mfa-webauthn-roaming-enrollment',
    '/u/mfa-webauthn-platform-challenge',
    '/u/login/password',
    '/u/consent',
  ])('%s takes nothing from somebody who is asked for a code, and leads back', async (path) => {
    const challenge = await typed(tenant.customers.acmeAdmin);
    expect(challenge.url.pathname).toBe('/u/mfa-otp-challenge');
    const { globexAdmin } = tenant.customers;
    const back = await shown(
      agent.submit(elsewhere(challenge, path), { code: '000000', password: globexAdmin.password, action: 'accept' }),
    );
    expect(back.url.pathname).toBe('/u/mfa-otp-challenge');
    expect(back.status).toBe(200);
  });

  test('offers no factor of the other kind', async () => {
    const challenge = await typed(tenant.customers.acmeAdmin);
    const picker = await shown(agent.submit(elsewhere(challenge, '/u/mfa-enroll-options'), { action: 'otp::0' }));
    expect(picker.status).toBe(400);
    expect(parse(picker.html).querySelectorAll('button[name=action]')).toEqual([]);
  });
});

describe('an answer to a WebAuthn page', () => {
  const challengeOf = ({ html }: VisitedPage): string =>
    JSON.parse(parse(html).querySelector('#ceremony')?.getAttribute('data-options') ?? '').challenge;
  const newLogin = (): Promise<VisitedPage> => {
    agent = new UserAgent(tenant.emulator.okta.redirectUri);
    return typed(tenant.customers.globexAdmin);
  };

  test('is good once, in its own login, whatever the authenticator counts', async () => {
    const userId = await userIdOf(tenant.customers.globexAdmin);
    await tenant.auth0.users.authenticationMethods.deleteAll(userId);
    const { browserOrigin: origin } = tenant.emulator;
    const authenticator = new SoftAuthenticator();
    const enrollment = await newLogin();
    const created = authenticator.create({ challenge: challengeOf(enrollment), origin });
    expect(await agent.submit(enrollment, { response: created })).not.toHaveProperty('status', 400);

    const first = await newLogin();
    expect(first.url.pathname).toBe('/u/mfa-webauthn-platform-challenge');
    const response = authenticator.get({ challenge: challengeOf(first), origin });
    const inFirst = agent;
    const second = await newLogin();
    const refused = await shown(agent.submit(second, { response }));
    expect(refused.status).toBe(400);
    expect(challengeOf(refused)).not.toBe(challengeOf(second));
    const late = authenticator.get({ challenge: challengeOf(second), origin });
    expect(await agent.submit(refused, { response: late })).toHaveProperty('status', 400);

    expect(await inFirst.submit(first, { response })).not.toHaveProperty('status', 400);
    const third = await newLogin();
    expect(await agent.submit(third, { response })).toHaveProperty('status', 400);
    await tenant.auth0.users.authenticationMethods.deleteAll(userId);
    await tenant.auth0.users.authenticationMethods.create(userId, {
      type: 'totp',
      totp_secret: tenant.customers.globexAdmin.totpSecret,
    });
  });
});

test('somebody else logs in without a page in between, and with nothing of what was proven before', async () => {
  const { acmeAdmin, globexAdmin } = tenant.customers;
  await signIn(agent, await tenant.emulator.okta.begin(), acmeAdmin);
  const { callback, pages } = await signIn(agent, await tenant.emulator.okta.begin({ prompt: 'login' }), globexAdmin);
  expect(pages.slice(0, 4)).toEqual([
    '/u/organization',
    '/u/login/identifier',
    '/u/login/password',
    '/u/mfa-otp-challenge',
  ]);
  const { claims } = await tenant.emulator.okta.complete(callback);
  expect(claims.sub).toBe(await userIdOf(globexAdmin));
});

describe('no page runs a script', () => {
  const policyOf = async (path: string): Promise<string> =>
    (await fetch(tenant.emulator.browserOrigin + path)).headers.get('content-security-policy') ?? '';

  test('but those of WebAuthn, from the tenant alone', async () => {
    const { globexAdmin } = tenant.customers;
    const userId = await userIdOf(globexAdmin);
    const challenge = await typed(globexAdmin);
    const path = (at: VisitedPage): string => at.url.pathname + at.url.search;
    expect(await policyOf(path(challenge))).toContain("script-src 'none'");
    expect(challenge.html).not.toContain('<script');

    await tenant.auth0.users.authenticationMethods.deleteAll(userId);
    const enrollment = await typed(globexAdmin);
    expect(await policyOf(path(enrollment))).toContain("script-src 'self'");
    const sources = parse(enrollment.html)
      .querySelectorAll('script')
      .map((script) => script.getAttribute('src') ?? '');
    expect(sources).toEqual(['/_local/webauthn/simplewebauthn.js', '/_local/webauthn/ceremony.js']);
    for (const source of sources) {
      const response = await fetch(tenant.emulator.browserOrigin + source);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    }
    await tenant.auth0.users.authenticationMethods.create(userId, {
      type: 'totp',
      totp_secret: globexAdmin.totpSecret,
    });
  });

  test.each([
    '/u/consent?state=gone',
    '/authorize?client_id=nobody',
    '/_local/mail',
    '/v2/logout',
    '/continue?state=gone',
  ])('at %s, whose style is allowed by its hash', async (path) => {
    const response = await fetch(tenant.emulator.browserOrigin + path);
    const style = parse(await response.text()).querySelector('style')?.textContent ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; script-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });
});
