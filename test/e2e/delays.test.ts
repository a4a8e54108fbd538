/** A connection that Okta has just made, where the tenant needs minutes to know it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OktaOperator, OktaUser, textOf } from '../../emulator/index.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';

const SOMEONE = 'someone@acme.com';
const MINUTE_MS = 60_000;

let tenant: PublishedTenant;
let okta: OktaOperator;
beforeAll(async () => {
  tenant = await startPublishedTenant({ connectionDelayMs: MINUTE_MS });
  okta = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
  await okta.assign(SOMEONE);
});
afterAll(() => tenant.emulator.close());

/** By the address, and by the tile on Okta's dashboard, which names the connection. */
async function logins(): Promise<[path: string, refusal: string | undefined][]> {
  const user = () => new OktaUser(tenant.emulator.browserOrigin, SOMEONE);
  const { name } = (await tenant.auth0.connections.list({ strategy: ['okta'] })).data[0] ?? {};
  const { organizationId } = tenant.customers.acmeAdmin;
  const byAddress = await user().signInAt('/_local/app', organizationId);
  const person = user();
  const byName = await person.open(`/_local/app/login?organization=${organizationId}&connection=${name}`);
  return [byAddress, byName].map((page) => [
    page.url.pathname.replace(/signin\/.*/, 'signin'),
    textOf(page, '[role=alert]'),
  ]);
}

test('a login is refused in Auth0’s words, and works once the time has passed', async () => {
  const page = await okta.expressConfigure('sso', tenant.customers.acmeAdmin);
  expect(page.status).toBe(200);
  for (const [path, refusal] of await logins()) {
    expect(path).toBe('/_local/app/callback');
    expect(refusal).toContain('invalid_request: no connections enabled for the client');
  }
  const { data: events } = await tenant.auth0.logs.list({ per_page: 1 });
  expect(events).toMatchObject([
    { type: 'f', client_id: tenant.webApp.clientId, description: 'no connections enabled for the client' },
  ]);
  tenant.emulator.clock.advance(MINUTE_MS - 1000);
  expect((await logins())[0]?.[0]).toBe('/_local/app/callback');
  tenant.emulator.clock.advance(1000);
  expect(await logins()).toEqual([
    ['/_local/app/', undefined],
    ['/_local/okta/acme/signin', undefined],
  ]);
});

test('a further run of the same app instance makes nobody wait', async () => {
  const again = () => okta.expressConfigure('sso', tenant.customers.acmeAdmin);
  expect((await tenant.emulator.clock.run(again)).status).toBe(200);
  expect((await logins())[0]?.[0]).toBe('/_local/app/');
});
