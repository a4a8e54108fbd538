import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UserAgent } from '../../emulator/index.ts';
import { type DeployableAction, startTestTenant, type TestTenant } from '../support/tenant.ts';

const THINGS = 'https://things.example';

let tenant: TestTenant;
let organizationId: string;
let userId: string;
beforeAll(async () => {
  tenant = await startTestTenant();
  const { auth0, customers } = tenant;
  organizationId = (await auth0.organizations.getByName('acme')).id ?? '';
  const [user] = await auth0.users.listUsersByEmail({ email: customers.acmeAdmin.username });
  userId = user?.user_id ?? '';
  await auth0.guardian.factors.set('email', { enabled: true });
});
afterAll(() => tenant.emulator.close());

const onExecute = (name: string, body: string, more: Partial<DeployableAction> = {}): DeployableAction => ({
  name,
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} };`,
  ...more,
});
const newAgent = () => new UserAgent(tenant.emulator.okta.redirectUri);
const login = (options: Parameters<TestTenant['login']>[1] = {}) => tenant.login(tenant.customers.acmeAdmin, options);
const answer = (callback: URL) => ({
  error: callback.searchParams.get('error'),
  description: callback.searchParams.get('error_description'),
});
const lastActions = () => tenant.emulator.runs().at(-1)?.actions ?? [];
const LOG_METHODS = 'console.log(event.authentication.methods.map(({ name, type }) => type ?? name).join())';

describe('an Action that sends the user elsewhere', () => {
  let elsewhere: Server;
  let elsewhereUrl: string;
  /** What the other side answers, made of what it was sent. */
  let respond: (sent: Record<string, unknown>, state: string) => Promise<string>;

  const secret = () => Buffer.from(tenant.oinClientId);
  const sign = (claims: Record<string, unknown>): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret());
  const honest = (sent: Record<string, unknown>, state: string): Promise<string> =>
    sign({ sub: sent.sub, iss: 'elsewhere.example', state, exp: Number(sent.exp), colour: 'green' });

  const redirecting = (more = ''): DeployableAction => ({
    name: 'redirecting',
    code: `
      exports.onExecutePostLogin = async (event, api) => {
        api.transaction.setMetadata('before', event.transaction.protocol);
        api.user.setAppMetadata('asked', 'colour');
        api.redirect.sendUserTo('${elsewhereUrl}', { query: {
          session_token: api.redirect.encodeToken({ secret: event.secrets.OIN_CLIENT_IDS, payload: { ask: 'colour' } }) } });
      };
      ${more}`,
  });
  const resuming = (): DeployableAction =>
    redirecting(`exports.onContinuePostLogin = async (event, api) => {
        const { colour } = api.redirect.validateToken({ secret: event.secrets.OIN_CLIENT_IDS });
        api.accessToken.setCustomClaim('colour', colour);
        api.authentication.recordMethod('https://elsewhere.example');
        console.log(event.request.query.prompt, event.transaction.metadata.before);
      };`);

  beforeAll(async () => {
    elsewhere = createServer(async (request, response) => {
      const { searchParams } = new URL(request.url ?? '', elsewhereUrl);
      const state = searchParams.get('state') ?? '';
      const { payload } = await jwtVerify(searchParams.get('session_token') ?? '', secret());
      const back = new URL('/continue', tenant.emulator.browserOrigin);
      back.search = new URLSearchParams({ state, session_token: await respond(payload, state) }).toString();
      response.writeHead(302, { location: back.href }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    // A listener on a port has an AddressInfo.
    elsewhereUrl = `http://localhost:${(elsewhere.address() as AddressInfo).port}/ask`;
  });
  afterAll(() => elsewhere.close());
  beforeEach(() => {
    respond = honest;
  });

  test('goes on in its own onContinuePostLogin, with what the user brings back', async () => {
    await tenant.bindActions([onExecute('before', ''), resuming(), onExecute('after', LOG_METHODS)]);
    const agent = newAgent();
    const { callback } = await login({ agent });
    const { claims } = await tenant.emulator.okta.complete(callback);
    expect(claims.colour).toBe('green');
    expect(lastActions().map(({ name, handler, logs }) => [name, handler, logs])).toEqual([
      ['before', 'onExecutePostLogin', ''],
      ['redirecting', 'onExecutePostLogin', ''],
      ['redirecting', 'onContinuePostLogin', 'undefined oidc-basic-profile'],
      ['after', 'onExecutePostLogin', 'pwd,https://elsewhere.example'],
    ]);
    await tenant.bindActions([onExecute('later', LOG_METHODS)]);
    await login({ agent });
    expect(lastActions()[0]?.logs, 'a recorded method lives as long as the session').toBe(
      'pwd,https://elsewhere.example',
    );
  });

  test('does not go on when the browser comes back by another page', async () => {
    await tenant.bindActions([resuming()]);
    const agent = newAgent();
    const answers: Awaited<ReturnType<UserAgent['visit']>>[] = [];
    let asked = 0;
    respond = async (sent, state) => {
      asked += 1;
      if (asked > 1) return honest(sent, state);
      const body = new URLSearchParams({ state, action: 'accept' });
      answers.push(await agent.visit(new URL('/u/consent', tenant.emulator.browserOrigin), { method: 'POST', body }));
      return honest(sent, state);
    };
    await expect(login({ agent })).rejects.toThrow('stopped at /continue (HTTP 400)');
    expect(asked, 'sent away again').toBe(2);
    expect(answers.map((at) => 'callback' in at && at.callback.searchParams.has('error'))).toEqual([false]);
  });

  test('is all that /continue is for: a login at another page stays there', async () => {
    await tenant.bindActions([resuming()]);
    const agent = newAgent();
    const page = await agent.visit(await tenant.emulator.okta.begin());
    if (!('html' in page)) throw new Error('no page');
    const at = await agent.visit(new URL(`/continue${page.url.search}`, page.url));
    expect('html' in at && at.status).toBe(400);
    const again = await agent.visit(page.url);
    expect('html' in again && again.status).toBe(200);
  });

  test('has its metadata written before the user leaves', async () => {
    await tenant.bindActions([resuming()]);
    await tenant.auth0.users.update(userId, { app_metadata: { asked: null as unknown as string } });
    respond = async (sent, state) => {
      const user = await tenant.auth0.users.get(userId);
      expect(user.app_metadata?.asked).toBe('colour');
      return honest(sent, state);
    };
    const { callback } = await login();
    expect(callback.searchParams.has('code')).toBe(true);
  });

  test('fails the login when it has no onContinuePostLogin', async () => {
    await tenant.bindActions([redirecting()]);
    expect(answer((await login()).callback)).toEqual({
      error: 'access_denied',
      description:
        'Invalid function signature for the "onContinuePostLogin" handler. Use "exports.onContinuePostLogin = async function(event, api) { }" as the signature.',
    });
  });

  test('fails the login when the answer is of another login', async () => {
    await tenant.bindActions([resuming()]);
    respond = (sent) => honest(sent, 'another');
    expect(answer((await login()).callback)).toEqual({
      error: 'access_denied',
      description: 'The session token is invalid: ((state is not that of this redirect))',
    });
  });

  test('cannot send anyone anywhere under prompt=none', async () => {
    await tenant.bindActions([]);
    const agent = newAgent();
    await login({ agent });
    await tenant.bindActions([resuming()]);
    const at = await agent.visit(await tenant.emulator.okta.begin({ prompt: 'none', organization: organizationId }));
    expect('callback' in at && answer(at.callback).error).toBe('interaction_required');
  });

  test('is resumed once, and in its own browser only', async () => {
    await tenant.bindActions([resuming()]);
    let back = '';
    respond = async (sent, state) => {
      const token = await honest(sent, state);
      back = `/continue?${new URLSearchParams({ state, session_token: token })}`;
      return token;
    };
    const { callback } = await login();
    expect(callback.searchParams.has('code')).toBe(true);
    const again = await newAgent().visit(new URL(back, tenant.emulator.browserOrigin));
    expect('html' in again && again.status).toBe(400);

    let stolen: Awaited<ReturnType<UserAgent['visit']>> | undefined;
    respond = async (sent, state) => {
      const token = await honest(sent, state);
      const path = `/continue?${new URLSearchParams({ state, session_token: token })}`;
      stolen = await newAgent().visit(new URL(path, tenant.emulator.browserOrigin));
      return token;
    };
    expect((await login()).callback.searchParams.has('code'), 'it waited for its own browser').toBe(true);
    expect(stolen && 'html' in stolen && stolen.status).toBe(400);
  });
});

