/** A login's `state` is in addresses that people see and send on: what another browser does with it is no part of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
  await tenant.bindActions([]);
});
afterAll(() => tenant.emulator.close());

type Visited = Awaited<ReturnType<UserAgent['visit']>>;

const newAgent = () => new UserAgent(tenant.webApp.callback);
const at = (path: string, query: Record<string, string> = {}): URL =>
  new URL(`${path}?${new URLSearchParams(query)}`, tenant.emulator.browserOrigin);
const start = (more: Record<string, string> = {}): URL =>
  at('/authorize', {
    client_id: tenant.webApp.clientId,
    redirect_uri: tenant.webApp.callback,
    response_type: 'code',
    scope: 'openid',
    ...more,
  });

function pageOf(visited: Visited): VisitedPage {
  if ('html' in visited) return visited;
  throw new Error(`led to ${visited.callback.href}`);
}
const answerOf = (visited: Visited) =>
  'html' in visited ? [visited.status, visited.url.pathname] : [...visited.callback.searchParams.keys()];

/** Types a customer's administrator's name; the password's page is next. */
const named = async (agent: UserAgent, page: Visited): Promise<VisitedPage> =>
  pageOf(await agent.submit(pageOf(page), { username: tenant.customers.acmeAdmin.username }));
const password = () => ({ password: tenant.customers.acmeAdmin.password });

describe('a login page that another browser was sent', () => {
  test('logs nobody in there, and the browser that sent it neither', async () => {
    const [thief, victim] = [newAgent(), newAgent()];
    const { url } = pageOf(await thief.visit(start()));
    const typed = await victim.submit(await named(victim, await victim.visit(url)), password());
    expect(answerOf(typed)).toEqual([400, `/authorize/${url.searchParams.get('state')}`]);

    expect(answerOf(await thief.visit(at(`/authorize/${url.searchParams.get('state')}`)))).toEqual([
      200,
      '/u/login/identifier',
    ]);
    for (const agent of [thief, victim]) {
      expect(answerOf(await agent.visit(start({ prompt: 'none' })))).toContain('error');
    }
  });

  test('keeps the login from the browser that sent it, until the other one has gone on', async () => {
    const [thief, victim] = [newAgent(), new UserAgent(at('/authorize/').href.replace('?', ''))];
    const { url } = pageOf(await thief.visit(start()));
    const typed = await victim.submit(await named(victim, await victim.visit(url)), password());
    const key = 'callback' in typed ? typed.callback : url;
    expect(key.pathname).toBe(`/authorize/${url.searchParams.get('state')}`);
    const resume = at(key.pathname);
    expect(answerOf(await thief.visit(resume))).toEqual([400, key.pathname]);
    expect(answerOf(await thief.visit(at(key.pathname, { key: 'guessed' })))).toEqual([400, key.pathname]);
    expect(answerOf(await thief.visit(at(key.pathname.toUpperCase())))).toEqual([400, key.pathname.toUpperCase()]);
    expect(answerOf(await thief.visit(start({ prompt: 'none' })))).toContain('error');
  });

  test('is not taken on with the cookie of another login', async () => {
    const stop = new UserAgent(tenant.webApp.callback, at('/authorize/').href.replace('?', ''));
    const { url } = pageOf(await stop.visit(start()));
    const typed = await stop.submit(await named(stop, await stop.visit(url)), password());
    const resume = 'callback' in typed ? typed.callback : url;
    const cookies = await cookiesOfLogin();
    const response = await fetch(resume, { headers: { cookie: cookies }, redirect: 'manual' });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('that of another login')]);
  });
});

/** The cookies of a login that has just begun. */
async function cookiesOfLogin(): Promise<string> {
  const response = await fetch(start(), { redirect: 'manual' });
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

test('the browser that began the login goes on by the pages, also with two logins at once', async () => {
  const agent = newAgent();
  const [first, second] = [await agent.visit(start({ state: 'one' })), await agent.visit(start({ state: 'two' }))];
  const done = await agent.submit(await named(agent, first), password());
  expect('callback' in done && done.callback.searchParams.get('state')).toBe('one');
  expect(pageOf(second).status).toBe(200);
});
