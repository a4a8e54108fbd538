import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserAgent } from '../../emulator/index.ts';
import { copyProject } from '../support/project.ts';
import { builtActions, startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
});
afterAll(() => tenant.emulator.close());

const error = (callback: URL) => ({
  error: callback.searchParams.get('error'),
  description: callback.searchParams.get('error_description'),
});
const commandsOfLastLogin = () =>
  tenant.emulator
    .runs()
    .at(-1)
    ?.actions.flatMap(({ commands }) => commands);
const newAgent = () => new UserAgent(tenant.emulator.okta.redirectUri);

describe('an administrator who may express-configure', () => {
  test('by attribute gets both scopes and the domains of the organization, in a token for Okta', async () => {
    const { login, customers, emulator, oinClientId, auth0 } = tenant;
    const { callback, pages, consentTexts } = await login(customers.acmeAdmin);
    expect(consentTexts, 'RBAC gives her nothing, and what Actions add is not shown').toEqual([]);
    expect(pages).toEqual([
      '/u/organization',
      '/u/login/identifier',
      '/u/login/password',
      '/u/mfa-otp-challenge',
      '/u/consent',
    ]);
    const { claims, scope } = await emulator.okta.complete(callback);
    const { id } = await auth0.organizations.getByName('acme');
    expect(claims).toEqual({
      iss: emulator.issuer,
      sub: expect.stringMatching(/^auth0\|/),
      aud: ['urn:auth0:express-configure', `${emulator.issuer}userinfo`],
      azp: oinClientId,
      org_id: id,
      scope: 'openid express_configure:sso express_configure:scim',
      express_configuration: { domain_aliases: ['acme.com', 'eu.acme.com'] },
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    expect(scope).toBe('openid express_configure:sso express_configure:scim');
  });

  test('by role gets both scopes, and no claim where the organization has no domains', async () => {
    const { login, customers, emulator } = tenant;
    const { callback, consentTexts } = await login(customers.globexAdmin);
    const { claims } = await emulator.okta.complete(callback);
    expect(claims.scope).toBe('openid express_configure:sso express_configure:scim');
    expect(claims).not.toHaveProperty('express_configuration');
    const api = await tenant.auth0.resourceServers.get('urn:auth0:express-configure');
    expect(consentTexts).toEqual(api.scopes?.map(({ description }) => description));
  });

  test.each(['acmeAdmin', 'globexAdmin'] as const)('%s gets no more than was requested', async (who) => {
    const { login, customers, emulator } = tenant;
    const { callback, consentTexts } = await login(customers[who], { scope: 'openid express_configure:sso' });
    const { claims, scope } = await emulator.okta.complete(callback);
    expect(claims.scope).toBe('openid express_configure:sso');
    expect(scope).toBe('openid express_configure:sso');
    expect(consentTexts?.join() ?? '').not.toMatch(/scim/i);
  });

  test('gets no scope that the policy does not permit, whatever the role carries', async () => {
    await using project = await copyProject();
    await project.edit('actions/policy.ts', "['sso', 'scim']", "['sso']");
    await tenant.bindActions(await builtActions(project.rootDir));
    const { callback, consentTexts } = await tenant.login(tenant.customers.globexAdmin);
    await tenant.bindActions(await builtActions());
    const { claims, scope } = await tenant.emulator.okta.complete(callback);
    expect(claims.scope).toBe('openid express_configure:sso');
    expect(scope).toBe('openid express_configure:sso');
    expect(consentTexts).toBeUndefined();
  });

  test('is asked for the factor again in the same browser, and for nothing else', async () => {
    const { login, customers, emulator } = tenant;
    const agent = newAgent();
    await login(customers.acmeAdmin, { agent });
    const second = await login(customers.acmeAdmin, { agent });
    expect(second.pages).toEqual(['/u/organization', '/u/mfa-otp-challenge']);
    expect((await emulator.okta.complete(second.callback)).claims.scope).toContain('express_configure:sso');
  });

  test('never gets a token silently, even right after a complete login', async () => {
    const { login, customers } = tenant;
    const agent = newAgent();
    await login(customers.acmeAdmin, { agent });
    const { id } = await tenant.auth0.organizations.getByName('acme');
    const url = await tenant.emulator.okta.begin({ prompt: 'none', organization: id ?? '' });
    const at = await agent.visit(url);
    expect('callback' in at && error(at.callback)).toEqual({
      error: 'access_denied',
      description: 'Access denied (EC_PROTOCOL)',
    });
  });

  test('enrols a first factor in the login and is let through', async () => {
    const { login, customers, emulator, auth0 } = tenant;
    const { data: users } = await auth0.users.list({ q: `email:"${customers.globexAdmin.username}"` });
    const userId = users.find(({ email }) => email === customers.globexAdmin.username)?.user_id ?? '';
    await auth0.users.authenticationMethods.deleteAll(userId);
    const { callback, pages } = await login(customers.globexAdmin);
    expect(pages).toContain('/u/mfa-otp-enrollment');
    expect((await emulator.okta.complete(callback)).claims.scope).toContain('express_configure:scim');
    await auth0.users.authenticationMethods.deleteAll(userId);
    await auth0.users.authenticationMethods.create(userId, {
      type: 'totp',
      totp_secret: customers.globexAdmin.totpSecret,
    });
  });

  test('may decline at the consent page', async () => {
    const agent = newAgent();
    const person = { ...tenant.customers.member };
    await tenant.auth0.organizations.members.roles.assign(
      (await tenant.auth0.organizations.getByName('globex')).id ?? '',
      await userIdOf(person.username),
      { roles: [await roleId()] },
    );
    const { callback } = await tenant.login({ ...person, organization: 'globex', consent: 'deny' }, { agent });
    expect(error(callback)).toEqual({ error: 'access_denied', description: 'User did not authorize the request' });
    await tenant.auth0.organizations.members.roles.delete(
      (await tenant.auth0.organizations.getByName('globex')).id ?? '',
      await userIdOf(person.username),
      { roles: [await roleId()] },
    );
  });
});

describe('a login is refused', () => {
  test('for a plain member, before any factor is asked for', async () => {
    const { callback, pages } = await tenant.login(tenant.customers.member);
    expect(error(callback)).toEqual({ error: 'access_denied', description: 'Access denied (EC_NOT_AUTHORIZED)' });
    expect(pages).toEqual(['/u/organization', '/u/login/identifier', '/u/login/password']);
  });

  test("for acme's admin in globex, of which she is a plain member", async () => {
    const { id = '' } = await tenant.auth0.organizations.getByName('globex');
    await tenant.auth0.organizations.members.create(id, {
      members: [await userIdOf(tenant.customers.acmeAdmin.username)],
    });
    const { callback } = await tenant.login({ ...tenant.customers.acmeAdmin, organization: 'globex' });
    expect(error(callback)).toEqual({ error: 'access_denied', description: 'Access denied (EC_NOT_AUTHORIZED)' });
  });

  test('for someone who is no member of the organization', async () => {
    const { id } = await tenant.auth0.organizations.getByName('acme');
    const userId = await userIdOf(tenant.customers.globexAdmin.username);
    const { callback } = await tenant.login({ ...tenant.customers.globexAdmin, organization: 'acme' });
    expect(error(callback)).toEqual({
      error: 'access_denied',
      description: `user ${userId} is not part of the ${id} organization`,
    });
  });

  test('while the email is not verified', async () => {
    const userId = await userIdOf(tenant.customers.acmeAdmin.username);
    await tenant.auth0.users.update(userId, { email_verified: false });
    const { callback } = await tenant.login(tenant.customers.acmeAdmin);
    await tenant.auth0.users.update(userId, { email_verified: true });
    expect(error(callback)).toEqual({ error: 'access_denied', description: 'Access denied (EC_UNVERIFIED_EMAIL)' });
  });

  test('without a second factor where enrolment is off', async () => {
    await using project = await copyProject();
    await project.edit('actions/config.ts', "whenNoFactor: 'enroll'", "whenNoFactor: 'deny'");
    await tenant.bindActions(await builtActions(project.rootDir));
    const { globexAdmin } = tenant.customers;
    const userId = await userIdOf(globexAdmin.username);
    await tenant.auth0.users.authenticationMethods.deleteAll(userId);
    const { callback } = await tenant.login(globexAdmin);
    await tenant.bindActions(await builtActions());
    await tenant.auth0.users.authenticationMethods.create(userId, {
      type: 'totp',
      totp_secret: globexAdmin.totpSecret,
    });
    expect(error(callback)).toEqual({ error: 'access_denied', description: 'Access denied (EC_MFA_NO_FACTOR)' });
  });

  test('with a wrong code, a wrong password, an unknown organization: on the page, not in the callback', async () => {
    const { login, customers } = tenant;
    const otherSecret = customers.member.totpSecret;
    await expect(login({ ...customers.acmeAdmin, totpSecret: otherSecret })).rejects.toThrow(
      'stopped at /u/mfa-otp-challenge (HTTP 400): The code you entered is invalid',
    );
    await expect(login({ ...customers.acmeAdmin, password: 'wrong' })).rejects.toThrow(
      'stopped at /u/login/password (HTTP 400): Wrong email or password',
    );
    await expect(login({ ...customers.acmeAdmin, organization: 'initech' })).rejects.toThrow(
      'stopped at /u/organization (HTTP 400): The organization you have entered is invalid',
    );
  });
});

test('another audience, or none: the Actions call nothing, and the token is what it would be without them', async () => {
  const { login, customers, emulator, auth0 } = tenant;
  await auth0.resourceServers.create({
    name: 'Things',
    identifier: 'https://things.example',
    scopes: [{ value: 'read' }],
  });
  const scope = 'openid read';
  const withActions = await emulator.okta.complete(
    (await login(customers.acmeAdmin, { audience: 'https://things.example', scope })).callback,
  );
  expect(commandsOfLastLogin()).toEqual([]);
  await tenant.bindActions([]);
  const without = await emulator.okta.complete(
    (await login(customers.acmeAdmin, { audience: 'https://things.example', scope })).callback,
  );
  await tenant.bindActions(await builtActions());
  const times = { iat: 0, exp: 0 };
  expect({ ...withActions.claims, ...times }).toEqual({ ...without.claims, ...times });
  expect(withActions.claims.scope).toBe('openid read');

  const { callback } = await login(customers.acmeAdmin, { audience: undefined, scope: 'openid' });
  expect(callback.searchParams.get('code')).toEqual(expect.any(String));
  expect(commandsOfLastLogin()).toEqual([]);
});

test('an edited policy acts on the next login once it is deployed, and not before', async () => {
  await using project = await copyProject();
  await project.edit('actions/policy.ts', 'organizationAdmin(attribute),', '');
  const edited = await builtActions(project.rootDir);
  const before = await tenant.login(tenant.customers.acmeAdmin);
  await tenant.bindActions(edited);
  const after = await tenant.login(tenant.customers.acmeAdmin);
  await tenant.bindActions(await builtActions());
  const back = await tenant.login(tenant.customers.acmeAdmin);
  expect(before.callback.searchParams.get('code')).not.toBeNull();
  expect(error(after.callback).description).toBe('Access denied (EC_NOT_AUTHORIZED)');
  expect(back.callback.searchParams.get('code')).not.toBeNull();
});

async function userIdOf(email: string): Promise<string> {
  const [user] = await tenant.auth0.users.listUsersByEmail({ email });
  return user?.user_id ?? '';
}

async function roleId(): Promise<string> {
  const { data } = await tenant.auth0.roles.list({ name_filter: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
  return data[0]?.id ?? '';
}