describe('target scopes', () => {
  beforeAll(async () => {
    const { auth0 } = tenant;
    const scopes = ['read', 'write', 'delete'].map((value) => ({ value }));
    await auth0.resourceServers.create({ name: 'Things', identifier: THINGS, scopes, enforce_policies: true });
    const { id: roleId = '' } = await auth0.roles.create({ name: 'things' });
    await auth0.roles.permissions.add(roleId, {
      permissions: ['read', 'write'].map((permission_name) => ({
        permission_name,
        resource_server_identifier: THINGS,
      })),
    });
    await auth0.organizations.members.roles.assign(organizationId, userId, { roles: [roleId] });
  });

  test('are filtered by RBAC and shown for consent; addScope and removeScope act after both', async () => {
    await tenant.bindActions([
      onExecute(
        'targets',
        `api.transaction.removeTargetScope('read'); api.transaction.addTargetScope('write');
         api.transaction.addTargetScope('delete'); api.transaction.addTargetScope('undefined-one');
         api.accessToken.addScope('extra')`,
      ),
      onExecute(
        'seen',
        'console.log(event.request.query.scope, event.transaction.requested_scopes.join(), event.transaction.target_scopes.join())',
      ),
    ]);
    const { callback, consentTexts } = await login({ audience: THINGS, scope: 'openid read' });
    const { claims, scope } = await tenant.emulator.okta.complete(callback);
    expect(consentTexts).toEqual(['write']);
    expect(claims.scope).toBe('openid write extra');
    expect(scope).toBe('openid write extra');
    expect(lastActions().at(-1)?.logs).toBe('openid read openid,read openid,write,delete,undefined-one');
  });

  test('that keep openid alone leave no scope of the API', async () => {
    await tenant.bindActions([onExecute('cleared', "api.transaction.setTargetScopes(['openid'])")]);
    const { callback, consentTexts } = await login({ audience: THINGS, scope: 'openid read' });
    expect(consentTexts).toBeUndefined();
    expect((await tenant.emulator.okta.complete(callback)).claims.scope).toBe('openid');
  });

  test('cleared leave no scope at all', async () => {
    await tenant.bindActions([onExecute('cleared', 'api.transaction.clearTargetScopes()')]);
    const { callback } = await login({ audience: THINGS, scope: 'openid read' });
    expect((await tenant.emulator.okta.complete(callback)).claims.scope).toBeUndefined();
  });
});

