/** A login that an Action of another login begins at the tenant itself, as Actions do that link accounts. */
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UserAgent } from '../../emulator/index.ts';
import { DATABASE, startTestTenant, type TestTenant } from '../support/tenant.ts';

const CALLBACK = 'https://shop.example/callback';

interface Account {
  username: string;
  password: string;
  userId: string;
}

let tenant: TestTenant;
let shop: { client_id: string; client_secret: string };
let plain: { client_id: string; client_secret: string };
let linker: { client_id: string; client_secret: string };
let ada: Account;
let bob: Account;
let cleo: Account;

beforeAll(async () => {
  tenant = await startTestTenant();
  shop = await application('Shop', CALLBACK);
  plain = await application('Plain', `${CALLBACK}/plain`);
  linker = await application('Linker', `https://${tenant.emulator.domain}/continue`);
  ada = await account('ada');
  bob = await account('bob');
  cleo = await account('cleo');
  await tenant.bindActions([{ name: 'links', code: linkingAction() }]);
});
afterAll(() => tenant.emulator.close());

let agent: UserAgent;
beforeEach(() => {
  agent = newAgent();
});

/** A browser that stops where the inner login leads back, and at applications' callbacks. */
const newAgent = (): UserAgent =>
  new UserAgent(CALLBACK, at('/continue', { code: '' }).href, at('/continue', { error: '' }).href);

async function application(name: string, callback: string) {
  const { auth0 } = tenant;
  const { client_id = '', client_secret = '' } = await auth0.clients.create({
    name,
    app_type: 'regular_web',
    callbacks: [callback],
  });
  const [connection] = (await auth0.connections.list({ name: DATABASE })).data;
  await auth0.connections.clients.update(connection?.id ?? '', [{ client_id, status: true }]);
  return { client_id, client_secret };
}

async function account(name: string): Promise<Account> {
  const username = `${name}@nested.example`;
  const password = `A-long-password-of-${name}-1!`;
  const user = await tenant.auth0.users.create({
    connection: DATABASE,
    email: username,
    password,
    email_verified: true,
  });
  return { username, password, userId: user.user_id ?? '' };
}

/** Sends the shop's users to a second login, and tells in the ID token whose it was and which session it sees. */
const linkingAction = (): string => `
  const tenant = 'https://${tenant.emulator.domain}';
  exports.onExecutePostLogin = async (event, api) => {
    if (event.user.app_metadata.refused) return api.access.deny('not now');
    if (event.client.client_id !== '${shop.client_id}') return;
    api.redirect.sendUserTo(tenant + '/authorize', { query: {
      client_id: '${linker.client_id}', redirect_uri: tenant + '/continue', response_type: 'code', scope: 'openid',
      prompt: 'login' } });
  };
  exports.onContinuePostLogin = async (event, api) => {
    const { code, error } = event.request.query;
    const claim = (name, value) => api.idToken.setCustomClaim('https://shop.example/' + name, value);
    claim('session', event.session.id + ' ' + event.session.user_id);
    if (code === undefined) return claim('linked', 'nobody: ' + error);
    const answer = await fetch(tenant + '/oauth/token', { method: 'POST', body: new URLSearchParams({
      ...${JSON.stringify(linker)}, code, grant_type: 'authorization_code', redirect_uri: tenant + '/continue' }) });
    const { id_token } = await answer.json();
    if (id_token === undefined) return api.access.deny('the code is refused');
    claim('linked', JSON.parse(Buffer.from(id_token.split('.')[1], 'base64url')).sub);
  };`;

type Visited = Awaited<ReturnType<UserAgent['visit']>>;

const at = (path: string, parameters: Record<string, string> = {}): URL => {
  const url = new URL(path, tenant.emulator.browserOrigin);
  url.search = new URLSearchParams(parameters).toString();
  return url;
};

const loginAt = ({ client_id }: { client_id: string }, redirect_uri: string, more: Record<string, string> = {}): URL =>
  at('/authorize', { client_id, redirect_uri, response_type: 'code', scope: 'openid', ...more });

