/** What `/_local/` tells of a tenant's logins, requests and mail, and what it never tells. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TimelineEntry, UserAgent } from '../../../emulator/index.ts';
import { builtActions, startTestTenant, type TestTenant } from '../../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
});
afterAll(() => tenant.emulator.close());

const newest = (): number => tenant.emulator.timeline().at(-1)?.n ?? 0;
const since = (n: number): TimelineEntry[] => tenant.emulator.timeline().filter((entry) => entry.n > n);
const text = async (path: string): Promise<string> => (await fetch(tenant.emulator.browserOrigin + path)).text();

/** An entry in a line, as a test reads it. */
function line(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'login-started':
      return `begins at ${entry.client}: ${Object.keys(entry.asked).join(' ')}`;
    case 'page-shown':
      return `shows ${entry.page}`;
    case 'page-answered':
      return `${entry.accepted ? 'takes' : 'refuses'} ${entry.page}${entry.error ? `: ${entry.error}` : ''}`;
    case 'action':
      return `runs ${entry.name} ${entry.version}: ${entry.codes} ${entry.commands.map(({ method }) => method)}`;
    case 'login-finished':
      return `succeeds for ${entry.user}`;
    case 'login-refused':
      return `fails: ${entry.error} ${entry.description}`;
    case 'token':
      return `token ${entry.status} ${entry.grantType} for ${entry.client}: ${entry.scope ?? entry.error}`;
    case 'request':
      return `${entry.method} ${entry.path} ${entry.status}${entry.fault ? ` ${entry.fault}` : ''}`;
    case 'mail':
      return `mail to ${entry.to}: ${entry.subject}`;
    case 'control':
      return entry.what;
  }
}

describe('a login', () => {
  test('is one story from its request to its token, in the order it happened', async () => {
    const n = newest();
    const { callback } = await tenant.login(tenant.customers.acmeAdmin);
    await tenant.emulator.okta.complete(callback);
    const entries = since(n);
    expect(entries.map(line)).toEqual([
      'begins at Okta OIN: audience scope',
      'shows organization',
      'takes organization',
      'shows login/identifier',
      'takes login/identifier',
      'shows login/password',
      'takes login/password',
      'runs express-configure-step-up 1: EC_CHALLENGED transaction.setMetadata,authentication.challengeWith',
      'shows mfa-otp-challenge',
      'takes mfa-otp-challenge',
      'runs express-configure-enroll 1: EC_NO_ENROLLMENT ',
      'runs express-configure-grant 1: EC_GRANTED transaction.setMetadata,accessToken.addScope,accessToken.addScope',
      'runs express-configure-domains 1: EC_DOMAINS_SET accessToken.setCustomClaim',
      'shows consent',
      'takes consent',
      'succeeds for ada@acme.com',
      'token 200 authorization_code for Okta OIN: openid express_configure:sso express_configure:scim',
    ]);
    const { login } = entries[0] ?? {};
    expect(new Set(entries.map((entry) => entry.login))).toEqual(new Set([login]));
    const action = entries.find((entry) => entry.kind === 'action');
    expect(action?.event).toMatchObject({
      authorization: { roles: [] },
      organization: { name: 'acme' },
      user: { email: 'ada@acme.com' },
      secrets: { OIN_CLIENT_IDS: '•••' },
      client: { client_id: tenant.oinClientId },
    });
    expect(JSON.parse(action?.logs ?? '')).toMatchObject({
      codes: ['EC_CHALLENGED'],
      transaction: action?.transactionId,
    });
  });

  test('that was pushed begins as one whose address has everything', async () => {
    const { webApp, emulator, auth0 } = tenant;
    const { clientId: client_id, clientSecret: client_secret, callback: redirect_uri } = webApp;
    const request = { redirect_uri, response_type: 'code', scope: 'openid email', login_hint: 'ada', state: 'hidden' };
    const push = async (as: { client_id: string; client_secret: string }): Promise<string> => {
      const body = new URLSearchParams({ ...as, ...request });
      const response = await fetch(`${emulator.issuer}oauth/par`, { method: 'POST', body });
      return String(Object(await response.json()).request_uri);
    };
    const visit = async (query: Record<string, string>): Promise<object[]> => {
      const n = newest();
      const start = new URL(`/authorize?${new URLSearchParams(query)}`, emulator.browserOrigin);
      await (await fetch(start, { redirect: 'manual' })).body?.cancel();
      return since(n).map(({ n: _n, atMs: _at, login: _login, ...entry }) => entry);
    };
    const usual = await visit({ client_id, ...request });
    expect(usual).toEqual([
      { kind: 'login-started', client: 'SaaS', asked: { scope: 'openid email', login_hint: 'ada' } },
    ]);
    const request_uri = await push({ client_id, client_secret });
    expect(await visit({ client_id, request_uri })).toEqual(usual);

    const other = await auth0.clients.create({ name: 'Other', app_type: 'regular_web', callbacks: [redirect_uri] });
    const theirs = await push({ client_id: other.client_id ?? '', client_secret: other.client_secret ?? '' });
    const [begun] = await visit({ client_id, request_uri: theirs });
    expect(begun).toEqual({ kind: 'login-started', client: 'SaaS', asked: {} });
  });

  test('that an Action denies ends with its words, and one at a wrong password with the page’s', async () => {
    const { member, acmeAdmin } = tenant.customers;
    const n = newest();
    await tenant.login(member);
    const denied = since(n);
    expect(denied.slice(-2).map(line)).toEqual([
      'runs express-configure-step-up 1: EC_NOT_AUTHORIZED access.deny',
      'fails: access_denied Access denied (EC_NOT_AUTHORIZED)',
    ]);
    await expect(tenant.login({ ...acmeAdmin, password: 'wrong' })).rejects.toThrow('Wrong email or password');
    expect(since(n).slice(-1).map(line)).toEqual(['refuses login/password: Wrong email or password']);
    expect((since(n).at(-1)?.login ?? 0) - (denied.at(-1)?.login ?? 0)).toBe(1);
  });

  test('is told from another that runs at the same time', async () => {
    const n = newest();
    await Promise.all([tenant.login(tenant.customers.acmeAdmin), tenant.login(tenant.customers.globexAdmin)]);
    const entries = since(n);
    const [first = 0] = entries.map(({ login }) => login);
    const pages = (login: number) =>
      entries.flatMap((entry) => (entry.login === login && entry.kind === 'page-shown' ? [entry.page] : []));
    const all = ['organization', 'login/identifier', 'login/password', 'mfa-otp-challenge'];
    const shown = [pages(first), pages(first + 1)].sort((one, other) => one.length - other.length);
    expect(shown, 'acme’s admin has consented before').toEqual([all, [...all, 'consent']]);
    expect(entries.every(({ login }) => login === first || login === first + 1)).toBe(true);
  });
});