describe('the email factor', () => {
  const challenge = "api.authentication.challengeWith({ type: 'email' })";

  test('sends a code that proves it to the next Action', async () => {
    await tenant.bindActions([onExecute('challenge', challenge), onExecute('next', LOG_METHODS)]);
    const { callback, pages } = await login();
    expect(callback.searchParams.has('code')).toBe(true);
    expect(pages).toContain('/u/mfa-email-challenge');
    expect(lastActions().at(-1)?.logs).toBe('pwd,email');
  });

  test('is not there for an address that is not verified', async () => {
    await tenant.bindActions([onExecute('challenge', challenge)]);
    await tenant.auth0.users.update(userId, { email_verified: false });
    const { callback, pages } = await login();
    await tenant.auth0.users.update(userId, { email_verified: true });
    expect(answer(callback).description).toBe('((mfar: no factor to challenge among email can be used))');
    expect(pages).not.toContain('/u/mfa-email-challenge');
  });

  test('takes the mailed code and no other', async () => {
    await tenant.bindActions([onExecute('challenge', challenge)]);
    const agent = newAgent();
    await login({ agent });
    const { okta, browserOrigin } = tenant.emulator;
    const page = await agent.visit(await okta.begin({ organization: organizationId }));
    if (!('html' in page)) throw new Error('no page');
    const mail = await (await fetch(new URL('/_local/mail', browserOrigin))).text();
    const [code = ''] = /\d{6}(?=<\/code>)/.exec(mail) ?? [];
    const wrong = await agent.submit(page, { code: code === '000000' ? '000001' : '000000' });
    if (!('html' in wrong)) throw new Error('the wrong code was taken');
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('The code you entered is invalid');
    expect('callback' in (await agent.submit(wrong, { code }))).toBe(true);
  });
});

