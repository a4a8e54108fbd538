import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OktaOperator, OktaUser, textOf } from '../../emulator/index.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';

const SOMEONE = 'someone@acme.com';
const KIM = 'kim@eu.acme.com';

let tenant: PublishedTenant;
let okta: OktaOperator;
beforeAll(async () => {
  tenant = await startPublishedTenant();
  okta = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
  await okta.expressConfigure('sso', tenant.customers.acmeAdmin);
  await tenant.auth0.clients.update(tenant.webApp.clientId, {
    ['oidc_logout' as string]: {
      backchannel_logout_urls: ['https://saas.example/backchannel-logout'],
      backchannel_logout_initiators: { mode: 'all' },
    },
  });
});
afterAll(() => tenant.emulator.close());

const usersNamed = async (email: string) => (await tenant.auth0.users.list({ q: `email:"${email}"` })).data;
const lastEvent = (page: Awaited<ReturnType<OktaOperator['assign']>>) => textOf(page, 'ol.events li span');
const signIn = (email: string) =>
  new OktaUser(tenant.emulator.browserOrigin, email).signInAt('/_local/app', tenant.customers.acmeAdmin.organizationId);

describe('Express Configure SCIM', () => {
  test('provisions whoever is assigned, those who have logged in before included', async () => {
    await okta.assign(SOMEONE);
    await signIn(SOMEONE);
    const page = await okta.expressConfigure('scim', tenant.customers.acmeAdmin);
    expect(textOf(page, '[role=status]')).toBe(
      'SCIM provisioning configured. Whoever is assigned is provisioned from now on.',
    );
    const [user, second] = await usersNamed(SOMEONE);
    expect(second).toBeUndefined();
    expect(user).toMatchObject({ preferred_username: SOMEONE, given_name: 'Sam', family_name: 'One', logins_count: 1 });
  });

  test('creates a user before the first login, and that login is the same user', async () => {
    expect(lastEvent(await okta.assign(KIM))).toBe(`SCIM: created ${KIM}`);
    const [created] = await usersNamed(KIM);
    expect(created).toMatchObject({ given_name: 'Kim', email: KIM, blocked: false });
    expect(created).not.toHaveProperty('logins_count');
    const page = await signIn(KIM);
    expect(textOf(page, '[data-claim=sub]')).toBe(created?.user_id);
    expect(await usersNamed(KIM)).toHaveLength(1);
  });

  test('deactivates a user who loses the application, and ends their sessions', async () => {
    const user = new OktaUser(tenant.emulator.browserOrigin, KIM);
    await user.signInAt('/_local/app', tenant.customers.acmeAdmin.organizationId);
    expect(lastEvent(await okta.unassign(KIM))).toBe(`SCIM: deactivated ${KIM}`);
    expect((await usersNamed(KIM))[0]?.blocked).toBe(true);
    expect(textOf(await user.open('/_local/app/'), '[role=status]')).toContain('You were signed out');
  });

  test('who was deactivated is refused, whatever Okta says at the login, and comes back with the assignment', async () => {
    await okta.assign(KIM);
    const [{ user_id = '' } = {}] = await usersNamed(KIM);
    await tenant.auth0.users.update(user_id, { blocked: true });
    expect(textOf(await signIn(KIM), '[role=alert]')).toBe('unauthorized: user is blocked');
    await okta.deactivate(KIM);
    expect(lastEvent(await okta.activate(KIM))).toBe(`SCIM: updated ${KIM}`);
    expect(textOf(await signIn(KIM), 'h1')).toBe('Welcome, Kim');
  });

  test('a second run replaces the token, and provisioning goes on', async () => {
    const before = await okta.expressConfigure('scim', tenant.customers.acmeAdmin);
    expect(before.status).toBe(200);
    expect(lastEvent(await okta.unassign(KIM))).toBe(`SCIM: deactivated ${KIM}`);
    expect(lastEvent(await okta.assign(KIM))).toBe(`SCIM: updated ${KIM}`);
  });
});
