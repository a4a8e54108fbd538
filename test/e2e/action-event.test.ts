import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { type DeployableAction, startTestTenant, type TestTenant } from '../support/tenant.ts';
import { redeem, walk, webLogin } from '../support/web-login.ts';

const THINGS = 'https://things.example';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
  const scopes = ['read', 'write'].map((value) => ({ value }));
  await tenant.auth0.resourceServers.create({ name: 'Things', identifier: THINGS, scopes });
});
afterAll(() => tenant.emulator.close());

const onExecute = (
  name: string,
  body: string,
  dependencies: DeployableAction['dependencies'] = [],
): DeployableAction => ({
  name,
  dependencies,
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} };`,
});
const logsOf = (name: string): string | undefined =>
  tenant.emulator
    .runs()
    .at(-1)
    ?.actions.find((run) => run.name === name)?.logs;

/** Logs in at `/authorize` with more parameters than Okta sends. */
async function loginAsking(more: Record<string, string>, begin = {}): Promise<Awaited<ReturnType<typeof signIn>>> {
  const { okta } = tenant.emulator;
  const url = await okta.begin(begin);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return signIn(new UserAgent(okta.redirectUri), url, tenant.customers.acmeAdmin);
}

describe('event.request.query', () => {
  test('has every parameter of /authorize as it was sent, after every page and pause', async () => {
    await tenant.bindActions([
      onExecute('first', "api.authentication.challengeWith({ type: 'otp' })"),
      onExecute(
        'later',
        `const { campaign, prompt, nonce, audience, code_challenge_method, resource, _scope, _asked } = event.request.query;
         const query = { campaign, prompt, nonce, audience, code_challenge_method, resource, _scope, _asked };
         console.log(JSON.stringify({ query, prompt: event.transaction.prompt }));`,
      ),
    ]);
    const sent = {
      campaign: 'spring & summer',
      prompt: 'login select_account',
      nonce: 'once',
      _asked: '{"prompt":"none"}',
    };
    const { callback } = await loginAsking(sent, { audience: THINGS, scope: 'openid read' });
    expect(callback.searchParams.get('error')).toBeNull();
    const seen = { ...sent, audience: THINGS, code_challenge_method: 'S256' };
    expect(JSON.parse(logsOf('later') ?? '')).toEqual({ query: seen, prompt: ['login', 'select_account'] });
  });
});

describe('event.transaction.requested_scopes', () => {
  const seen = onExecute(
    'seen',
    `const { requested_scopes, target_scopes } = event.transaction;
     console.log([event.request.query.scope, requested_scopes.join(), target_scopes.join()].join(' | '))`,
  );

  test('are as they were asked for, known or not', async () => {
    await tenant.bindActions([seen]);
    await loginAsking({}, { audience: THINGS, scope: 'openid offline_access read misspelt' });
    const scopes = 'openid,offline_access,read,misspelt';
    expect(logsOf('seen')).toBe(`openid offline_access read misspelt | ${scopes} | ${scopes}`);
  });

  test('are none where none were asked for', async () => {
    await tenant.bindActions([seen]);
    const { okta } = tenant.emulator;
    const url = await okta.begin({ audience: THINGS });
    url.searchParams.delete('scope');
    await signIn(new UserAgent(okta.redirectUri), url, tenant.customers.acmeAdmin);
    expect(logsOf('seen')).toBe(' |  | ');
  });
});

describe('target scopes', () => {
  const scopeAfter = async (body: string): Promise<unknown> => {
    await tenant.bindActions([onExecute('targets', body)]);
    const { callback } = await loginAsking({}, { audience: THINGS, scope: 'openid profile read' });
    return (await tenant.emulator.okta.complete(callback)).claims.scope;
  };

  test("reach OIDC's own scopes too", async () => {
    expect(await scopeAfter("api.transaction.addTargetScope('email')")).toBe('openid profile read email');
    expect(await scopeAfter("api.transaction.removeTargetScope('profile')")).toBe('openid read');
    expect(await scopeAfter("api.transaction.setTargetScopes(['openid', 'write', 'unknown'])")).toBe('openid write');
  });
});

test('idToken.setCustomClaim sets the claims of the profile too, and none that are registered', async () => {
  await tenant.bindActions([
    onExecute(
      'claims',
      `for (const name of ['email', 'name', 'colour', 'sub', 'aud', 'nonce', 'sid', 'org_id']) {
         api.idToken.setCustomClaim(name, 'set');
       }`,
    ),
  ]);
  const login = await webLogin(tenant);
  const { callback } = await walk(tenant, login.url, tenant.customers.acmeAdmin);
  const claims = await redeem(login, callback);
  expect(
    Object.keys(claims)
      .filter((name) => claims[name] === 'set')
      .sort(),
  ).toEqual(['colour', 'email', 'name']);
});

describe('session metadata', () => {
  const seen = onExecute('seen', 'console.log(JSON.stringify(event.session.metadata ?? null))');
  test('is there for the next Action, and for later logins of the session, not of another', async () => {
    const newAgent = () => new UserAgent(tenant.emulator.okta.redirectUri);
    const agent = newAgent();
    const login = (browser = agent) => tenant.login(tenant.customers.acmeAdmin, { agent: browser });
    await tenant.bindActions([
      onExecute('writes', "api.session.setMetadata('plan', 'gold'); api.session.setMetadata('step', '1')"),
      onExecute('removes', "api.session.deleteMetadata('step')"),
      seen,
    ]);
    await login();
    expect(logsOf('seen')).toBe('{"plan":"gold"}');
    await tenant.bindActions([
      seen,
      onExecute('denies', "api.session.setMetadata('denied', 'yes'); api.access.deny('no')"),
    ]);
    await login();
    expect(logsOf('seen')).toBe('{"plan":"gold"}');
    await tenant.bindActions([seen, onExecute('evicts', 'api.session.evictMetadata()')]);
    await login();
    expect(logsOf('seen'), 'written although the login was denied').toBe('{"plan":"gold","denied":"yes"}');
    await login();
    expect(logsOf('seen')).toBe('null');
    await tenant.bindActions([onExecute('writes', "api.session.setMetadata('plan', 'gold')")]);
    await login();
    await tenant.bindActions([seen]);
    await login(newAgent());
    expect(logsOf('seen')).toBe('null');
  });
});

describe('of a login, as on Enterprise plans', () => {
  const eventOf = async (login: () => Promise<unknown>): Promise<Record<string, Record<string, unknown>>> => {
    await login();
    // The whole of it is in the timeline: what is kept of a console is cut.
    const entry = tenant.emulator.timeline().findLast(({ kind }) => kind === 'action');
    return entry?.kind === 'action' ? Object(entry.event) : {};
  };
  const timeOf = (value: unknown): number => Date.parse(String(value));
  const THREE_DAYS_MS = 3 * 24 * 3_600_000;

  test('the session has its times, applications and device', async () => {
    await tenant.bindActions([onExecute('seen', '')]);
    const { okta } = tenant.emulator;
    const agent = new UserAgent(okta.redirectUri, tenant.webApp.callback);
    const atOkta = () => eventOf(() => tenant.login(tenant.customers.acmeAdmin, { agent }));
    const { session: first = {}, user = {} } = await atOkta();
    expect(first).toMatchObject({
      user_id: user.user_id,
      clients: [{ client_id: tenant.oinClientId }],
      device: {
        initial_ip: '127.0.0.1',
        initial_user_agent: 'node',
        last_ip: '127.0.0.1',
        last_user_agent: 'node',
      },
    });
    expect(user.user_id).toMatch(/^auth0\|/);
    expect(first.created_at).toMatch(/Z$/);
    expect(first.authenticated_at).toBe(first.created_at);
    expect(first.updated_at).toBe(first.last_interacted_at);
    expect(timeOf(first.idle_expires_at)).toBe(timeOf(first.last_interacted_at) + THREE_DAYS_MS);

    const { url } = await webLogin(tenant);
    const { session: second = {} } = await eventOf(() => agent.visit(url));
    expect([second.id, second.created_at, second.authenticated_at]).toEqual([
      first.id,
      first.created_at,
      first.created_at,
    ]);
    expect(second.clients).toEqual([{ client_id: tenant.oinClientId }, { client_id: tenant.webApp.clientId }]);
    expect(timeOf(second.last_interacted_at)).toBeGreaterThan(timeOf(first.last_interacted_at));
    expect(timeOf(second.idle_expires_at)).toBe(timeOf(second.last_interacted_at) + THREE_DAYS_MS);
  });

  test('the user has the time of the last change of the password, and none before', async () => {
    await tenant.bindActions([onExecute('seen', '')]);
    const { auth0, customers } = tenant;
    const login = (password: string) => eventOf(() => tenant.login({ ...customers.acmeAdmin, password }));
    expect((await login(customers.acmeAdmin.password)).user).not.toHaveProperty('last_password_reset');
    const [{ user_id = '' } = {}] = await auth0.users.listUsersByEmail({ email: customers.acmeAdmin.username });
    await auth0.users.update(user_id, { nickname: 'ada' });
    expect((await auth0.users.get(user_id)).last_password_reset).toBeUndefined();
    const changed = await auth0.users.update(user_id, { password: `${customers.acmeAdmin.password}!` });
    expect(changed.last_password_reset).toBe(changed.updated_at);
    const { user } = await login(`${customers.acmeAdmin.password}!`);
    expect(user).toMatchObject({ last_password_reset: changed.last_password_reset });
    await auth0.users.update(user_id, { password: customers.acmeAdmin.password });
  });
});

test('samlResponse is there on every login, and changes nothing of one that is not SAML', async () => {
  await tenant.bindActions([
    onExecute(
      'saml',
      `api.samlResponse.setAttribute('https://x.example/colour', 'green').samlResponse.setAudience('urn:x').user.setAppMetadata('saml', true);
       console.log(typeof api.samlResponse.setNameIdentifierProbes);`,
    ),
  ]);
  const { callback } = await loginAsking({});
  expect(callback.searchParams.get('error_description')).toBeNull();
  expect(logsOf('saml')).toBe('function');
  expect(Object.values((await tenant.emulator.okta.complete(callback)).claims)).not.toContain('green');
});

describe('an Action on the network', () => {
  test('can call its own tenant, whose certificate it trusts', async () => {
    await tenant.bindActions([
      onExecute(
        'caller',
        `const answer = await fetch('https://' + event.request.hostname + '/.well-known/jwks.json');
         console.log(answer.status, (await answer.json()).keys.length);
         const axios = require('axios');
         console.log((await axios.get('https://' + event.request.hostname + '/.well-known/openid-configuration')).data.issuer);`,
        [{ name: 'axios', version: 'latest' }],
      ),
    ]);
    const { callback } = await loginAsking({});
    expect(callback.searchParams.get('error_description')).toBeNull();
    expect(logsOf('caller')).toBe(`200 1\n${tenant.emulator.issuer}`);
  });

  test('has of `latest` the exact version', async () => {
    const { data } = await tenant.auth0.actions.list({ actionName: 'caller' });
    expect(data[0]?.dependencies).toEqual([{ name: 'axios', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) }]);
  });

  test('trusts no other certificate', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
    const other = createServer({ key, cert }, (_, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    // A listener on a port has an AddressInfo.
    const { port } = other.address() as AddressInfo;
    await tenant.bindActions([
      onExecute('caller', `await fetch('https://localhost:${port}/').catch(({ cause }) => console.log(cause.code));`),
    ]);
    await loginAsking({});
    other.close();
    expect(logsOf('caller')).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});
