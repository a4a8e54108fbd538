/** From an invitation's mail to a member with a role, as the person who got it goes. */
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OktaOperator, signIn, UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';
import { DATABASE } from '../support/tenant.ts';
import { walk, webLogin } from '../support/web-login.ts';

const PASSWORD = 'a long pass phrase of Nora';
const INVALID = {
  error: 'invalid_request',
  error_description: '((the invitation is unknown, used or expired, or of another organization or application))',
};

let tenant: PublishedTenant;
let acme: string;
let databaseId: string;
let adminRole: string;
beforeAll(async () => {
  tenant = await startPublishedTenant();
  const { auth0, webApp } = tenant;
  acme = (await auth0.organizations.getByName('acme')).id ?? '';
  databaseId = (await auth0.connections.list({ name: DATABASE })).data[0]?.id ?? '';
  adminRole = (await auth0.roles.list()).data.find(({ name }) => name === 'EXPRESS_CONFIGURE_ADMIN_ROLE')?.id ?? '';
  await auth0.clients.update(webApp.clientId, { initiate_login_uri: 'https://saas.example/login' });
});
afterAll(() => tenant.emulator.close());

let count = 0;
let email: string;
beforeEach(() => {
  email = `nora${++count}@partner.example`;
});

type Invitation = Parameters<PublishedTenant['auth0']['organizations']['invitations']['create']>[1];

const invite = (more: Partial<Invitation> = {}) =>
  tenant.auth0.organizations.invitations.create(acme, {
    inviter: { name: 'Ada' },
    invitee: { email },
    client_id: tenant.webApp.clientId,
    roles: [adminRole],
    ...more,
  });

const userOf = async (address: string) => (await tenant.auth0.users.listUsersByEmail({ email: address }))[0];
const rolesIn = async (userId: string) =>
  (await tenant.auth0.organizations.members.roles.list(acme, userId)).data.map(({ id }) => id);
const isMember = async (userId: string | undefined) =>
  (await tenant.auth0.organizations.members.list(acme)).data.some(({ user_id }) => user_id === userId);

const shown = (at: VisitedPage | { callback: URL }): VisitedPage => {
  if ('html' in at) return at;
  throw new Error(`led to ${at.callback.pathname}`);
};

/** Opens the newest mail to `email`, and its link. */
async function openLink(agent: UserAgent): Promise<VisitedPage> {
  const outbox = shown(await agent.visit(new URL('/_local/mail', tenant.emulator.browserOrigin)));
  const mail = parse(outbox.html).querySelector(`[data-to="${email}"] a`)?.getAttribute('href') ?? '';
  const letter = shown(await agent.visit(new URL(mail, outbox.url)));
  const link = parse(letter.html).querySelectorAll('a')[0]?.getAttribute('href') ?? '';
  return shown(await agent.visit(new URL(link, letter.url)));
}

const person = (username: string, password = PASSWORD) => ({ organization: '', username, password });

/** Stops where the application gets its answer. */
const browser = () => new UserAgent(`${tenant.emulator.browserOrigin}/_local/app/callback`);

/** A login at the application with the ticket, up to its callback. */
async function loginWith(ticket: string | undefined, who = person(email), more: Record<string, string> = {}) {
  const { url } = await webLogin(tenant, { invitation: ticket ?? '', organization: acme, ...more });
  const { callback, pages } = await walk(tenant, url, who, browser());
  return { answer: Object.fromEntries(callback.searchParams), pages };
}

test('whoever has no account makes one, and is a member with the roles of the invitation', async () => {
  const { id = '' } = await invite({ app_metadata: { plan: 'gold' } });
  const agent = new UserAgent();
  const offer = await openLink(agent);
  expect(offer.url.pathname).toBe('/u/accept-invitation');
  expect(parse(offer.html).querySelector('main .muted')?.textContent).toBe(
    'Ada has sent you an invitation to join Acme on SaaS.',
  );
  const signUp = shown(await agent.submit(offer, {}));
  expect(signUp.url.pathname).toBe('/u/signup/password');
  expect(parse(signUp.html).querySelector('.who')?.textContent).toBe(email);
  // The address is not the form's to say.
  const home = shown(await agent.submit(signUp, { password: PASSWORD, username: 'mallory@evil.test' }));
  expect(home.url.pathname).toBe('/_local/app/');
  expect(home.html).toContain(email);

  const user = await userOf(email);
  expect(user).toMatchObject({ email, email_verified: true, app_metadata: { plan: 'gold' } });
  expect(user?.identities?.[0]?.connection).toBe(DATABASE);
  expect(await rolesIn(user?.user_id ?? '')).toEqual([adminRole]);
  expect((await tenant.auth0.users.roles.list(user?.user_id ?? '')).data).toEqual([]);
  expect(await userOf('mallory@evil.test')).toBeUndefined();
  await expect(tenant.auth0.organizations.invitations.get(acme, id)).rejects.toMatchObject({ statusCode: 404 });

  const { data: events } = await tenant.auth0.logs.list({ per_page: 4 });
  expect(events.map(({ type }) => type)).toEqual(['seacft', 's', 'si', 'ss']);
  expect(events[2]).toMatchObject({
    client_id: tenant.webApp.clientId,
    organization_id: acme,
    user_id: user?.user_id,
    description: 'Successfully accepted a user invitation',
  });
});

