import { expect, test } from 'vitest';
import { badRequest, type ManagementRig, refusal, startManagement } from '../management-rig.ts';

const PATH = '/guardian/enrollments/ticket';
const INEXISTENT = { status: 404, body: refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user') };

async function startWithUser() {
  const rig = await startManagement();
  await rig.call('POST', '/connections', {
    name: 'db',
    strategy: 'auth0',
    options: { attributes: { username: { identifier: { active: true } } } },
  });
  const user = { connection: 'db', email: 'ada@acme.test', password: 'correct horse' };
  const { user_id } = (await rig.call('POST', '/users', user)).body;
  return { rig, user_id, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

const ticketsOf = ({ state }: ManagementRig) => state.enrollmentTickets;

test('a ticket leads to its page, for five days; no mail goes out unless asked for', async () => {
  await using tenant = await startWithUser();
  const { rig, user_id } = tenant;
  const { status, body } = await rig.call('POST', PATH, { user_id });
  expect([status, body]).toEqual([
    200,
    {
      ticket_id: expect.stringMatching(/^\w{32}$/),
      ticket_url: `https://tenant.test/mfa/enrollment?ticket=${body.ticket_id}`,
    },
  ]);
  expect(ticketsOf(rig)).toEqual([
    {
      ticket_id: body.ticket_id,
      user_id,
      factor: 'otp',
      allow_multiple_enrollments: false,
      expires_at: '2026-01-07T03:04:05.000Z',
    },
  ]);
  expect(rig.state.mails).toEqual([]);
});

test.each([
  [{}, 'ada@acme.test'],
  [{ email: 'ada@home.test' }, 'ada@home.test'],
])('with send_mail and %j the link goes to %s', async (more, to) => {
  await using tenant = await startWithUser();
  const { rig, user_id } = tenant;
  const { body } = await rig.call('POST', PATH, { user_id, send_mail: true, factor: 'otp', ...more });
  expect(rig.state.mails).toEqual([
    {
      id: expect.stringMatching(/^mail_/),
      to,
      subject: 'Enroll in multi-factor authentication',
      link: body.ticket_url,
      text: `Enroll in multi-factor authentication\n\nEnroll at ${body.ticket_url}`,
      sent_at: '2026-01-02T03:04:05.000Z',
    },
  ]);
});

test.each([
  [{ factor: 'email' }, '((Users cannot enroll in email as a factor by ticket.))'],
  [{ factor: 'webauthn-roaming' }, '((The local tenant enrols no webauthn-roaming by ticket.))'],
])('%j is refused', async (more, message) => {
  await using tenant = await startWithUser();
  const { rig, user_id } = tenant;
  expect((await rig.call('POST', PATH, { user_id, ...more })).body).toEqual(badRequest(message));
  expect(ticketsOf(rig)).toEqual([]);
});

test.each([
  [[], undefined, 'otp'],
  [['sms', 'push-notification'], undefined, 'phone'],
  [['push-notification', 'otp'], undefined, 'otp'],
  [['otp'], 'push-notification', 'push-notification'],
  [['otp'], 'phone', 'phone'],
])('with %j on and factor %s a ticket enrols %s', async (enabled, asked, factor) => {
  await using tenant = await startWithUser();
  const { rig, user_id } = tenant;
  for (const name of enabled) await rig.call('PUT', `/guardian/factors/${name}`, { enabled: true });
  await rig.call('POST', PATH, { user_id, ...(asked && { factor: asked }) });
  expect(ticketsOf(rig)).toMatchObject([{ factor }]);
});

test('a mail needs an address, a ticket a user and the scope', async () => {
  await using tenant = await startWithUser();
  const { rig, user_id } = tenant;
  const { user_id: nameless } = (
    await rig.call('POST', '/users', { connection: 'db', username: 'eve', password: 'correct horse' })
  ).body;
  expect((await rig.call('POST', PATH, { user_id: nameless, send_mail: true })).body).toEqual(
    badRequest('((The user has no email address.))'),
  );
  expect(await rig.call('POST', PATH, { user_id: 'auth0|nobody' })).toMatchObject(INEXISTENT);
  const authorization = 'Bearer scopes:read:users';
  expect((await rig.call('POST', PATH, { user_id }, { authorization })).body.message).toBe(
    'Insufficient scope, expected any of: create:guardian_enrollment_tickets',
  );
  expect(ticketsOf(rig)).toEqual([]);
});

test('the first confirmed enrolment is listed, and no other', async () => {
  await using tenant = await startWithUser();
  const { rig, user_id } = tenant;
  const user = `/users/${encodeURIComponent(user_id)}`;
  const list = async () => (await rig.call('GET', `${user}/enrollments`)).body;
  expect(await list()).toEqual([]);
  const methods = `${user}/authentication-methods`;
  const { id } = (await rig.call('POST', methods, { type: 'totp', name: 'phone', totp_secret: 'JBSWY3DPEHPK3PXP' }))
    .body;
  const [first] = rig.state.authenticationMethods;
  if (first !== undefined) rig.state.authenticationMethods.unshift({ ...first, id: 'totp|dev_0', confirmed: false });
  await rig.call('POST', methods, { type: 'totp', totp_secret: 'JBSWY3DPEHPK3PXA' });
  expect(await list()).toEqual([
    { id, status: 'confirmed', auth_method: 'authenticator', name: 'phone', enrolled_at: '2026-01-02T03:04:05.000Z' },
  ]);
  expect(await rig.call('GET', '/users/auth0%7Cnobody/enrollments')).toMatchObject(INEXISTENT);
});

test('tickets go with their user', async () => {
  await using tenant = await startWithUser();
  const { rig, user_id } = tenant;
  await rig.call('POST', PATH, { user_id });
  await rig.call('DELETE', `/users/${encodeURIComponent(user_id)}`);
  expect(ticketsOf(rig)).toEqual([]);
});