/** The address that the Action sends browsers to, where this login waits. */
const innerLogin = (state = ''): URL =>
  loginAt(linker, `https://${tenant.emulator.domain}/continue`, { prompt: 'login', state });

/** Types name and password; returns where that leads. */
async function logIn(page: Visited, { username, password }: Account, browser = agent): Promise<Visited> {
  const next = await browser.submit(pageOf(page), { username });
  return browser.submit(pageOf(next), { password });
}

function pageOf(visited: Visited) {
  if ('html' in visited) return visited;
  throw new Error(`led to ${visited.callback.href}`);
}

function addressOf(visited: Visited): URL {
  if ('callback' in visited) return visited.callback;
  throw new Error(`HTTP ${visited.status} at ${visited.url.pathname}`);
}

/** Begins the shop's login, which leads to the inner login's page. */
const begin = async (browser = agent, person = ada): Promise<Visited> =>
  logIn(await browser.visit(loginAt(shop, CALLBACK)), person, browser);

/** The parameters that the inner login came to its end with: `code` or `error`, and as `state` the outer login's name. */
const innerEnd = async (page: Visited, person: Account, browser = agent): Promise<Record<string, string>> =>
  Object.fromEntries(addressOf(await logIn(page, person, browser)).searchParams);

/** Goes on with these parameters, in an order at which browsers do not stop here. */
const goOn = ({ state = '', ...others }: Record<string, string>, browser = agent): Promise<Visited> =>
  browser.visit(at('/continue', { state, ...others }));

const redeem = (visited: Visited, client: typeof shop, redirect_uri: string): Promise<Response> => {
  const code = addressOf(visited).searchParams.get('code') ?? '';
  const body = new URLSearchParams({ ...client, code, grant_type: 'authorization_code', redirect_uri });
  return fetch(`${tenant.emulator.issuer}oauth/token`, { method: 'POST', body });
};

const redeemed = async (...redemption: Parameters<typeof redeem>): Promise<number> =>
  (await redeem(...redemption)).status;

async function claimsOf(visited: Visited, client = shop, redirect_uri = CALLBACK) {
  const response = await redeem(visited, client, redirect_uri);
  const { id_token }: { id_token: string } = JSON.parse(await response.text());
  const { sub, sid, ...claims } = decodeJwt(id_token);
  return { sub, sid, linked: claims['https://shop.example/linked'], session: claims['https://shop.example/session'] };
}

/** Returns the user of the browser's session. */
async function userOf(browser = agent): Promise<unknown> {
  const callback = `${CALLBACK}/plain`;
  return (await claimsOf(await browser.visit(loginAt(plain, callback, { prompt: 'none' })), plain, callback)).sub;
}

/** What a refused visit comes to: the page's status, or the callback that got an answer nevertheless. */
const refusalOf = (visited: Visited) => ('html' in visited ? visited.status : visited.callback.href);

describe('the outer login ends for its own user, and so does the browser’s session', () => {
  test.each(['another user', 'the same user'])(
    'after an inner login as %s, whose code its Action redeems',
    async (who) => {
      const second = who === 'another user' ? bob : ada;
      const claims = await claimsOf(await goOn(await innerEnd(await begin(), second)));
      expect(claims).toMatchObject({ sub: ada.userId, linked: second.userId, session: `${claims.sid} ${ada.userId}` });
      expect(await userOf()).toBe(ada.userId);
    },
  );

  test('after a second inner login, as the user of the last', async () => {
    const first = await innerEnd(await begin(), bob);
    const again = await agent.visit(innerLogin(first.state));
    const claims = await claimsOf(await goOn(await innerEnd(again, cleo)));
    expect([claims.sub, claims.linked, await userOf()]).toEqual([ada.userId, cleo.userId, ada.userId]);
  });

  test('after an inner login that is refused', async () => {
    await tenant.auth0.users.update(bob.userId, { app_metadata: { refused: true } });
    const end = await innerEnd(await begin(), bob);
    await tenant.auth0.users.update(bob.userId, { app_metadata: { refused: false } });
    expect(end.error).toBe('access_denied');
    expect(await claimsOf(await goOn(end))).toMatchObject({ sub: ada.userId, linked: 'nobody: access_denied' });
    expect(await userOf()).toBe(ada.userId);
  });
});