test('an administrator who came by invitation can express-configure', async () => {
  const { ticket_id } = await invite({ connection_id: databaseId });
  await loginWith(ticket_id);
  const okta = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
  const page = await okta.expressConfigure('sso', { ...person(email), organization: 'acme' });
  expect(page.status).toBe(200);
});

test('an address of a domain that Okta vouches for is led there, and is a member afterwards', async () => {
  email = 'someone@acme.com';
  await new OktaOperator(tenant.emulator.browserOrigin, 'acme').assign(email);
  await invite();
  const agent = new UserAgent();
  const atOkta = shown(await agent.submit(await openLink(agent), {}));
  expect(atOkta.url.pathname).toMatch(/^\/_local\/okta\/acme\/signin\//);
  const home = shown(await agent.press(atOkta, 'button[name=person]'));
  expect(home.url.pathname).toBe('/_local/app/');
  expect(await rolesIn((await userOf(email))?.user_id ?? '')).toEqual([adminRole]);
});

test('whoever has an account logs in to it, and keeps what it holds', async () => {
  await tenant.auth0.users.create({ connection: DATABASE, email, password: PASSWORD, app_metadata: { theme: 'dark' } });
  const { ticket_id } = await invite({ app_metadata: { plan: 'gold' } });
  const { answer, pages } = await loginWith(ticket_id);
  expect(pages).toEqual(['/u/accept-invitation', '/u/login/password']);
  expect(answer).toHaveProperty('code');
  const user = await userOf(email);
  // Whoever follows the link reads the mails of that address.
  expect(user).toMatchObject({ app_metadata: { theme: 'dark', plan: 'gold' }, email_verified: true });
  expect(await rolesIn(user?.user_id ?? '')).toEqual([adminRole]);
});

test('whoever is logged in as the invited already is asked nothing', async () => {
  const { auth0 } = tenant;
  await auth0.users.create({ connection: DATABASE, email, password: PASSWORD });
  const agent = browser();
  await walk(tenant, (await webLogin(tenant)).url, person(email), agent);
  const { ticket_id = '' } = await invite();
  const { url } = await webLogin(tenant, { invitation: ticket_id, organization: acme });
  const { callback, pages } = await walk(tenant, url, person(email), agent);
  expect([pages, callback.searchParams.has('code')]).toEqual([[], true]);
  expect(await isMember((await userOf(email))?.user_id)).toBe(true);
});

test("somebody else's account is refused, and the invitation is used up", async () => {
  const { auth0 } = tenant;
  const { user_id } = await auth0.users.create({ connection: DATABASE, email: `other-${email}`, password: PASSWORD });
  const agent = browser();
  await walk(tenant, (await webLogin(tenant)).url, person(`other-${email}`), agent);
  const { ticket_id = '' } = await invite();
  const { url } = await webLogin(tenant, { invitation: ticket_id, organization: acme });
  const { callback } = await walk(tenant, url, person(email), agent);
  expect(Object.fromEntries(callback.searchParams)).toMatchObject({
    error: 'access_denied',
    error_description: 'the specified account is not allowed to accept the current invitation',
  });
  expect(await isMember(user_id)).toBe(false);
  const { data: events } = await auth0.logs.list({ per_page: 2 });
  expect(events.map(({ type }) => type)).toEqual(['f', 'fi']);
  expect(events[1]).toMatchObject({ user_id, organization_id: acme });
  expect((await loginWith(ticket_id)).answer).toMatchObject(INVALID);
});

test('an account of another connection than the invitation names is refused', async () => {
  const { id = '' } = await tenant.auth0.connections.create({ name: `other-${count}`, strategy: 'auth0' });
  await tenant.auth0.organizations.enabledConnections.add(acme, { connection_id: id });
  const { ticket_id } = await invite({ connection_id: id });
  const { user_id } = await tenant.auth0.users.create({ connection: DATABASE, email, password: PASSWORD });
  const agent = browser();
  await walk(tenant, (await webLogin(tenant)).url, person(email), agent);
  const { url } = await webLogin(tenant, { invitation: ticket_id ?? '', organization: acme });
  const { callback } = await walk(tenant, url, person(email), agent);
  expect(callback.searchParams.get('error')).toBe('access_denied');
  expect(await isMember(user_id)).toBe(false);
  await tenant.auth0.connections.delete(id);
});

describe('no login goes on with an invitation that', () => {
  const refused = async (ticket: string | undefined, more = {}) => {
    const { answer, pages } = await loginWith(ticket, person(email), more);
    expect(answer).toMatchObject(INVALID);
    expect(pages).toEqual([]);
    expect(await userOf(email)).toBeUndefined();
  };

  test('nobody made', () => refused('x'.repeat(32)));

  test('was used', async () => {
    const { ticket_id } = await invite();
    await loginWith(ticket_id);
    expect((await loginWith(ticket_id)).answer).toMatchObject(INVALID);
  });

  test('was deleted', async () => {
    const { id = '', ticket_id } = await invite();
    await tenant.auth0.organizations.invitations.delete(acme, id);
    await refused(ticket_id);
  });

  test('has expired', async () => {
    const { id = '', ticket_id } = await invite({ ttl_sec: 60 });
    tenant.emulator.clock.advance(60_000);
    await refused(ticket_id);
    await expect(tenant.auth0.organizations.invitations.get(acme, id)).rejects.toMatchObject({ statusCode: 404 });
  });

  test('is of another organization', async () => {
    const globex = await tenant.auth0.organizations.getByName('globex');
    const { ticket_id } = await invite();
    await refused(ticket_id, { organization: globex.id ?? '' });
    expect((await loginWith(ticket_id)).answer).toHaveProperty('code');
  });

  test('names another application', async () => {
    const { auth0, reportsId } = tenant;
    await auth0.clients.update(reportsId, { initiate_login_uri: 'https://reports.example/login' });
    await refused((await invite({ client_id: reportsId })).ticket_id);
  });
});

describe('on the way', () => {
  const start = async (agent: UserAgent, ticket = '') => {
    const { url } = await webLogin(tenant, { invitation: ticket, organization: acme });
    return shown(await agent.visit(url));
  };

  test('an invitation that ceases ends the login at the application', async () => {
    const { ticket_id, id = '' } = await invite();
    const agent = browser();
    const signUp = shown(await agent.submit(await start(agent, ticket_id), {}));
    await tenant.auth0.organizations.invitations.delete(acme, id);
    const at = await agent.submit(signUp, { password: PASSWORD });
    expect('callback' in at && Object.fromEntries(at.callback.searchParams)).toMatchObject(INVALID);
    expect(await userOf(email)).toBeUndefined();
  });

  test('an account needs a password', async () => {
    const agent = browser();
    const signUp = shown(await agent.submit(await start(agent, (await invite()).ticket_id), {}));
    const again = shown(await agent.submit(signUp, { password: '' }));
    expect([again.status, parse(again.html).querySelector('[role=alert]')?.textContent]).toEqual([
      400,
      'Password is required',
    ]);
    expect(await userOf(email)).toBeUndefined();
  });

  test('the pages are closed to logins without an invitation', async () => {
    const agent = browser();
    const identifier = shown(await agent.visit((await webLogin(tenant, { organization: acme })).url));
    for (const path of ['/u/signup/password', '/u/accept-invitation']) {
      const at = await agent.submit({ ...identifier, url: new URL(path, identifier.url) }, { password: PASSWORD });
      expect(shown(at).url.pathname).toBe('/u/login/identifier');
    }
  });

  test('a connection without sign-up takes nobody, unless the organization does', async () => {
    const { auth0 } = tenant;
    const options = { disable_signup: true };
    await auth0.connections.update(databaseId, { options });
    try {
      const { ticket_id } = await invite();
      await expect(loginWith(ticket_id)).rejects.toThrow('((No connection of this organization takes new users.))');
      await auth0.organizations.enabledConnections.update(acme, databaseId, {
        assign_membership_on_login: true,
        is_signup_enabled: true,
      });
      expect((await loginWith(ticket_id)).answer).toHaveProperty('code');
    } finally {
      await auth0.connections.update(databaseId, { options: {} });
      await auth0.organizations.enabledConnections.update(acme, databaseId, {
        assign_membership_on_login: false,
        is_signup_enabled: false,
      });
    }
  });

  test('an organization of passwordless people asks for an emailed code', async () => {
    const { auth0 } = tenant;
    const { id: connection_id = '' } = await auth0.connections.create({ name: 'email', strategy: 'email' });
    await auth0.organizations.enabledConnections.add(acme, { connection_id });
    const { ticket_id } = await invite({ connection_id });
    const { url } = await webLogin(tenant, { invitation: ticket_id ?? '', organization: acme });
    const { callback, pages } = await signIn(browser(), url, person(email));
    expect(callback.searchParams.has('code')).toBe(true);
    expect(pages).toEqual(['/u/accept-invitation', '/u/login/passwordless-email-challenge']);
    expect((await userOf(email))?.identities?.[0]?.connection).toBe('email');
    await auth0.connections.delete(connection_id);
  });

  test('the login goes on past a second factor, with the invitation used', async () => {
    const enroll = `exports.onExecutePostLogin = async (event, api) => {
      if (event.user.enrolledFactors.length === 0) api.authentication.enrollWith({ type: 'otp' });
    };`;
    await tenant.bindActions([{ name: 'enrolls', code: enroll }]);
    const { ticket_id } = await invite();
    const { answer, pages } = await tenant.emulator.clock.run(() => loginWith(ticket_id));
    expect(pages).toEqual(['/u/accept-invitation', '/u/signup/password', '/u/mfa-otp-enrollment']);
    expect(answer).toHaveProperty('code');
  });
});
