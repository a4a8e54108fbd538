/** `id_token_hint` at `/authorize` and `/oauth/par`: the Actions' to check, as Auth0's own Action for account linking does. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';
import { redeemToken, webLogin } from '../support/web-login.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
});
afterAll(() => tenant.emulator.close());

/** By its digest: an address cuts what is longer than 1,000 characters. */
const digestOf = (hint: string): string => createHash('sha256').update(hint).digest('hex');
const says =
  "api.access.deny(require('node:crypto').createHash('sha256').update(event.request.query.id_token_hint).digest('hex'));";
let agent: UserAgent;
/** An ID token of the browser's session. */
let own: string;
beforeEach(async () => {
  await tenant.bindActions([]);
  agent = new UserAgent(tenant.webApp.callback);
  const login = await webLogin(tenant);
  own = await redeemToken(login, (await signIn(agent, login.url, tenant.customers.acmeAdmin)).callback);
  await tenant.bindActions([{ name: 'says', code: `exports.onExecutePostLogin = async (event, api) => { ${says} };` }]);
});

/** What the Action was given. */
async function told(url: URL): Promise<string | null> {
  const at = await agent.visit(url);
  if (!('callback' in at)) throw new Error(`HTTP ${at.status} at ${at.url.pathname}`);
  return at.callback.searchParams.get('error_description');
}

test('the tenant does not look at it: an Action gets it as it was sent', async () => {
  for (const id_token_hint of ['no token', `${own.slice(0, -8)}AAAAAAAA`, own]) {
    const { url } = await webLogin(tenant, { id_token_hint });
    expect(await told(url)).toBe(digestOf(id_token_hint));
  }
});

test.each(['application/json', 'application/x-www-form-urlencoded'])(
  'nor at one that was pushed as %s',
  async (type) => {
    const { url } = await webLogin(tenant, { id_token_hint: 'a.b.c' });
    const { clientId: client_id, clientSecret: client_secret } = tenant.webApp;
    const fields = { ...Object.fromEntries(url.searchParams), client_id, client_secret };
    const response = await fetch(`${tenant.emulator.issuer}oauth/par`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: type === 'application/json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
    });
    const { request_uri }: { request_uri: string } = JSON.parse(await response.text());
    expect(response.status).toBe(201);
    const start = new URL(`/authorize?${new URLSearchParams({ client_id, request_uri })}`, url);
    expect(await told(start)).toBe(digestOf('a.b.c'));
  },
);
