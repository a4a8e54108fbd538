/** Actions of the triggers besides post-login, where this tenant has their moment. */
import type { Management } from 'auth0';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';
import { organizationIdOf, walk, webLogin } from '../support/web-login.ts';

const THINGS = 'https://things.example';
const PASSWORD = 'a long pass phrase of Nora';

type Trigger = Management.ActionTriggerTypeEnum;

const HANDLERS: Partial<Record<Trigger, string>> = {
  'credentials-exchange': 'onExecuteCredentialsExchange',
  'pre-user-registration': 'onExecutePreUserRegistration',
  'post-user-registration': 'onExecutePostUserRegistration',
  'post-change-password': 'onExecutePostChangePassword',
};

let tenant: TestTenant;
let machine: { client_id: string; client_secret: string };
beforeAll(async () => {
  tenant = await startTestTenant();
  const { auth0 } = tenant;
  const scopes = ['read', 'write', 'delete'].map((value) => ({ value }));
  await auth0.resourceServers.create({ name: 'Things', identifier: THINGS, scopes });
  const { client_id = '', client_secret = '' } = await auth0.clients.create({
    name: 'Robot',
    app_type: 'non_interactive',
    grant_types: ['client_credentials'],
    client_metadata: { team: 'blue' },
  });
  machine = { client_id, client_secret };
  await auth0.clientGrants.create({ client_id, audience: THINGS, scope: ['read', 'write'] });
  await auth0.clients.update(tenant.webApp.clientId, { initiate_login_uri: 'https://saas.example/login' });
  await tenant.bindActions([]);
});
afterAll(() => tenant.emulator.close());

/** Deploys these bodies as Actions and binds them in place of what was bound to the trigger. */
async function bind(trigger: Trigger, ...bodies: string[]): Promise<void> {
  const names: string[] = [];
  for (const [index, body] of bodies.entries()) {
    const name = `${trigger} ${index}`;
    const code = `exports.${HANDLERS[trigger]} = async (event, api) => { ${body} };`;
    const { data } = await tenant.auth0.actions.list({ actionName: name });
    const draft = { code, runtime: 'node22', secrets: [{ name: 'WORD', value: `open sesame ${index}` }] };
    const { id = '' } = data[0]?.id
      ? await tenant.auth0.actions.update(data[0].id, draft)
      : await tenant.auth0.actions.create({ name, supported_triggers: [{ id: trigger, version: 'v2' }], ...draft });
    await tenant.auth0.actions.get(id);
    await tenant.auth0.actions.deploy(id);
    names.push(name);
  }
  await tenant.auth0.actions.triggers.bindings.updateMany(trigger, {
    bindings: names.map((value) => ({ ref: { type: 'action_name', value }, display_name: value })),
  });
}

beforeEach(async () => {
  for (const trigger of Object.keys(HANDLERS)) {
    // The keys are the triggers.
    await tenant.auth0.actions.triggers.bindings.updateMany(trigger as Trigger, { bindings: [] });
  }
});

const runsOf = (handler: string | undefined) =>
  tenant.emulator.timeline().flatMap((entry) => (entry.kind === 'action' && entry.handler === handler ? [entry] : []));
const lastRun = (trigger: Trigger) => runsOf(HANDLERS[trigger]).at(-1);
/** Nobody waits for the Actions of these triggers. */
const runs = (trigger: Trigger, count: number) =>
  vi.waitFor(
    () => {
      const entries = runsOf(HANDLERS[trigger]);
      if (entries.length < count) throw new Error(`${entries.length} runs`);
      return entries;
    },
    { timeout: 5 * 60_000 },
  );

const newestEvent = async (type: string) =>
  (await tenant.auth0.logs.list({ per_page: 50 })).data.find((event) => event.type === type);

