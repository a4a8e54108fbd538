/** A browser that uses both listeners of a tenant. Its cookies are those of one host; `UserAgent` treats them as browsers do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let origins: { https: string; http: string };
beforeAll(async () => {
  tenant = await startTestTenant();
  await tenant.bindActions([]);
  origins = { https: `https://${tenant.emulator.domain}`, http: tenant.emulator.browserOrigin };
});
afterAll(() => tenant.emulator.close());

const start = (origin: string, more: Record<string, string> = {}): URL => {
  const { clientId: client_id, callback: redirect_uri } = tenant.webApp;
  const query = new URLSearchParams({ client_id, redirect_uri, response_type: 'code', scope: 'openid', ...more });
  return new URL(`${origin}/authorize?${query}`);
};
const newAgent = () => new UserAgent(tenant.webApp.callback);

/** Whether the browser is logged in there. */
async function hasSession(agent: UserAgent, origin: string): Promise<boolean> {
  const at = await agent.visit(start(origin, { prompt: 'none' }));
  return 'callback' in at && at.callback.searchParams.has('code');
}

describe.each([
  ['https', 'http'],
  ['http', 'https'],
] as const)('after a login on %s', (first, second) => {
  test(`a login on ${second} works, and is one of its own`, async () => {
    const agent = newAgent();
    await signIn(agent, start(origins[first]), tenant.customers.acmeAdmin);
    expect(await hasSession(agent, origins[second])).toBe(false);
    const { callback } = await signIn(agent, start(origins[second]), tenant.customers.acmeAdmin);
    expect(callback.searchParams.has('code')).toBe(true);
    await agent.visit(new URL('/v2/logout', origins[second]));
    expect([await hasSession(agent, origins[first]), await hasSession(agent, origins[second])]).toEqual([true, false]);
  });

  test(`somebody signs in to an Okta org on ${second} too`, async () => {
    const agent = newAgent();
    for (const origin of [origins[first], origins[second]]) {
      const home = await agent.visit(new URL('/_local/okta/acme/home', origin));
      if (!('html' in home)) throw new Error('no page');
      const inside = await agent.press(home, 'button[name=person]');
      expect('html' in inside && inside.html).toContain('sign-out');
    }
  });
});

test('cookies without the name of plain http do not count there', async () => {
  const agent = newAgent();
  await signIn(agent, start(origins.https), tenant.customers.acmeAdmin);
  const begun = await fetch(start(origins.https), { redirect: 'manual' });
  const cookies = begun.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const resume = /path=(\/authorize\/[^;]+)/.exec(begun.headers.getSetCookie().join('\n'))?.[1] ?? '';
  const resumed = await fetch(new URL(resume, origins.http), { headers: { cookie: cookies.join('; ') } });
  expect([resumed.status, await resumed.text()]).toEqual([400, expect.stringContaining('has expired')]);
});
