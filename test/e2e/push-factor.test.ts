/** A push notification as second factor: the device is `/_local/push`, and the login's page waits without a script. */
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';
import { walk, webLogin } from '../support/web-login.ts';

const CHALLENGE = "api.authentication.challengeWith({ type: 'push-notification' });";
const CHALLENGE_PATH = '/u/mfa-push-challenge-push';
const ENROLLMENT_PATH = '/u/mfa-push-enrollment-qr';
const FIVE_MINUTES_MS = 300_000;

let tenant: TestTenant;
let userId: string;
beforeAll(async () => {
  tenant = await startTestTenant();
  userId = tenant.customers.acmeAdmin.userId;
  await tenant.auth0.guardian.factors.set('push-notification', { enabled: true });
});
beforeEach(async () => {
  await tenant.auth0.users.authenticationMethods.deleteAll(userId);
  await asking("api.authentication.enrollWith({ type: 'push-notification' });");
});
afterAll(() => tenant.emulator.close());

const action = (name: string, body: string) => ({
  name,
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} };`,
});
const LOG = 'console.log(JSON.stringify([event.user.enrolledFactors, event.authentication.methods.slice(1)]));';
const asking = (body: string) => tenant.bindActions([action('asks', body), action('looks', LOG)]);
const lookedAt = () =>
  JSON.parse(
    tenant.emulator
      .runs()
      .at(-1)
      ?.actions.find(({ name }) => name === 'looks')?.logs ?? '',
  );

const login = async (who: object = {}) => {
  const { url } = await webLogin(tenant);
  const { callback, pages } = await walk(tenant, url, { ...tenant.customers.acmeAdmin, ...who });
  return { pages: pages.slice(2), answer: Object.fromEntries(callback.searchParams) };
};
/** Enrolled, and asked for the notification. */
async function enrolled(): Promise<void> {
  await login();
  await asking(CHALLENGE);
}
const shown = (at: VisitedPage | { callback: URL }): VisitedPage => {
  if ('html' in at) return at;
  throw new Error(`led to ${at.callback.href}`);
};
const alertOf = ({ html }: VisitedPage) => parse(html).querySelector('[role=alert]')?.textContent;
const noticeOf = ({ html }: VisitedPage) => parse(html).querySelector('[role=status]')?.textContent;
const typesOf = async (count: number) =>
  (await tenant.auth0.logs.list({ per_page: count })).data.map(({ type }) => type).reverse();
const browser = () => new UserAgent(tenant.webApp.callback);

/** Up to the page of the second factor. */
async function atFactor(agent: UserAgent): Promise<VisitedPage> {
  const { acmeAdmin } = tenant.customers;
  const identifier = shown(await agent.visit((await webLogin(tenant)).url));
  const password = shown(await agent.submit(identifier, { username: acmeAdmin.username }));
  return shown(await agent.submit(password, { password: acmeAdmin.password }));
}

const device = new UserAgent();
const openDevice = async () => shown(await device.visit(new URL('/_local/push', tenant.emulator.browserOrigin)));
const requestsOn = ({ html }: VisitedPage) =>
  parse(html)
    .querySelectorAll('section')
    .map((section) => section.querySelector('p')?.childNodes[0]?.textContent.trim());
const respond = async (answer: 'approved' | 'denied') =>
  shown(await device.press(await openDevice(), `button[value=${answer}]`));

test('is enrolled on the device, and listed for the next Action', async () => {
  const { pages, answer } = await login();
  expect(answer).toHaveProperty('code');
  expect(pages).toEqual([ENROLLMENT_PATH]);
  expect(lookedAt()).toMatchObject([
    [{ type: 'push-notification' }],
    [{ name: 'mfa', type: 'push-notification', timestamp: expect.stringMatching(/^\d{4}-/) }],
  ]);
  const { data } = await tenant.auth0.users.authenticationMethods.list(userId);
  expect(data).toMatchObject([{ type: 'push', id: expect.stringMatching(/^push\|dev_/), confirmed: true }]);
  expect(await tenant.auth0.users.enrollments.get(userId)).toMatchObject([{ auth_method: 'guardian' }]);
});

test('is approved on the device: the page that waits goes on by itself, without a script', async () => {
  await enrolled();
  const agent = browser();
  const waiting = await atFactor(agent);
  expect(waiting.url.pathname).toBe(CHALLENGE_PATH);
  expect(waiting.html).not.toContain('<script');
  const reloaded = await fetch(waiting.url, { redirect: 'manual' });
  expect([reloaded.status, reloaded.headers.get('refresh')]).toEqual([200, '5']);
  expect(requestsOn(await openDevice())).toEqual(['Are you trying to log in to SaaS?']);

  expect(requestsOn(await respond('approved'))).toEqual([]);
  expect(await agent.visit(waiting.url)).toHaveProperty('callback');
  expect(lookedAt()[1]).toMatchObject([{ name: 'mfa', type: 'push-notification' }]);
  expect(await typesOf(4)).toEqual(['gd_send_pn', 'mfar', 'gd_auth_succeed', 's']);
});

test('goes on by a button too, once the device has answered', async () => {
  await enrolled();
  const agent = browser();
  const waiting = await atFactor(agent);
  expect(noticeOf(shown(await agent.submit(waiting, {})))).toBe('((The device has not answered yet.))');
  await respond('approved');
  expect(await agent.submit(waiting, {})).toHaveProperty('callback');
});

test('is denied on the device: the page says so, stops waiting, and sends another', async () => {
  await enrolled();
  const agent = browser();
  const waiting = await atFactor(agent);
  await respond('denied');
  const denied = shown(await agent.visit(waiting.url));
  expect(alertOf(denied)).toBe('((The request was denied on the device.))');
  expect((await fetch(waiting.url)).headers.get('refresh')).toBeNull();
  expect(await typesOf(1)).toEqual(['gd_auth_rejected']);
  expect(noticeOf(shown(await agent.press(denied, 'button[value=resend-push]')))).toBe(
    '((A new request is on its way.))',
  );
  await respond('approved');
  expect(await agent.visit(waiting.url)).toHaveProperty('callback');
  await expect(login({ push: 'denied' })).rejects.toThrow('The request was denied on the device');
});

test('expires by the tenant’s clock, on the device and on the page', async () => {
  await enrolled();
  const agent = browser();
  const waiting = await atFactor(agent);
  await tenant.emulator.clock.advance(FIVE_MINUTES_MS + 1_000);
  expect(requestsOn(await openDevice())).toEqual([]);
  expect(alertOf(shown(await agent.visit(waiting.url)))).toBe('((The request has expired.)) Resend it.');
});

test('an answer counts once, for its own login', async () => {
  await enrolled();
  const [mine, other] = [browser(), browser()];
  const waiting = await atFactor(mine);
  const id =
    parse((await openDevice()).html)
      .querySelector('input[name=request]')
      ?.getAttribute('value') ?? '';
  await respond('denied');
  const body = new URLSearchParams({ request: id, answer: 'approved' });
  await device.visit(new URL('/_local/push', tenant.emulator.browserOrigin), { method: 'POST', body });
  expect(alertOf(shown(await mine.visit(waiting.url)))).toBe('((The request was denied on the device.))');

  const second = await atFactor(other);
  await respond('approved');
  expect(alertOf(shown(await mine.visit(waiting.url)))).toBe('((The request was denied on the device.))');
  expect(await other.visit(second.url)).toHaveProperty('callback');
});

test('no page of another origin answers for the device', async () => {
  await enrolled();
  await atFactor(browser());
  const url = new URL('/_local/push', tenant.emulator.browserOrigin);
  const post = async (headers: Record<string, string>) => {
    const id =
      parse((await openDevice()).html)
        .querySelector('input[name=request]')
        ?.getAttribute('value') ?? '';
    const body = new URLSearchParams({ request: id, answer: 'denied' });
    return (await fetch(url, { method: 'POST', body, headers, redirect: 'manual' })).status;
  };
  expect(await post({ origin: 'https://evil.example' })).toBe(403);
  expect(await post({ origin: 'null', 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(requestsOn(await openDevice())).not.toEqual([]);
  expect(await post({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(303);
});

test('is one of several methods, sent when it is picked, and one of Auth0’s, which multifactor.enable means by guardian', async () => {
  await enrolled();
  await tenant.auth0.users.authenticationMethods.create(userId, {
    type: 'totp',
    totp_secret: tenant.customers.acmeAdmin.totpSecret,
  });
  await asking("api.authentication.challengeWithAny([{ type: 'otp' }, { type: 'push-notification' }]);");
  expect((await login({ method: 'push-notification' })).pages).toEqual(['/u/mfa-login-options', CHALLENGE_PATH]);
  await asking("api.multifactor.enable('guardian');");
  const { pages } = await tenant.emulator.clock.run(() => login());
  expect(pages).toEqual(['/u/mfa-otp-challenge']);
});

test('who has the device alone is challenged before another factor is enrolled', async () => {
  await enrolled();
  await tenant.bindActions([
    action('challenges', CHALLENGE),
    action('enrols', "api.authentication.enrollWith({ type: 'otp' });"),
    action('looks', LOG),
  ]);
  const { pages } = await tenant.emulator.clock.run(() => login());
  expect(pages).toEqual([CHALLENGE_PATH, '/u/mfa-otp-enrollment']);
  expect(lookedAt()[1]).toMatchObject([{ type: 'push-notification' }, { type: 'otp' }]);
});

test('a reset takes the requests off the device', async () => {
  await enrolled();
  await atFactor(browser());
  expect(requestsOn(await openDevice())).not.toEqual([]);
  await tenant.emulator.reset();
  expect(requestsOn(await openDevice())).toEqual([]);
});