describe('credentials-exchange', () => {
  async function exchange(more: Record<string, string> = {}) {
    const response = await fetch(`${tenant.emulator.issuer}oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', audience: THINGS, ...machine, ...more }),
    });
    // OAuth's answers.
    const body = (await response.json()) as { access_token: string; scope?: string };
    return { status: response.status, body };
  }

  test('gets the event of the exchange and adds claims; registered ones and the scope stay', async () => {
    await bind(
      'credentials-exchange',
      `const { secrets, request, ...told } = event;
       console.log(JSON.stringify({ ...told, word: secrets.WORD, method: request.method, body: Object.keys(request.body) }));
       for (const name of ['https://x.example/colour', 'scope', 'sub', 'aud', 'azp', 'gty']) api.accessToken.setCustomClaim(name, 'set');`,
      "api.accessToken.setCustomClaim('seen', event.accessToken.customClaims['https://x.example/colour'])",
    );
    const { status, body } = await exchange({ scope: 'read' });
    expect(status).toBe(200);
    const claims = decodeJwt(body.access_token);
    expect(Object.keys(claims).filter((name) => claims[name] === 'set')).toEqual(['https://x.example/colour', 'seen']);
    expect(claims).toMatchObject({ scope: 'read', sub: `${machine.client_id}@clients`, aud: THINGS });
    const [first] = runsOf('onExecuteCredentialsExchange');
    expect(first?.event).toMatchObject({
      accessToken: { scope: ['read'], customClaims: {} },
      client: { client_id: machine.client_id, name: 'Robot', metadata: { team: 'blue' } },
      resource_server: { identifier: THINGS },
      tenant: { id: 'localhost' },
      transaction: { requested_scopes: ['read'], target_scopes: ['read'] },
      request: { method: 'POST', body: { grant_type: 'client_credentials', audience: THINGS } },
    });
    expect(JSON.stringify(tenant.emulator.timeline())).not.toContain(machine.client_secret);
    expect(JSON.stringify(tenant.emulator.timeline())).not.toContain('open sesame');
  });

  test('target scopes decide, within the client grant, and show to the next Action', async () => {
    await bind(
      'credentials-exchange',
      "api.transaction.setTargetScopes(['write', 'delete']); console.log(event.transaction.target_scopes.join())",
      'console.log(event.transaction.requested_scopes.length, event.transaction.target_scopes.join())',
    );
    const { body } = await exchange();
    expect(body.scope).toBe('write');
    expect(decodeJwt(body.access_token).scope).toBe('write');
    expect(
      runsOf('onExecuteCredentialsExchange')
        .slice(-2)
        .map(({ logs }) => logs),
    ).toEqual(['write,delete', '0 write,delete']);
    await bind('credentials-exchange', 'api.transaction.clearTargetScopes()');
    const none = (await exchange()).body;
    expect([none.scope, decodeJwt(none.access_token).scope]).toEqual([undefined, undefined]);
  });

  test.each([
    ["api.access.deny('invalid_scope', 'not today')", 400, { error: 'invalid_scope', error_description: 'not today' }],
    ["api.access.deny('invalid_request')", 400, { error: 'invalid_request' }],
    ["api.access.deny('server_error', 'ours')", 500, { error: 'server_error', error_description: 'ours' }],
    ["throw new Error('broken')", 500, { error: 'server_error', error_description: 'broken' }],
    [
      "api.access.deny('access_denied', 'x')",
      500,
      {
        error: 'server_error',
        error_description: '((the code must be one of invalid_scope, invalid_request, server_error))',
      },
    ],
  ])('%s: no token', async (body, status, answer) => {
    await bind('credentials-exchange', body, "console.log('after')");
    const before = runsOf('onExecuteCredentialsExchange').length;
    expect(await exchange()).toEqual({ status, body: answer });
    expect(runsOf('onExecuteCredentialsExchange')).toHaveLength(before + 1);
    await bind('credentials-exchange');
    expect((await newestEvent('feccft'))?.description).toBe(
      'error_description' in answer ? answer.error_description : answer.error,
    );
  });
});

test('odd requests for a token are answered, whatever an Action makes of them', async () => {
  await bind(
    'credentials-exchange',
    "api.accessToken.setCustomClaim('__proto__', event.request.body); JSON.stringify(event)",
  );
  const odd = ['', ' ', 'read read', 'x'.repeat(5000), '\0', '__proto__', '[]', 'read\nread', 'local:none', 'openid'];
  for (const scope of odd) {
    const body = new URLSearchParams({ grant_type: 'client_credentials', audience: THINGS, ...machine, scope });
    for (const name of odd) body.append(name, scope);
    const { status } = await fetch(`${tenant.emulator.issuer}oauth/token`, { method: 'POST', body });
    expect([200, 400, 403]).toContain(status);
  }
});

describe('registrations', () => {
  let count = 0;
  let email: string;
  beforeEach(() => {
    email = `nora${++count}@partner.example`;
  });
  const userOf = async (address: string) => (await tenant.auth0.users.listUsersByEmail({ email: address }))[0];

  async function invite(): Promise<{ invitation: string; organization: string }> {
    const organization = await organizationIdOf(tenant, 'acme');
    const { ticket_id: invitation = '' } = await tenant.auth0.organizations.invitations.create(organization, {
      inviter: { name: 'Ada' },
      invitee: { email },
      client_id: tenant.webApp.clientId,
    });
    return { invitation, organization };
  }

  /** Signs up with an invitation; the page where that ended, or the callback. */
  async function signUp(invited = invite()) {
    const { invitation, organization } = await invited;
    const { url } = await webLogin(tenant, { invitation, organization, login_hint: 'someone' });
    const agent = new UserAgent(tenant.webApp.callback);
    let at = await agent.visit(url);
    for (const fields of [{}, { password: PASSWORD, 'ulp-colour': 'green' }]) {
      if ('html' in at) at = await agent.submit(at, fields);
    }
    return at;
  }

  test('a denial stops the account: the person reads the message, the log has the reason', async () => {
    await bind('pre-user-registration', "api.access.deny('not_listed', 'Please ask Ada <first>.')");
    await bind('post-user-registration', '');
    const at = await signUp();
    expect('html' in at && [at.status, at.url.pathname]).toEqual([400, '/u/signup/password']);
    expect('html' in at && at.html).toContain('Please ask Ada &#60;first&#62;.');
    expect(await userOf(email)).toBeUndefined();
    expect(await newestEvent('fs')).toMatchObject({ description: 'not_listed', client_id: tenant.webApp.clientId });
    expect(runsOf('onExecutePostUserRegistration')).toEqual([]);
  });

  test('a validation error and an Action that fails stop it too', async () => {
    await bind('pre-user-registration', "api.validation.error('code', 'Not like that.')");
    const refused = await signUp();
    expect('html' in refused && refused.html).toContain('Not like that.');
    await bind('pre-user-registration', "throw new Error('broken')");
    const failed = await signUp();
    expect('html' in failed && failed.html).toContain('((the registration failed: broken))');
    expect(await userOf(email)).toBeUndefined();
  });

  test('metadata set there is in the account; the Actions know the login, and not the password', async () => {
    await bind(
      'pre-user-registration',
      "api.user.setAppMetadata('plan', 'gold').user.setUserMetadata('colour', event.request.body['ulp-colour'])",
      "api.user.setUserMetadata('gone', null); api.user.setUserId('own-id')",
    );
    await bind('post-user-registration', 'throw new Error(event.user.app_metadata.plan)');
    expect('callback' in (await signUp())).toBe(true);
    const user = await userOf(email);
    expect(user).toMatchObject({
      user_id: 'auth0|own-id',
      app_metadata: { plan: 'gold' },
      user_metadata: { colour: 'green' },
    });
    const before = lastRun('pre-user-registration');
    expect(before?.event).toMatchObject({
      client: { client_id: tenant.webApp.clientId },
      connection: { strategy: 'auth0', metadata: {} },
      request: { body: { 'ulp-colour': 'green' } },
      transaction: {
        protocol: 'oidc-basic-profile',
        login_hint: 'someone',
        requested_scopes: ['openid', 'profile', 'email'],
      },
      user: { email, app_metadata: {}, user_metadata: {} },
    });
    expect(JSON.stringify(before)).not.toContain(PASSWORD);
    expect(before?.login).toBeTypeOf('number');
    const [after] = (await runs('post-user-registration', 1)).slice(-1);
    expect(after).toMatchObject({
      login: before?.login,
      error: { message: 'gold' },
      event: { user: { user_id: 'auth0|own-id', email, email_verified: true }, connection: { strategy: 'auth0' } },
    });
    expect(JSON.stringify(after)).not.toMatch(/passwordHash|scrypt/);
  });

  test('one invitation makes one account, however many sign up with it while the Actions run', async () => {
    await bind('pre-user-registration', 'await new Promise((resolve) => setTimeout(resolve, 300))');
    const invited = invite();
    const ends = await Promise.all([signUp(invited), signUp(invited), signUp(invited)]);
    expect(ends.filter((at) => 'callback' in at && at.callback.searchParams.has('code'))).toHaveLength(1);
    expect(await tenant.auth0.users.listUsersByEmail({ email })).toHaveLength(1);
  });

  test('passwordless accounts are registered too, without metadata', async () => {
    const { auth0, webApp } = tenant;
    await auth0.connections.create({ name: 'email', strategy: 'email', enabled_clients: [webApp.clientId] });
    const login = () => webLogin(tenant, { connection: 'email' });
    await bind('pre-user-registration', "api.access.deny('no', 'Not by mail.')");
    await expect(walk(tenant, (await login()).url, { username: email })).rejects.toThrow('Not by mail.');
    expect(await userOf(email)).toBeUndefined();
    await bind('pre-user-registration', "api.user.setAppMetadata('plan', 'gold')");
    const { callback } = await walk(tenant, (await login()).url, { username: email });
    expect(callback.searchParams.has('code')).toBe(true);
    expect((await userOf(email))?.app_metadata).toBeUndefined();
    const count = runsOf('onExecutePreUserRegistration').length;
    await walk(tenant, (await login()).url, { username: email });
    expect(runsOf('onExecutePreUserRegistration'), 'an account is registered once').toHaveLength(count);
  });

  test('accounts of the Management API run post-user-registration alone; a changed password its own trigger', async () => {
    await bind('pre-user-registration', "api.access.deny('no', 'no')");
    await bind('post-user-registration', 'console.log(event.user.email)');
    await bind('post-change-password', 'console.log(event.user.email, event.user.user_id, event.connection.name)');
    const registered = runsOf('onExecutePostUserRegistration').length;
    const { user_id = '' } = await tenant.auth0.users.create({ connection: 'saas-users', email, password: PASSWORD });
    expect((await runs('post-user-registration', registered + 1)).at(-1)?.logs).toBe(email);
    await tenant.auth0.users.update(user_id, { name: 'Nora' });
    await tenant.auth0.users.update(user_id, { password: `${PASSWORD}!` });
    const changes = await runs('post-change-password', 1);
    expect(changes.map(({ logs }) => logs)).toEqual([`${email} ${user_id} saas-users`]);
    const { last_password_reset } = await tenant.auth0.users.get(user_id);
    expect(last_password_reset).toMatch(/Z$/);
    expect(changes[0]?.event).toMatchObject({ user: { last_password_reset } });
    expect(JSON.stringify(changes)).not.toContain(PASSWORD);
  });
});

test('logins are unmoved by what other triggers do', async () => {
  for (const trigger of Object.keys(HANDLERS)) await bind(trigger as Trigger, "throw new Error('broken')");
  const { okta } = tenant.emulator;
  const { callback } = await signIn(
    new UserAgent(okta.redirectUri),
    await okta.begin({ scope: 'openid' }),
    tenant.customers.acmeAdmin,
  );
  // The token is a code's, not the client's own.
  expect((await okta.complete(callback)).claims.sub).toMatch(/^auth0\|/);
});

test('an Action of a trigger that never runs here is told once, from its creation on', async () => {
  const notes: string[] = [];
  const { emulator, auth0 } = await startTestTenant({ onNote: (text) => notes.push(text) });
  const trigger = { id: 'send-phone-message' as const, version: 'v2' };
  const { id = '' } = await auth0.actions.create({ name: 'sms', supported_triggers: [trigger], code: '' });
  const note = 'the Action "sms" is kept, and never runs here: no send-phone-message in this tenant';
  expect(notes).toEqual([note]);
  await auth0.actions.get(id);
  await auth0.actions.deploy(id);
  const bindings = [{ ref: { type: 'action_id' as const, value: id }, display_name: 'sms' }];
  await auth0.actions.triggers.bindings.updateMany('send-phone-message', { bindings });
  await emulator.close();
  expect(notes).toEqual([note]);
});

test('an Action of a trigger that never runs here is in the timeline, as kept', async () => {
  await tenant.auth0.actions.create({
    name: 'sms',
    supported_triggers: [{ id: 'send-phone-message', version: 'v2' }],
    code: '',
    deploy: true,
  });
  expect(tenant.emulator.timeline().at(-2)).toMatchObject({
    kind: 'control',
    what: 'the Action "sms" is kept, and never runs here: no send-phone-message in this tenant',
  });
});