describe('multifactor.enable', () => {
  const enable = onExecute('enable', "api.multifactor.enable('any')");
  const OTP = '/u/mfa-otp-challenge';

  test('asks when all Actions have run', async () => {
    await tenant.bindActions([enable, onExecute('last', LOG_METHODS)]);
    const { callback, pages } = await login();
    expect(callback.searchParams.has('code')).toBe(true);
    expect(pages.filter((path) => path === OTP)).toHaveLength(1);
    expect(lastActions().at(-1)).toMatchObject({ name: 'last', logs: 'pwd' });
  });

  test('gives way to a challenge of an Action', async () => {
    await tenant.bindActions([enable, onExecute('own', "api.authentication.challengeWith({ type: 'email' })")]);
    const { pages } = await login();
    expect(pages.filter((path) => path.startsWith('/u/mfa-'))).toEqual(['/u/mfa-email-challenge']);
  });

  test("with 'none' overrides the tenant's policy, which asks everyone", async () => {
    await tenant.auth0.guardian.policies.set(['all-applications']);
    await tenant.bindActions([]);
    const asked = await login();
    await tenant.bindActions([onExecute('spare', "api.multifactor.enable('none')")]);
    const spared = await login();
    await tenant.auth0.guardian.policies.set([]);
    expect(asked.pages).toContain(OTP);
    expect(spared.pages).not.toContain(OTP);
    expect(spared.callback.searchParams.has('code')).toBe(true);
  });
});

test('an enrolment is listed among the methods of the next Action, with its time', async () => {
  const { auth0, customers } = tenant;
  await auth0.users.authenticationMethods.deleteAll(userId);
  await tenant.bindActions([
    onExecute('enrol', "api.authentication.enrollWith({ type: 'otp' })"),
    onExecute('next', `${LOG_METHODS}; console.log(typeof event.authentication.methods.at(-1).timestamp)`),
  ]);
  const { pages } = await login();
  await auth0.users.authenticationMethods.deleteAll(userId);
  await auth0.users.authenticationMethods.create(userId, {
    type: 'totp',
    totp_secret: customers.acmeAdmin.totpSecret,
  });
  expect(pages).toContain('/u/mfa-otp-enrollment');
  expect(lastActions().at(-1)?.logs).toBe('pwd,otp\nstring');
});

test('challenges fail closed while the tenant does not let Actions customize factors', async () => {
  await tenant.bindActions([onExecute('challenge', "api.authentication.challengeWith({ type: 'otp' })")]);
  await tenant.auth0.tenants.settings.update({ customize_mfa_in_postlogin_action: false });
  const { callback } = await login();
  await tenant.auth0.tenants.settings.update({ customize_mfa_in_postlogin_action: true });
  expect(answer(callback).description).toBe('((challenge and enroll commands need customize_mfa_in_postlogin_action))');
});

test('a dependency installed at another version than the declared one is not found', async () => {
  const code = 'exports.onExecutePostLogin = async () => { require("yaml") };';
  await tenant.bindActions([{ name: 'needy', code, dependencies: [{ name: 'yaml', version: '1.10.2' }] }]);
  expect(answer((await login()).callback).description).toMatch(
    /^Cannot find module 'yaml' \(\(1\.10\.2 is declared, [\d.]+ is installed here: npm install --save-exact yaml@1\.10\.2\)\)$/,
  );
});

test("an Action is told the member's roles in the organization", async () => {
  await tenant.bindActions([
    onExecute('roles', 'console.log((await api.roles.getUserEffectiveRoles()).roles.map(({ name }) => name).join())'),
  ]);
  const { auth0, customers } = tenant;
  const { callback } = await tenant.login(customers.globexAdmin);
  expect(callback.searchParams.has('code')).toBe(true);
  const { data } = await auth0.roles.list({ name_filter: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
  expect(lastActions().at(-1)?.logs).toBe(data[0]?.name);
});

test('session.revoke denies the login and ends the session of the browser', async () => {
  await tenant.bindActions([]);
  const agent = newAgent();
  await login({ agent });
  await tenant.bindActions([onExecute('revoke', "api.session.revoke('not here')")]);
  const revoked = await login({ agent });
  expect(revoked.pages).not.toContain('/u/login/password');
  expect(answer(revoked.callback)).toEqual({ error: 'access_denied', description: 'not here' });
  await tenant.bindActions([]);
  expect((await login({ agent })).pages).toContain('/u/login/password');
});

test('user metadata set to null is removed', async () => {
  await tenant.auth0.users.update(userId, { user_metadata: { old: 1, kept: 2 } });
  await tenant.bindActions([
    onExecute('metadata', "api.user.setUserMetadata('old', null); api.user.setUserMetadata('new', { a: 1 })"),
  ]);
  await login();
  expect((await tenant.auth0.users.get(userId)).user_metadata).toEqual({ kept: 2, new: { a: 1 } });
});