test('Management API and token requests are there with what became of them', async () => {
  const { emulator, auth0 } = tenant;
  const n = newest();
  emulator.faults.add({ path: '/api/v2/roles', effect: 'server-error', status: 503 });
  await auth0.roles.list(undefined, { maxRetries: 0 }).catch(() => undefined);
  await auth0.roles.create({ name: 'Auditor' });
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: emulator.deployClient.clientId });
  await fetch(`${emulator.issuer}oauth/token`, { method: 'POST', body });
  emulator.faults.clear();
  expect(since(n).map(line)).toEqual([
    'GET /api/v2/roles 503 server-error',
    'POST /api/v2/roles 200',
    'token 401 client_credentials for Deploy CLI: access_denied',
  ]);
});

describe('no secret is in the timeline', () => {
  const canaries = ['canary-action-secret', 'canary-password-Aa1!'];

  test('though an Action says all it knows, and a page is given all a person has', async () => {
    const { auth0, emulator, customers } = tenant;
    await auth0.guardian.factors.set('email', { enabled: true });
    const code = `exports.onExecutePostLogin = async (event, api) => {
      console.log(JSON.stringify(event.secrets), event.request.query.state);
      api.idToken.setCustomClaim('all', event);
      api.accessToken.setCustomClaim('again', event.secrets.KEY + '!');
      api.redirect.sendUserTo('https://else.example/?session_token=' + api.redirect.encodeToken({ secret: event.secrets.KEY + ' that is longer than it must be', payload: {} }));
    };
    exports.onContinuePostLogin = async (event, api) => {
      api.authentication.challengeWith({ type: 'email' });
      throw new Error('I know ' + event.secrets.KEY + ' and ' + JSON.stringify(event.request));
    };`;
    await tenant.bindActions([{ name: 'talkative', code }]);
    const { data } = await auth0.actions.list({ actionName: 'talkative' });
    const id = data[0]?.id ?? '';
    await auth0.actions.update(id, { secrets: [{ name: 'KEY', value: 'canary-action-secret' }] });
    await expect.poll(async () => (await auth0.actions.get(id)).status).toBe('built');
    await auth0.actions.deploy(id);

    const n = newest();
    await expect(tenant.login({ ...customers.acmeAdmin, password: 'canary-password-Aa1!' })).rejects.toThrow();
    const agent = new UserAgent('https://else.example/');
    const away = await tenant.login(customers.acmeAdmin, { agent });
    const state = away.callback.searchParams.get('state') ?? '';
    const sessionToken = away.callback.searchParams.get('session_token') ?? '';
    await agent.visit(new URL(`/continue?state=${state}`, emulator.browserOrigin)).catch(() => undefined);

    const mailing =
      "exports.onExecutePostLogin = async (event, api) => api.authentication.challengeWith({ type: 'email' });";
    await tenant.bindActions([{ name: 'mailing', code: mailing }]);
    const mailed = await tenant.login(customers.acmeAdmin);
    await emulator.okta.complete(mailed.callback);
    await tenant.bindActions(await builtActions());

    const entries = since(n);
    const runs = entries.filter((entry) => entry.kind === 'action').map(({ name, handler }) => `${name} ${handler}`);
    expect(runs).toEqual([
      'talkative onExecutePostLogin',
      'talkative onContinuePostLogin',
      'mailing onExecutePostLogin',
    ]);
    expect(entries.filter(({ kind }) => kind === 'mail').map(line)).toEqual([
      'mail to ada@acme.com: Verify your identity',
    ]);

    const { deployClient } = emulator;
    const [mailedCode = ''] = /(?<=class="key">)\d{6}/.exec(await text('/_local/mail')) ?? [];
    const begun = await fetch(await emulator.okta.begin(), { redirect: 'manual' });
    const cookies = begun.headers.getSetCookie().map((cookie) => /=([^;]+)/.exec(cookie)?.[1] ?? '');
    expect(cookies.length).toBeGreaterThan(1);
    const talks = emulator.runs().flatMap(({ actions }) => actions.filter(({ name }) => name === 'talkative'));
    const oidcState = talks[0]?.logs.trim().split(' ').at(-1) ?? '';
    expect([state, oidcState, sessionToken, mailedCode, ...cookies].filter(({ length }) => length < 6)).toEqual([]);
    const known = [
      ...[
        ...canaries,
        state,
        oidcState,
        sessionToken,
        mailedCode,
        ...cookies,
        mailed.callback.searchParams.get('code') ?? '',
      ],
      ...[deployClient.clientSecret, tenant.webApp.clientSecret, emulator.controlToken],
      ...Object.values(customers).flatMap(({ password, totpSecret }) => [password, totpSecret]),
    ];
    for (const path of ['/_local/timeline.json', '/_local/', '/_local/timeline.html', '/_local/runs']) {
      const shown = await text(path);
      expect(shown).toContain('talkative');
      expect(known.filter((secret) => shown.includes(secret))).toEqual([]);
      expect(shown).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
    }
  });
});