describe('until the outer login goes on, the session is the inner user’s', () => {
  test('who may stay', async () => {
    await innerEnd(await begin(), bob);
    expect(await userOf()).toBe(bob.userId);
  });

  test('what the first user had in it waits, and goes on with it', async () => {
    const callback = `${CALLBACK}/plain`;
    await logIn(await agent.visit(loginAt(plain, callback)), ada);
    const before = await agent.visit(loginAt(plain, callback, { prompt: 'none' }));
    const inner = await agent.visit(loginAt(shop, CALLBACK));
    await goOn(await innerEnd(inner, bob));
    expect((await claimsOf(before, plain, callback)).sub).toBe(ada.userId);
  });
});

describe('the outer login is refused', () => {
  test('in another browser, and goes on in its own with what that one brings', async () => {
    const end = await innerEnd(await begin(), bob);
    const stranger = newAgent();
    expect(refusalOf(await goOn({ ...end, code: 'made-up' }, stranger))).toBe(400);
    await begin(stranger, cleo);
    expect(refusalOf(await goOn({ ...end, code: 'made-up' }, stranger))).toBe(400);
    expect(await claimsOf(await goOn(end))).toMatchObject({ sub: ada.userId, linked: bob.userId });
  });

  test.each([
    ['resumes it', (end: Record<string, string>, thief: UserAgent) => thief.visit(at(`/authorize/${end.state}`))],
    ['goes on', ({ state = '' }: Record<string, string>, thief: UserAgent) => goOn({ state, error: 'none' }, thief)],
  ])('with what somebody brings who was lured into its inner login, when the thief %s', async (_how, take) => {
    const thief = new UserAgent(CALLBACK, at('/authorize', { client_id: linker.client_id }).href);
    const bait = addressOf(await begin(thief, cleo));
    const victim = newAgent();
    const earlier = await logIn(await victim.visit(loginAt(plain, `${CALLBACK}/plain`)), ada, victim);
    const end = await innerEnd(await victim.visit(bait), bob, victim);
    expect(refusalOf(await goOn(end, victim))).toBe(400);
    expect(await userOf(victim)).toBe(bob.userId);
    expect(await redeemed(earlier, plain, `${CALLBACK}/plain`), 'a session of no waiting login is not kept').toBe(403);
    const taken = addressOf(await take(end, thief));
    if (taken.pathname === '/callback') expect((await claimsOf({ callback: taken })).linked).toBe('nobody: none');
    else expect(taken.searchParams.get('client_id'), 'sent away again').toBe(linker.client_id);
  });

  test('once another login has taken the session over', async () => {
    const end = await innerEnd(await begin(), bob);
    const callback = `${CALLBACK}/plain`;
    addressOf(await logIn(await agent.visit(loginAt(plain, callback, { prompt: 'login' })), cleo));
    expect(refusalOf(await goOn(end))).toBe(400);
    expect(await userOf()).toBe(cleo.userId);
  });

  test.each([
    ['the browser has logged out', () => agent.visit(at('/v2/logout'))],
    ['the first user’s sessions have ended', () => tenant.auth0.users.sessions.delete(ada.userId)],
    ['the inner user’s sessions have ended', () => tenant.auth0.users.sessions.delete(bob.userId)],
  ])('once %s', async (_what, endSessions) => {
    const end = await innerEnd(await begin(), bob);
    await endSessions();
    expect(refusalOf(await goOn(end))).toBe(400);
  });

  test('when the inner login names it without having been begun by it', async () => {
    const page = await begin();
    const { state } = await innerEnd(page, ada);
    const callback = `${CALLBACK}/plain`;
    addressOf(await logIn(await agent.visit(loginAt(plain, callback, { prompt: 'login', state: state ?? '' })), bob));
    expect(refusalOf(await goOn({ state: state ?? '', code: 'x' }))).toBe(400);
  });
});
