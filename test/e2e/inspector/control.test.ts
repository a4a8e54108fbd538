/** Who may look inside a tenant and change it over http, and what a reset and the clock do. */
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserAgent } from '../../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await startTestTenant();
});
afterEach(() => tenant.emulator.close());

const HOUR_SECONDS = 3_600;

function call(method: string, path: string, options: { body?: unknown; headers?: Record<string, string> } = {}) {
  const { browserOrigin, controlToken } = tenant.emulator;
  return fetch(browserOrigin + path, {
    method,
    headers: { 'x-local-token': controlToken, 'content-type': 'application/json', ...options.headers },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
}

const CONTROL = [
  'DELETE /_local/requests',
  'POST /_local/faults',
  'DELETE /_local/faults',
  'POST /_local/clock',
  'POST /_local/reset',
  'GET /_local/snapshot',
  'PUT /_local/snapshot',
  'POST /_local/snapshot',
];
const VIEWS = [
  '',
  '/',
  '/timeline.json',
  '/timeline.html',
  '/events',
  '/requests',
  '/faults',
  '/clock',
  '/runs',
  '/mail',
];

test('what changes the tenant, or has its secrets, wants the token of this start', async () => {
  const before = tenant.emulator.takeSnapshot().state;
  const message = `((this needs the control token of this start in the header x-local-token: npm start prints it, emulator exec sets it as EMULATOR_CONTROL_TOKEN, startEmulator returns it as controlToken))`;
  for (const route of CONTROL) {
    const [method = '', path = ''] = route.split(' ');
    for (const [token, error] of [
      ['', 'token-missing'],
      ['guess', 'token-wrong'],
    ] as const) {
      const refused = await call(method, path, { headers: { 'x-local-token': token } });
      expect([route, refused.status, await refused.json()]).toEqual([route, 403, { error, message }]);
    }
  }
  expect(tenant.emulator.takeSnapshot().state).toEqual(before);
});

test('no page of another origin looks inside or changes anything, with the token or without', async () => {
  const { browserOrigin, issuer } = tenant.emulator;
  const routes = [...CONTROL, ...VIEWS.map((view) => `GET /_local${view}`)];
  const foreign = [
    'https://evil.example',
    'http://localhost:1',
    'null',
    browserOrigin.replace('localhost', 'evil.localhost'),
  ];
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    for (const origin of foreign) {
      const refused = await call(method, path, { headers: { origin } });
      expect([route, origin, refused.status, await refused.json()]).toEqual([
        ...[route, origin, 403],
        {
          error: 'foreign-origin',
          message: '((this is for the emulator’s own pages and for programs, not for pages of other origins))',
        },
      ]);
      expect(refused.headers.has('access-control-allow-origin')).toBe(false);
    }
  }
  const preflight = await call('OPTIONS', '/_local/reset', {
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  for (const origin of [browserOrigin, issuer.slice(0, -1), browserOrigin.replace('localhost', '127.0.0.1')]) {
    const own = await call('GET', '/_local/timeline.json', { headers: { origin } });
    expect([own.status, own.headers.get('cross-origin-resource-policy')]).toEqual([200, 'same-origin']);
  }
});

test('another name for the machine is refused, so that none can be rebound to it', async () => {
  const status = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(new URL('/_local/timeline.json', tenant.emulator.browserOrigin), { headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect([await status('evil.example'), await status('localhost')]).toEqual([421, 200]);
});

test('a reset makes the tenant what it was when it started, and the deploy client still works', async () => {
  const { emulator, auth0, customers, webApp } = tenant;
  const agent = new UserAgent(emulator.okta.redirectUri);
  await tenant.login(customers.acmeAdmin, { agent });
  emulator.clock.advance(HOUR_SECONDS * 1000);
  await call('POST', '/_local/faults', { body: { path: '/none', effect: 'hang' } });
  expect((await call('POST', '/_local/reset')).status).toBe(204);

  expect((await auth0.clients.list()).data.map(({ name }) => name)).toEqual(['Deploy CLI', 'All Applications']);
  expect((await auth0.users.list()).data).toEqual([]);
  expect(emulator.requests().map(({ path }) => path)).toEqual(['/api/v2/clients', '/api/v2/users']);
  expect([emulator.runs(), emulator.faults.list(), emulator.clock.aheadMs]).toEqual([[], [], 0]);
  expect(emulator.timeline()[0]).toMatchObject({ kind: 'control', what: 'reset' });
  const gone = await agent.visit(new URL(`/authorize?client_id=${webApp.clientId}`, emulator.browserOrigin));
  expect('html' in gone && gone.status).toBe(400);
});

test('an Action keeps nothing in its module or cache over a reset', async () => {
  const counting = {
    name: 'counting',
    code: `let runs = 0; exports.onExecutePostLogin = async (event, api) => {
      runs += 1; console.log(runs, api.cache.get('k')?.value); api.cache.set('k', 'kept'); };`,
  };
  const logs = () => tenant.emulator.runs().at(-1)?.actions[0]?.logs;
  await tenant.bindActions([counting]);
  const snapshot = tenant.emulator.takeSnapshot();
  await tenant.login(tenant.customers.acmeAdmin);
  await tenant.login(tenant.customers.acmeAdmin);
  expect(logs()).toBe('2 kept');
  await tenant.emulator.loadSnapshot(snapshot);
  await tenant.login(tenant.customers.acmeAdmin);
  expect(logs()).toBe('1 undefined');
});

describe('the clock', () => {
  const at = async () => ((await (await call('GET', '/_local/clock')).json()) as { aheadSeconds: number }).aheadSeconds;

  test('is moved on over http, to an instant or by seconds, and not back', async () => {
    const moved = await call('POST', '/_local/clock', { body: { advanceSeconds: HOUR_SECONDS } });
    expect([moved.status, await moved.json()]).toEqual([200, { now: expect.any(String), aheadSeconds: HOUR_SECONDS }]);
    const instantMs = Date.now() + 2 * HOUR_SECONDS * 1000;
    const instant = new Date(instantMs).toISOString();
    expect((await call('POST', '/_local/clock', { body: { at: instant } })).status).toBe(200);
    const ahead = await at();
    // As many seconds fewer as the request took, rounded.
    expect([ahead <= 2 * HOUR_SECONDS, Date.now() + (ahead + 1) * 1000 > instantMs]).toEqual([true, true]);
    const back = await call('POST', '/_local/clock', { body: { advanceSeconds: -60 } });
    expect([back.status, await back.json()]).toEqual([
      409,
      { error: 'clock-back', message: '((the clock goes back only with a reset))' },
    ]);
    const wrong = await call('POST', '/_local/clock', { body: { hours: 1 } });
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      { error: 'malformed', message: '((send {"advanceSeconds": 60} or {"at": "2030-01-31T12:00:00Z"}))' },
    ]);
    expect(await at()).toBe(ahead);
  });

  test('is followed by tokens, Actions and the pages a session spares', async () => {
    const { emulator, customers } = tenant;
    const agent = new UserAgent(emulator.okta.redirectUri);
    const telling = `exports.onExecutePostLogin = async (event) => {
      console.log(Date.now(), new Date().getTime(), Date.parse(event.authentication.methods[0].timestamp)); };`;
    await tenant.bindActions([{ name: 'telling', code: telling }]);
    await tenant.login(customers.acmeAdmin, { agent });
    expect((await tenant.login(customers.acmeAdmin, { agent })).pages).toEqual(['/u/organization']);

    const aheadMs = 4 * 24 * HOUR_SECONDS * 1000;
    emulator.clock.advance(aheadMs);
    const beforeMs = Date.now();
    /** Between the start of the login and now; tokens tell whole seconds. */
    const isAhead = (ms: number): boolean => ms > beforeMs + aheadMs - 1000 && ms <= Date.now() + aheadMs;
    const { callback, pages } = await tenant.login(customers.acmeAdmin, { agent });
    expect(pages, 'the session is over').toEqual(['/u/organization', '/u/login/identifier', '/u/login/password']);
    const { claims } = await emulator.okta.complete(callback);
    expect(isAhead((claims.iat ?? 0) * 1000)).toBe(true);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
    expect(emulator.runs().at(-1)?.actions[0]?.logs.split(' ').map(Number).map(isAhead)).toEqual([true, true, true]);
  });

  test('ends authorization codes and access tokens whose life is over', async () => {
    const { emulator, customers } = tenant;
    const { clientId: client_id, clientSecret: client_secret } = emulator.deployClient;
    const ask = { grant_type: 'client_credentials', client_id, client_secret, audience: `${emulator.issuer}api/v2/` };
    const answer = await fetch(`${emulator.issuer}oauth/token`, { method: 'POST', body: new URLSearchParams(ask) });
    const { access_token } = (await answer.json()) as { access_token: string };
    const roles = async () =>
      (await fetch(`${emulator.issuer}api/v2/roles`, { headers: { authorization: `Bearer ${access_token}` } })).status;
    const { callback } = await tenant.login(customers.acmeAdmin);
    expect(await roles()).toBe(200);
    emulator.clock.advance(11 * 60 * 1000);
    await expect(emulator.okta.complete(callback)).rejects.toMatchObject({
      error: 'invalid_grant',
      error_description: 'Invalid authorization code',
    });
    expect(await roles()).toBe(200);
    emulator.clock.advance(24 * HOUR_SECONDS * 1000);
    expect(await roles()).toBe(401);
  });

  test('is followed by one-time codes: the machine’s is refused, that of the tenant’s time is taken', async () => {
    const { emulator, customers } = tenant;
    emulator.clock.advance(HOUR_SECONDS * 1000);
    await expect(tenant.login(customers.acmeAdmin)).rejects.toThrow('The code you entered is invalid');
    const { callback } = await emulator.clock.run(() => tenant.login(customers.acmeAdmin));
    expect(callback.searchParams.has('code')).toBe(true);
  });
});
