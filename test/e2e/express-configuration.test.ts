import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OktaOperator, OktaUser, textOf } from '../../emulator/index.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';

const SOMEONE = 'someone@acme.com';

let tenant: PublishedTenant;
let okta: OktaOperator;
beforeAll(async () => {
  tenant = await startPublishedTenant();
  okta = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
});
afterAll(() => tenant.emulator.close());

const oktaConnections = () => tenant.auth0.connections.list({ strategy: ['okta'] }).then(({ data }) => data);
const newUser = () => new OktaUser(tenant.emulator.browserOrigin, SOMEONE);

describe('before Express Configuration', () => {
  test('SCIM is refused, and Okta shows no more than that it failed', async () => {
    const page = await okta.expressConfigure('scim', tenant.customers.acmeAdmin);
    expect(page.status).toBe(400);
    expect(textOf(page, '[role=alert] b')).toBe('Failed to Express Configure the application (HTTP 403 oauth_error)');
    expect(textOf(page, '#cause')).toBe('the app instance has no connection yet: SSO comes first');
  });

  test('a login that the Actions deny fails with the cause beside it', async () => {
    const page = await new OktaOperator(tenant.emulator.browserOrigin, 'acme').expressConfigure(
      'sso',
      tenant.customers.member,
    );
    expect(textOf(page, '[role=alert] b')).toBe('Failed to Express Configure the application (HTTP 403 oauth_error)');
    expect(textOf(page, '#cause')).toBe('access_denied: Access denied (EC_NOT_AUTHORIZED)');
    expect(await oktaConnections()).toEqual([]);
  });

  test('somebody with an email of the customer stays at the tenant', async () => {
    const page = await newUser().signInAt('/_local/app', tenant.customers.acmeAdmin.organizationId);
    expect(page.url.pathname).toBe('/u/login/password');
  });
});

describe('Express Configure SSO & UL', () => {
  test('creates the connection of what the SaaS team has set up', async () => {
    const page = await okta.expressConfigure('sso', tenant.customers.acmeAdmin);
    expect(page.status).toBe(200);
    const [connection, second] = await oktaConnections();
    expect(textOf(page, '[role=status]')).toBe(
      `Single Sign-On and Universal Logout configured. The connection ${connection?.name} was created.`,
    );
    expect(second).toBeUndefined();
    expect(connection?.name).toMatch(/^okta-acme-[A-Za-z0-9]{8}$/);
    expect(connection?.options?.domain_aliases).toEqual(['acme.com', 'eu.acme.com']);
    const { data: clients } = await tenant.auth0.connections.clients.get(connection?.id ?? '');
    expect(clients.map(({ client_id }) => client_id)).toEqual([tenant.webApp.clientId, tenant.reportsId]);
    const { id: orgId = '' } = await tenant.auth0.organizations.getByName('acme');
    const { data } = await tenant.auth0.organizations.enabledConnections.list(orgId);
    expect(data.find(({ connection_id }) => connection_id === connection?.id)).toMatchObject({
      assign_membership_on_login: true,
      show_as_button: true,
    });
  });

  test('once more updates it, and makes no second one', async () => {
    const [before] = await oktaConnections();
    const page = await okta.expressConfigure('sso', tenant.customers.acmeAdmin);
    expect(textOf(page, '[role=status]')).toContain(`The connection ${before?.name} was updated.`);
    expect((await oktaConnections()).map(({ id }) => id)).toEqual([before?.id]);
  });

  test("for another customer in this customer's Okta is refused", async () => {
    const globex = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
    const page = await globex.expressConfigure('sso', tenant.customers.globexAdmin);
    expect(textOf(page, '#cause')).toBe(
      'this app instance has a connection in the organization acme already: one is all it can have',
    );
  });

  test("for another customer in that customer's own Okta makes that customer's connection", async () => {
    const globex = new OktaOperator(tenant.emulator.browserOrigin, 'globex');
    const page = await globex.expressConfigure('sso', tenant.customers.globexAdmin);
    expect(page.status).toBe(200);
    expect((await oktaConnections()).map(({ name }) => name?.slice(0, -8))).toEqual(['okta-acme-', 'okta-globex-']);
  });
});

describe('afterwards', () => {
  test('who is not assigned in Okta is refused in the words of Okta', async () => {
    const page = await newUser().signInAt('/_local/app', tenant.customers.acmeAdmin.organizationId);
    expect(textOf(page, '[role=alert]')).toBe('access_denied: User is not assigned to the client application.');
  });

  test('who is assigned signs in at the application, is routed to Okta, and comes back a member', async () => {
    await okta.assign(SOMEONE);
    const user = newUser();
    const page = await user.signInAt('/_local/app', tenant.customers.acmeAdmin.organizationId);
    expect(page.url.pathname).toBe('/_local/app/');
    expect(textOf(page, 'h1')).toBe('Welcome, Sam');
    const { id: orgId = '' } = await tenant.auth0.organizations.getByName('acme');
    expect(textOf(page, '[data-claim=org_id]')).toBe(orgId);
    expect(textOf(page, '[data-claim=email]')).toBe(SOMEONE);
    const { data: members } = await tenant.auth0.organizations.members.list(orgId);
    expect(members.map(({ email }) => email)).toContain(SOMEONE);

    const reports = await user.open(`/_local/reports/login?organization=${orgId}`);
    expect(textOf(reports, 'h1'), 'the linked application, without another page').toBe('Welcome, Sam');
  });

  test("Okta's tile leads through the application's initiate-login endpoint, without a page of the tenant's", async () => {
    const page = await newUser().openTile('acme');
    expect(page.url.pathname).toBe('/_local/app/');
    expect(textOf(page, 'h1')).toBe('Welcome, Sam');
  });

  test('a login begun in another browser is not taken', async () => {
    const agent = newUser();
    const begun = await fetch(`${tenant.emulator.browserOrigin}/_local/app/login`, { redirect: 'manual' });
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
    const page = await agent.open(`/_local/app/callback?code=stolen&state=${state}`);
    expect(textOf(page, '[role=alert]')).toContain('this login was not begun here, or is done');
  });

  test('a button of Okta is not pressed by another site', async () => {
    const answer = await fetch(`${tenant.emulator.browserOrigin}/_local/okta/acme/admin/people`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ action: 'deactivate' }),
    });
    expect(answer.status).toBe(403);
  });
});