describe('over http', () => {
  test('the JSON twin is the timeline, or what came after an entry', async () => {
    const entries = tenant.emulator.timeline();
    expect(JSON.parse(await text('/_local/timeline.json'))).toEqual({ entries });
    const last = entries.slice(-2);
    expect(JSON.parse(await text(`/_local/timeline.json?after=${(last[0]?.n ?? 0) - 1}`))).toEqual({ entries: last });
  });

  test('events are each entry once, also to a reader that comes back', async () => {
    const n = newest();
    const leave = new AbortController();
    const open = (headers: Record<string, string> = {}) =>
      fetch(`${tenant.emulator.browserOrigin}/_local/events?after=${n}`, { signal: leave.signal, headers });
    const response = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const read = reader(response);
    await tenant.auth0.roles.list();
    const [first] = since(n);
    expect(await read()).toBe('retry: 1000');
    expect(await read()).toBe(`id: ${first?.n}\ndata: ${JSON.stringify(first)}`);
    await tenant.auth0.roles.list();
    const second = since(n)[1];
    const again = reader(await open({ 'last-event-id': String(first?.n) }));
    await again();
    expect(await again()).toBe(`id: ${second?.n}\ndata: ${JSON.stringify(second)}`);
    leave.abort();
  });
});

/** One event after the other. */
function reader({ body }: Response): () => Promise<string> {
  const chunks = body?.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  return async () => {
    while (!unread.includes('\n\n')) unread += (await chunks?.read())?.value ?? '';
    const [frame = '', ...rest] = unread.split('\n\n');
    unread = rest.join('\n\n');
    return frame;
  };
}
