/** "Maintain admin account matching across connections": the problem, and the four documented ways around it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { OktaOperator, textOf, type VisitedPage } from '../../emulator/index.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';
import { DATABASE } from '../support/tenant.ts';

const ADA = 'ada@acme.com';

let tenant: PublishedTenant;
beforeAll(async () => {
  tenant = await startPublishedTenant();
  const { auth0, oinClientId } = tenant;
  const { data } = await auth0.connections.list({ name: DATABASE });
  await auth0.connections.clients.update(data[0]?.id ?? '', [{ client_id: oinClientId, status: true }]);
});
afterAll(() => tenant.emulator.close());
afterEach(async () => {
  const { data } = await tenant.auth0.connections.list({ strategy: ['okta'] });
  for (const { id } of data) await tenant.auth0.connections.delete(id ?? '');
});

/** In a browser without a session: "after their initial Auth0 admin user session expires". */
const freshRun = (admin = tenant.customers.acmeAdmin): Promise<{ okta: OktaOperator; page: VisitedPage }> => {
  const okta = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
  return okta.expressConfigure('sso', admin).then((page) => ({ okta, page }));
};

const promptFor = (what: 'Organization' | 'Credentials') =>
  tenant.auth0.clients.update(tenant.oinClientId, {
    organization_require_behavior: what === 'Organization' ? 'pre_login_prompt' : 'post_login_prompt',
  });

const isDone = (page: VisitedPage): string | undefined => textOf(page, '[role=status]');
const UPDATED = expect.stringMatching(/ was updated\.$/);
const CREATED = expect.stringMatching(/ was created\.$/);

describe('Prompt for Credentials', () => {
  test('leads an administrator with an email of the new connection to Okta, at the second run', async () => {
    await promptFor('Credentials');
    expect(isDone((await freshRun()).page)).toEqual(CREATED);
    const { page } = await freshRun();
    expect(page.url.pathname).toMatch(/^\/_local\/okta\/acme\/signin\//);
  });

  test('goes on by the Okta account where that may express-configure, though nobody verified its address', async () => {
    await promptFor('Credentials');
    await freshRun();
    const first = await freshRun();
    await first.okta.assign(ADA);
    const refused = await first.okta.goOnAs(first.page, ADA, tenant.customers.acmeAdmin);
    expect(textOf(refused, '#cause')).toBe('access_denied: Access denied (EC_NOT_AUTHORIZED)');

    const { data: users } = await tenant.auth0.users.list({ q: `email:"${ADA}"` });
    const account = users.find(({ user_id }) => user_id?.startsWith('okta|'));
    const { id: org_id = '' } = await tenant.auth0.organizations.getByName('acme');
    await tenant.auth0.users.update(account?.user_id ?? '', {
      app_metadata: { express_configure: [{ org_id, scopes: ['sso'] }] },
    });
    const second = await freshRun();
    const done = await second.okta.goOnAs(second.page, ADA, tenant.customers.acmeAdmin);
    expect(isDone(done)).toEqual(UPDATED);
  });

  test('stays at the tenant with enable_organization off, since no organization has the connection', async () => {
    await promptFor('Credentials');
    await tenant.setExpress({ enable_organization: false });
    await freshRun();
    const { page } = await freshRun();
    await tenant.setExpress({ enable_organization: true });
    expect(isDone(page)).toEqual(UPDATED);
  });

  test('stays at the tenant for an administrator whose identifier is no email address', async () => {
    const { auth0, oinClientId, customers } = tenant;
    const { id: database = '' } = await auth0.connections.create({
      name: 'acme-admins',
      strategy: 'auth0',
      options: { requires_username: true },
      enabled_clients: [oinClientId],
    });
    const { id: org_id = '' } = await auth0.organizations.getByName('acme');
    await auth0.organizations.enabledConnections.add(org_id, {
      connection_id: database,
      assign_membership_on_login: false,
    });
    const { user_id = '' } = await auth0.users.create({
      connection: 'acme-admins',
      username: 'acme-admin',
      email: 'it@acme.com',
      email_verified: true,
      password: 'a long enough password',
      app_metadata: { express_configure: [{ org_id, scopes: ['sso'] }] },
    });
    await auth0.users.authenticationMethods.create(user_id, {
      type: 'totp',
      totp_secret: customers.acmeAdmin.totpSecret,
    });
    await auth0.organizations.members.create(org_id, { members: [user_id] });
    const admin = { ...customers.acmeAdmin, username: 'acme-admin', password: 'a long enough password' };

    await promptFor('Credentials');
    await freshRun(admin);
    expect(isDone((await freshRun(admin)).page)).toEqual(UPDATED);
    const byEmail = await freshRun({ ...admin, username: 'it@acme.com' });
    expect(byEmail.page.url.pathname, 'the same account by its email').toMatch(/^\/_local\/okta\/acme\/signin\//);
  });
});

test('Prompt for Organization stays at the tenant: the connection is not enabled for the OIN client', async () => {
  await promptFor('Organization');
  expect(isDone((await freshRun()).page)).toEqual(CREATED);
  expect(isDone((await freshRun()).page)).toEqual(UPDATED);
});
