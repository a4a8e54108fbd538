/** A phone as second factor: enrolled and challenged in a login, its messages in the tenant's outbox. */
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';
import { walk, webLogin } from '../support/web-login.ts';

const NUMBER = '+4930555010142';
const MASKED = 'XXXXXXXXXX0142';
const HOUR_MS = 3_600_000;

let tenant: TestTenant;
let userId: string;
beforeAll(async () => {
  tenant = await startTestTenant();
  userId = tenant.customers.acmeAdmin.userId;
  await tenant.auth0.guardian.factors.set('sms', { enabled: true });
});
/** An hour apart, for the messages of an hour are limited. */
beforeEach(async () => {
  await tenant.emulator.clock.advance(HOUR_MS);
  await tenant.auth0.users.authenticationMethods.deleteAll(userId);
});
afterAll(() => tenant.emulator.close());

const LOG = 'console.log(JSON.stringify([event.user.enrolledFactors, event.authentication.methods.slice(1)]));';
const action = (name: string, body: string) => ({
  name,
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} };`,
});
const asking = (body: string) => tenant.bindActions([action('asks', body), action('looks', LOG)]);

const enrolPhone = (more: object = {}) =>
  tenant.auth0.users.authenticationMethods.create(userId, {
    type: 'phone',
    phone_number: NUMBER,
    preferred_authentication_method: 'sms',
    ...more,
  });
const person = () => ({ ...tenant.customers.acmeAdmin, phone: '+49 (30) 5550-10142' });
const login = async (who: object = {}) => {
  const { url } = await webLogin(tenant);
  // Its one-time codes follow the tenant's clock.
  const { callback, pages } = await tenant.emulator.clock.run(() => walk(tenant, url, { ...person(), ...who }));
  return { pages: pages.slice(2), answer: Object.fromEntries(callback.searchParams) };
};
const shown = (at: VisitedPage | { callback: URL }): VisitedPage => {
  if ('html' in at) return at;
  throw new Error(`led to ${at.callback.href}`);
};
const alertOf = ({ html }: VisitedPage) => parse(html).querySelector('[role=alert]')?.textContent;
const outbox = async () =>
  parse(shown(await new UserAgent().visit(new URL('/_local/mail', tenant.emulator.browserOrigin))).html);
const sentCode = async () => (await outbox()).querySelector('.mails code')?.textContent ?? '';
const typesOf = async (count: number) =>
  (await tenant.auth0.logs.list({ per_page: count })).data.map(({ type }) => type).reverse();
const lookedAt = () =>
  JSON.parse(
    tenant.emulator
      .runs()
      .at(-1)
      ?.actions.find(({ name }) => name === 'looks')?.logs ?? '',
  );

/** Up to the page of the second factor. */
async function atFactor(agent: UserAgent): Promise<VisitedPage> {
  const { acmeAdmin } = tenant.customers;
  const identifier = shown(await agent.visit((await webLogin(tenant)).url));
  const password = shown(await agent.submit(identifier, { username: acmeAdmin.username }));
  return shown(await agent.submit(password, { password: acmeAdmin.password }));
}

test('is enrolled by a code in a text message, and listed for the next Action', async () => {
  await asking("api.authentication.enrollWith({ type: 'phone' });");
  const { pages, answer } = await login();
  expect(answer).toHaveProperty('code');
  expect(pages).toEqual(['/u/mfa-sms-enrollment', '/u/mfa-sms-challenge']);
  expect(lookedAt()).toEqual([
    [{ type: 'phone' }],
    [{ name: 'mfa', type: 'phone', timestamp: expect.stringMatching(/^\d{4}-/) }],
  ]);
  const { data } = await tenant.auth0.users.authenticationMethods.list(userId);
  expect(data).toMatchObject([
    { type: 'phone', phone_number: MASKED, preferred_authentication_method: 'sms', confirmed: true },
  ]);
  expect(data[0]?.id).toMatch(/^phone\|dev_/);
  expect(await typesOf(4)).toEqual(['mfar', 'gd_send_sms', 'gd_enrollment_complete', 's']);
  expect(await tenant.auth0.users.enrollments.get(userId)).toMatchObject([
    { auth_method: 'sms', phone_number: MASKED },
  ]);
});

test('is challenged by a code, which the outbox shows with its kind and the masked number', async () => {
  await enrolPhone();
  await asking("api.authentication.challengeWith({ type: 'phone' });");
  const { pages, answer } = await login();
  expect(answer).toHaveProperty('code');
  expect(pages).toEqual(['/u/mfa-sms-challenge']);
  const [row] = (await outbox()).querySelectorAll('.mails li');
  expect([row?.getAttribute('data-kind'), row?.querySelector('.to')?.textContent]).toEqual(['sms', `SMS to ${MASKED}`]);
  expect(lookedAt()[1]).toMatchObject([{ name: 'mfa', type: 'phone' }]);
  expect(await typesOf(4)).toEqual(['gd_send_sms', 'mfar', 'gd_auth_succeed', 's']);
});

test('takes no wrong code and no late one, and sends a new one', async () => {
  await enrolPhone();
  await asking("api.authentication.challengeWith({ type: 'phone' });");
  const agent = new UserAgent(tenant.webApp.callback);
  const page = await atFactor(agent);
  const code = await sentCode();
  const wrong = code === '000000' ? '000001' : '000000';
  expect(alertOf(shown(await agent.submit(page, { code: wrong })))).toBe('The code you entered is invalid');
  await tenant.emulator.clock.advance(181_000);
  const late = shown(await agent.submit(page, { code }));
  expect(alertOf(late)).toBe('This code has expired or was tried too often. Ask for a new one.');
  const again = shown(await agent.submit(page, { action: 'resend-code' }));
  expect(parse(again.html).querySelector('[role=status]')?.textContent).toBe('A new code is on its way.');
  expect(await agent.submit(again, { code: await sentCode() })).toHaveProperty('callback');
  expect(await typesOf(7)).toEqual([
    'gd_send_sms',
    'mfar',
    'gd_auth_failed',
    'gd_auth_failed',
    'gd_send_sms',
    'gd_auth_succeed',
    's',
  ]);
});

test('gets ten messages an hour, and then no more', async () => {
  await enrolPhone();
  await asking("api.authentication.challengeWith({ type: 'phone' });");
  const agent = new UserAgent(tenant.webApp.callback);
  const page = await atFactor(agent);
  const limited = 'You have exceeded the amount of SMSs per hour. Wait a few minutes and try again.';
  for (let count = 1; count < 10; count += 1) {
    expect(alertOf(shown(await agent.submit(page, { action: 'resend-code' })))).toBeUndefined();
  }
  expect(alertOf(shown(await agent.submit(page, { action: 'resend-code' })))).toBe(limited);
  expect(await typesOf(1)).toEqual(['gd_send_sms_failure']);
  expect(alertOf(await atFactor(new UserAgent(tenant.webApp.callback)))).toBe(limited);
  await tenant.emulator.clock.advance(HOUR_MS);
  expect(alertOf(await atFactor(new UserAgent(tenant.webApp.callback)))).toBeUndefined();
});

test('is not enrolled by what is no number', async () => {
  await asking("api.authentication.enrollWith({ type: 'phone' });");
  for (const phone of ['', '030 5550142', '+49 abc', `+${'1'.repeat(16)}`]) {
    await expect(login({ phone })).rejects.toThrow(
      'stopped at /u/mfa-sms-enrollment (HTTP 400): Seems that your phone number is not valid. Please check and retry.',
    );
  }
  expect((await tenant.auth0.users.authenticationMethods.list(userId)).data).toEqual([]);
});

test('can be typed again before its code is proven', async () => {
  await asking("api.authentication.enrollWith({ type: 'phone' });");
  const agent = new UserAgent(tenant.webApp.callback);
  const form = await atFactor(agent);
  const first = shown(await agent.submit(form, { phone: '+4930555010199' }));
  expect(parse(first.html).querySelector('#phone')?.textContent).toBe('XXXXXXXXXX0199');
  const back = shown(await agent.submit(first, { action: 'change-phone' }));
  expect(back.url.pathname).toBe('/u/mfa-sms-enrollment');
  const second = shown(await agent.submit(back, { phone: NUMBER }));
  expect(await agent.submit(second, { code: await sentCode() })).toHaveProperty('callback');
  const { data } = await tenant.auth0.users.authenticationMethods.list(userId);
  expect(data).toMatchObject([{ phone_number: MASKED }]);
});

test('is another method beside an app, and answers a picker', async () => {
  await enrolPhone();
  await tenant.auth0.users.authenticationMethods.create(userId, {
    type: 'totp',
    totp_secret: tenant.customers.acmeAdmin.totpSecret,
  });
  await asking("api.authentication.challengeWithAny([{ type: 'otp' }, { type: 'phone' }]);");
  expect((await login({ method: 'phone' })).pages).toEqual(['/u/mfa-login-options', '/u/mfa-sms-challenge']);
  await asking("api.authentication.challengeWith({ type: 'otp' }, { additionalFactors: [{ type: 'phone' }] });");
  const agent = new UserAgent(tenant.webApp.callback);
  const otp = await atFactor(agent);
  const picker = shown(await agent.submit(otp, { action: 'pick-authenticator' }));
  const phone = shown(await agent.submit(picker, { action: 'phone::1' }));
  expect(phone.url.pathname).toBe('/u/mfa-sms-challenge');
  expect(await agent.submit(phone, { code: await sentCode() })).toHaveProperty('callback');
});

test('a challenge for a factor that this login has proven is not asked for again', async () => {
  await enrolPhone();
  const challenge = "api.authentication.challengeWith({ type: 'phone' });";
  await tenant.bindActions([action('own', challenge), action('ours', challenge), action('looks', LOG)]);
  const { pages } = await login();
  expect(pages).toEqual(['/u/mfa-sms-challenge']);
  expect(lookedAt()[1]).toHaveLength(1);
});

test('who has a phone alone is not enrolled in an app before a challenge, and is after one', async () => {
  await enrolPhone();
  await asking("api.authentication.enrollWith({ type: 'otp' });");
  expect((await login()).answer).toMatchObject({
    error: 'access_denied',
    error_description: expect.stringContaining('mfar'),
  });
  await tenant.bindActions([
    action('challenges', "api.authentication.challengeWith({ type: 'phone' });"),
    action('enrols', "api.authentication.enrollWith({ type: 'otp' });"),
    action('looks', LOG),
  ]);
  const { pages } = await login();
  expect(pages).toEqual(['/u/mfa-sms-challenge', '/u/mfa-otp-enrollment']);
  expect(lookedAt()[1]).toMatchObject([{ type: 'phone' }, { type: 'otp' }]);
});

test('is not used where the factor is off, and by multifactor.enable where it is on', async () => {
  await enrolPhone();
  await tenant.auth0.guardian.factors.set('sms', { enabled: false });
  await asking("api.authentication.challengeWith({ type: 'phone' });");
  expect((await login()).answer).toMatchObject({ error_description: expect.stringContaining('mfar') });
  await tenant.auth0.guardian.factors.set('sms', { enabled: true });
  await asking("api.multifactor.enable('any');");
  expect((await login()).pages).toEqual(['/u/mfa-sms-challenge']);
});

test('is called where the tenant says so, and asked how where there are two ways', async () => {
  const { phone } = tenant.auth0.guardian.factors;
  await enrolPhone();
  await asking("api.authentication.challengeWith({ type: 'phone' });");
  expect((await phone.getMessageTypes()).message_types).toEqual([]);
  try {
    await phone.setMessageTypes({ message_types: ['voice'] });
    expect((await phone.getMessageTypes()).message_types).toEqual(['voice']);
    expect((await login()).pages).toEqual(['/u/mfa-voice-challenge']);
    const [row] = (await outbox()).querySelectorAll('.mails li');
    expect(row?.querySelector('.to')?.textContent).toBe(`Voice call to ${MASKED}`);

    await phone.setMessageTypes({ message_types: ['sms', 'voice'] });
    expect((await login()).pages).toEqual(['/u/mfa-phone-challenge', '/u/mfa-sms-challenge']);
    const agent = new UserAgent(tenant.webApp.callback);
    const choice = await atFactor(agent);
    const call = shown(await agent.press(choice, 'button[value=voice]'));
    expect(call.url.pathname).toBe('/u/mfa-voice-challenge');
    const text = shown(await agent.press(call, 'button[value=sms]'));
    expect(text.url.pathname).toBe('/u/mfa-sms-challenge');
    expect(await agent.submit(text, { code: await sentCode() })).toHaveProperty('callback');
    expect(await typesOf(5)).toEqual(['mfar', 'gd_send_voice', 'gd_send_sms', 'gd_auth_succeed', 's']);

    await tenant.auth0.users.authenticationMethods.deleteAll(userId);
    await asking("api.authentication.enrollWith({ type: 'phone' });");
    expect((await login()).pages).toEqual(['/u/mfa-phone-enrollment', '/u/mfa-sms-challenge']);
  } finally {
    await phone.setMessageTypes({ message_types: [] });
  }
});

test('is made by the Management API with a number, and no other', async () => {
  const { body, status } = await fetchMethod({ type: 'phone', phone_number: '0142' });
  expect([status, body.message]).toEqual([
    400,
    '((phone_number must be a number with its country code, as +15550100))',
  ]);
  expect((await fetchMethod({ type: 'phone' })).body.message).toBe(
    "Payload validation error: 'Missing required property: phone_number'.",
  );
  const made = await enrolPhone({ name: 'Mobile', preferred_authentication_method: 'voice' });
  expect(made).toEqual({
    id: expect.stringMatching(/^phone\|dev_/),
    type: 'phone',
    name: 'Mobile',
    phone_number: NUMBER,
    preferred_authentication_method: 'voice',
    authentication_methods: [{ id: made.id?.replace('phone', 'voice'), type: 'voice' }],
    created_at: expect.stringMatching(/^\d{4}-/),
  });
});

async function fetchMethod(body: object) {
  const answer = await tenant.auth0.users.authenticationMethods
    // The SDK's types would refuse a phone without number.
    .create(userId, body as never)
    .then(() => ({ statusCode: 201, body: { message: '' } }))
    .catch((error: { statusCode: number; body: { message: string } }) => error);
  return { status: answer.statusCode, body: answer.body };
}

test('is masked in the timeline and in runs', async () => {
  await enrolPhone();
  await asking("api.authentication.challengeWith({ type: 'phone' }); console.log('call +4930555010142');");
  await login();
  const code = await sentCode();
  const told = JSON.stringify([tenant.emulator.timeline()]);
  expect(told).not.toContain(NUMBER);
  expect(told).not.toContain(code);
  expect(told).toContain('Text message');
});
