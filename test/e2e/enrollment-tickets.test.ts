/** From an enrolment ticket to a second factor, without a login. */
import { parse } from 'node-html-parser';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { builtActions, startTestTenant, type TestTenant } from '../support/tenant.ts';
import { walk, webLogin } from '../support/web-login.ts';

let tenant: TestTenant;
let userId: string;
beforeAll(async () => {
  tenant = await startTestTenant();
  userId = tenant.customers.acmeAdmin.userId;
});
beforeEach(() => tenant.auth0.users.authenticationMethods.deleteAll(userId));
afterAll(() => tenant.emulator.close());

const GONE = 'invalid_ticket: ((this enrolment link is unknown, used, or has expired))';
const ENROLLED = 'invalid_ticket: ((this user has enrolled a factor already, and the link does not allow another))';

const shown = async (at: Promise<VisitedPage | { callback: URL }>): Promise<VisitedPage> => {
  const page = await at;
  if ('html' in page) return page;
  throw new Error(`led to ${page.callback.href}`);
};

const agent = new UserAgent();
const visit = (url = '') => shown(agent.visit(new URL(url)));
const alertOf = ({ html }: VisitedPage) => parse(html).querySelector('[role=alert]')?.textContent;
const secretOn = ({ html }: VisitedPage) => parse(html).querySelector('#secret')?.textContent.replaceAll(' ', '') ?? '';

/** Types what an authenticator app shows for the key on the page. */
function enroll(page: VisitedPage): Promise<VisitedPage> {
  const timestamp = tenant.emulator.clock.now();
  const code = new TOTP({ secret: Secret.fromBase32(secretOn(page)) }).generate({ timestamp });
  return shown(agent.submit(page, { code }));
}

const ticket = (more: object = {}) => tenant.auth0.guardian.enrollments.createTicket({ user_id: userId, ...more });
const typesOf = async () =>
  (await tenant.auth0.users.authenticationMethods.list(userId)).data.map(({ type, confirmed }) => [type, confirmed]);

test('a person enrols an authenticator app, and proves it when they express-configure', async () => {
  const { ticket_url } = await ticket();
  expect(ticket_url).toContain(`${tenant.emulator.browserOrigin}/mfa/enrollment?ticket=`);
  const page = await visit(ticket_url);
  const totpSecret = secretOn(page);
  expect(parse(page.html).querySelector('a[href^=otpauth]')?.getAttribute('href')).toContain('ada%40acme.com');
  const done = await enroll(page);
  expect([done.status, parse(done.html).querySelector('h1')?.textContent]).toEqual([200, 'You are enrolled']);

  expect(await typesOf()).toEqual([['totp', true]]);
  expect(await tenant.auth0.users.enrollments.get(userId)).toMatchObject([
    { status: 'confirmed', auth_method: 'authenticator' },
  ]);
  const { data: events } = await tenant.auth0.logs.list({ per_page: 1 });
  expect(events).toMatchObject([{ type: 'gd_enrollment_complete', user_id: userId }]);
  const { callback, pages } = await tenant.login({ ...tenant.customers.acmeAdmin, totpSecret });
  expect(pages).toContain('/u/mfa-otp-challenge');
  expect((await tenant.emulator.okta.complete(callback)).claims.scope).toContain('express_configure:sso');
});

test('a wrong code enrols nothing, and the page keeps its key', async () => {
  const page = await visit((await ticket()).ticket_url);
  const again = await shown(agent.submit(page, { code: '000000' }));
  expect([again.status, alertOf(again)]).toEqual([400, 'The code you entered is invalid']);
  expect(secretOn(again)).toBe(secretOn(page));
  expect(await typesOf()).toEqual([]);
  expect((await enroll(again)).status).toBe(200);
});

test('a ticket is good for one enrolment', async () => {
  const { ticket_url } = await ticket({ allow_multiple_enrollments: true });
  const page = await visit(ticket_url);
  await enroll(page);
  for (const at of [await enroll(page), await visit(ticket_url)]) expect([at.status, alertOf(at)]).toEqual([400, GONE]);
  expect(await typesOf()).toHaveLength(1);
});

test('whoever has a factor needs a ticket that allows another', async () => {
  const { ticket_url } = await ticket();
  const { ticket_url: another } = await ticket({ allow_multiple_enrollments: true });
  const page = await visit(ticket_url);
  await enroll(await visit((await ticket()).ticket_url));
  for (const at of [await enroll(page), await visit(ticket_url)]) {
    expect([at.status, alertOf(at)]).toEqual([400, ENROLLED]);
  }
  await enroll(await visit(another));
  expect(await typesOf()).toHaveLength(2);
});

