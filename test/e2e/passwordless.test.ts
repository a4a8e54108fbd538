import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, signIn, UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const person = (username: string): Person => ({
  organization: 'initech',
  username,
  password: '',
  totpSecret: TOTP_SECRET,
});

let tenant: TestTenant;
let connectionId: string;
beforeAll(async () => {
  tenant = await startTestTenant();
  const { auth0, webApp } = tenant;
  const connection = await auth0.connections.create({
    name: 'email',
    strategy: 'email',
    enabled_clients: [webApp.clientId],
  });
  connectionId = connection.id ?? '';
  const organization = await auth0.organizations.create({
    name: 'initech',
    enabled_connections: [{ connection_id: connectionId }],
  });
  const user = await auth0.users.create({
    connection: 'email',
    email: 'ida@initech.com',
    app_metadata: { express_configure: [{ org_id: organization.id, scopes: ['sso', 'scim'] }] },
  });
  await auth0.organizations.members.create(organization.id ?? '', { members: [user.user_id ?? ''] });
});
afterAll(() => tenant.emulator.close());

const userOf = async (email: string) => (await tenant.auth0.users.listUsersByEmail({ email }))[0];

const mails = async (): Promise<string> => (await fetch(`${tenant.emulator.browserOrigin}/_local/mail`)).text();

/** Into the SaaS application, by the passwordless connection alone. */
function appUrl(): URL {
  const url = new URL('/authorize', tenant.emulator.browserOrigin);
  url.search = new URLSearchParams({
    client_id: tenant.webApp.clientId,
    redirect_uri: tenant.webApp.callback,
    response_type: 'code',
    scope: 'openid email',
    connection: 'email',
  }).toString();
  return url;
}

describe('an administrator whose first factor is an emailed code', () => {
  test('is denied without a second one: a mailbox would be both', async () => {
    const { callback, pages } = await tenant.login(person('ida@initech.com'));
    expect(pages).toEqual(['/u/organization', '/u/login/identifier', '/u/login/passwordless-email-challenge']);
    expect(callback.searchParams.get('error_description')).toBe('Access denied (EC_MFA_NO_FACTOR)');
  });

  test('is let through with an authenticator app, and her address is verified by the code', async () => {
    const { user_id = '' } = (await userOf('ida@initech.com')) ?? {};
    await tenant.auth0.users.update(user_id, { email_verified: false });
    await tenant.auth0.users.authenticationMethods.create(user_id, { type: 'totp', totp_secret: TOTP_SECRET });
    const { callback, pages } = await tenant.login(person('Ida@Initech.com'));
    expect(pages).toContain('/u/mfa-otp-challenge');
    const { claims } = await tenant.emulator.okta.complete(callback);
    expect(claims.scope).toBe('openid express_configure:sso express_configure:scim');
    expect(await userOf('ida@initech.com')).toMatchObject({ email_verified: true, logins_count: 2 });
  });
});

test('what her Actions see is the code as first factor, for as long as the session', async () => {
  const code = `exports.onExecutePostLogin = async (event, api) =>
    { api.access.deny(event.authentication.methods.map(({ name, type }) => [name, type].join(':')).join()); };`;
  await tenant.bindActions([{ name: 'tells', code }]);
  const agent = new UserAgent(tenant.emulator.okta.redirectUri);
  const told = async () =>
    (await tenant.login(person('ida@initech.com'), { agent })).callback.searchParams.get('error_description');
  expect(await told()).toBe('email:');
  expect(await told()).toBe('email:');
  await tenant.bindActions([]);
});

describe('somebody unknown', () => {
  const agent = () => new UserAgent(tenant.webApp.callback);

  test('becomes a user of the connection with the first code', async () => {
    const { callback } = await signIn(agent(), appUrl(), person('new@initech.com'));
    expect(callback.searchParams.get('code')).toEqual(expect.any(String));
    expect(await userOf('new@initech.com')).toMatchObject({
      user_id: expect.stringMatching(/^email\|[0-9a-f]{24}$/),
      email_verified: true,
      identities: [{ connection: 'email', provider: 'email', isSocial: false }],
    });
  });

  test('has three attempts, and a new code for the asking', async () => {
    const browser = agent();
    const sent = async (): Promise<string> => /class="key">(\d{6})</.exec(await mails())?.[1] ?? '';
    const shown = async (at: ReturnType<UserAgent['visit']>): Promise<VisitedPage> => {
      const page = await at;
      if ('callback' in page) throw new Error('logged in');
      return page;
    };
    const complaint = ({ html }: VisitedPage): string => /role="alert" id="error">([^<]*)</.exec(html)?.[1] ?? '';
    const identifier = await shown(browser.visit(appUrl()));
    const code = await shown(browser.submit(identifier, { username: 'third@initech.com' }));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(complaint(await shown(browser.submit(code, { code: 'wrong' })))).toBe('The code you entered is invalid');
    }
    const first = await sent();
    const expired = await shown(browser.submit(code, { code: first }));
    expect(complaint(expired)).toBe('This code has expired or was tried too often. Ask for a new one.');
    const again = await shown(browser.submit(code, { action: 'resend-code' }));
    expect([again.status, again.html.includes('A new code is on its way.')]).toEqual([200, true]);
    expect(complaint(await shown(browser.submit(code, { code: first })))).toBe('The code you entered is invalid');
    expect(await browser.submit(code, { code: await sent() })).toHaveProperty('callback');
  });

  test('gets the same page and no mail where the connection takes nobody new', async () => {
    await tenant.auth0.connections.update(connectionId, { options: { disable_signup: true } });
    await expect(signIn(agent(), appUrl(), person('stranger@initech.com'))).rejects.toThrow(
      'stopped at /u/login/passwordless-email-challenge (HTTP 400): This code has expired or was tried too often. Ask for a new one.',
    );
    expect(await mails()).not.toContain('stranger@initech.com');
    expect(await userOf('stranger@initech.com')).toBeUndefined();
  });

  test('is told that a name is no address', async () => {
    await expect(signIn(agent(), appUrl(), person('stranger'))).rejects.toThrow(
      'stopped at /u/login/identifier (HTTP 400): Please enter a valid email address',
    );
  });
});

describe('the outbox', () => {
  test('shows what was sent, newest first, and each mail on a page of its own', async () => {
    const list = await mails();
    const [newest = '', older = ''] = [...list.matchAll(/data-to="([^"]+)"/g)].map(([, to]) => to);
    expect([newest, older]).toEqual(['third@initech.com', 'third@initech.com']);
    const [, path = ''] = /href="(\/_local\/mail\/[^"]+)"/.exec(list) ?? [];
    const mail = await (await fetch(tenant.emulator.browserOrigin + path)).text();
    expect(mail).toContain('<h1>Your login code</h1>');
    expect(mail).toMatch(/Your verification code is: \d{6}\n/);
    const unknown = await fetch(`${tenant.emulator.browserOrigin}/_local/mail/mail_none`);
    expect(unknown.status).toBe(404);
  });
});