test('without one-time passwords in the tenant nothing can be enrolled', async () => {
  const { auth0 } = tenant;
  await auth0.guardian.factors.set('otp', { enabled: false });
  try {
    expect(alertOf(await visit((await ticket()).ticket_url))).toBe(
      'invalid_ticket: ((one-time passwords are not enabled in this tenant))',
    );
  } finally {
    await auth0.guardian.factors.set('otp', { enabled: true });
  }
});

test('a person enrols a phone by a code, and is challenged with it', async () => {
  const { auth0, emulator } = tenant;
  await auth0.guardian.factors.set('sms', { enabled: true });
  const { ticket_url } = await ticket({ factor: 'phone' });
  const wrong = await shown(agent.submit(await visit(ticket_url), { phone: '0142' }));
  expect([wrong.status, alertOf(wrong)]).toEqual([
    400,
    'Seems that your phone number is not valid. Please check and retry.',
  ]);
  const first = await shown(agent.submit(wrong, { phone: '+1 555 010 0199' }));
  const back = await shown(agent.submit(first, { action: 'change-phone' }));
  const page = await shown(agent.submit(back, { phone: '+1 555 010 0142' }));
  expect(parse(page.html).querySelector('#phone')?.textContent).toBe('XXXXXXXX0142');
  expect(alertOf(await shown(agent.submit(page, { code: 'none' })))).toBe('The code you entered is invalid');
  expect(await typesOf()).toEqual([]);
  const outbox = await visit(`${emulator.browserOrigin}/_local/mail`);
  const code = parse(outbox.html).querySelector('.mails code')?.textContent ?? '';
  expect((await shown(agent.submit(page, { code }))).status).toBe(200);
  expect(await typesOf()).toEqual([['phone', true]]);
  expect(await challengedWith('phone')).toEqual([['/u/mfa-sms-challenge'], ['phone']]);
  await auth0.guardian.factors.set('sms', { enabled: false });
});

test('a person enrols a device for push notifications, and is challenged with it', async () => {
  const { auth0, emulator } = tenant;
  await auth0.guardian.factors.set('push-notification', { enabled: true });
  const { ticket_url } = await ticket({ factor: 'push-notification' });
  const page = await visit(ticket_url);
  const answer = async (value: string) =>
    agent.press(await visit(`${emulator.browserOrigin}/_local/push`), `button[value=${value}]`);
  await answer('denied');
  const denied = await visit(ticket_url);
  expect([denied.status, alertOf(denied)]).toEqual([400, '((The request was denied on the device.))']);
  await shown(agent.press(page, 'button[value=resend-push]'));
  await answer('approved');
  expect((await visit(ticket_url)).status).toBe(200);
  expect(await typesOf()).toEqual([['push', true]]);
  expect(await challengedWith('push-notification')).toEqual([['/u/mfa-push-challenge-push'], ['push-notification']]);
  await auth0.guardian.factors.set('push-notification', { enabled: false });
});

/** Pages of the second factor in a login that asks for this one, and what the next Action saw. */
async function challengedWith(type: string): Promise<[string[], string[]]> {
  const action = (name: string, body: string) => ({
    name,
    code: `exports.onExecutePostLogin = async (event, api) => { ${body} };`,
  });
  await tenant.bindActions([
    action('asks', `api.authentication.challengeWith({ type: '${type}' });`),
    action('looks', 'console.log(event.authentication.methods.slice(1).map((method) => method.type));'),
  ]);
  const { url } = await webLogin(tenant);
  const { pages } = await walk(tenant, url, tenant.customers.acmeAdmin);
  await tenant.bindActions(await builtActions());
  const logs = tenant.emulator.runs().at(-1)?.actions.at(-1)?.logs ?? '';
  return [pages.slice(2), [...logs.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name)];
}

test('no ticket, none that anybody made, and one that has expired open nothing', async () => {
  const { browserOrigin, clock } = tenant.emulator;
  const { ticket_url } = await ticket();
  const page = await visit(ticket_url);
  clock.advance(5 * 24 * 3_600_000);
  const pages = [
    await visit(`${browserOrigin}/mfa/enrollment`),
    await visit(`${browserOrigin}/mfa/enrollment?ticket=${'x'.repeat(32)}`),
    await visit(ticket_url),
    await enroll(page),
  ];
  expect(pages.map((at) => [at.status, alertOf(at)])).toEqual(pages.map(() => [400, GONE]));
  // The SDK's token has expired with it.
  const { authenticationMethods }: { authenticationMethods: { user_id: string }[] } = Object(
    tenant.emulator.contents(),
  );
  expect(authenticationMethods.filter(({ user_id }) => user_id === userId)).toEqual([]);
});
