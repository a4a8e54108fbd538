/** `/authorize?organization=`: an id always, a name where the tenant takes names (use-org-name-authentication-api). */
import { decodeJwt } from 'jose';
import { authorizationCodeGrant } from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OktaUser, textOf, UserAgent } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';
import { organizationIdOf, walk, webLogin } from '../support/web-login.ts';

const API = 'https://parcels.example';

let tenant: TestTenant;
let acme: string;
beforeAll(async () => {
  tenant = await startTestTenant();
  await tenant.bindActions([]);
  await tenant.auth0.resourceServers.create({ name: 'Parcels', identifier: API });
  acme = await organizationIdOf(tenant, 'acme');
});
afterAll(() => tenant.emulator.close());

const takeNames = (allow_organization_name_in_authentication_api: boolean) =>
  tenant.auth0.tenants.settings.update({ allow_organization_name_in_authentication_api });

async function answerTo(parameters: Record<string, string>): Promise<Record<string, string>> {
  const { url } = await webLogin(tenant, parameters);
  const { callback } = await walk(tenant, url, tenant.customers.acmeAdmin);
  return Object.fromEntries(callback.searchParams);
}

/** Organization claims of both tokens of a login that names the organization so. */
async function claimsOf(organization: string) {
  const login = await webLogin(tenant, { organization, audience: API });
  const { callback } = await walk(tenant, login.url, tenant.customers.acmeAdmin);
  const tokens = await authorizationCodeGrant(login.configuration, callback, { pkceCodeVerifier: login.codeVerifier });
  return [tokens.id_token, tokens.access_token].map((token) => {
    const { org_id, org_name } = decodeJwt(token ?? '');
    return { org_id, org_name };
  });
}

const REFUSED = {
  error: 'invalid_request',
  error_description: 'authorization request parameter organization must be an organization id',
};

test('takes an id, and tells no name', async () => {
  const claims = { org_id: acme, org_name: undefined };
  expect(await claimsOf(acme)).toEqual([claims, claims]);
});

test('refuses a name, at the callback, also of an application that allows no organization', async () => {
  expect(await answerTo({ organization: 'acme' })).toMatchObject(REFUSED);
  expect(await answerTo({ organization: 'acme', prompt: 'none' })).toMatchObject(REFUSED);
  expect(await answerTo({ organization: 'acme', invitation: 'unknown' })).toMatchObject(REFUSED);
  const { auth0, webApp } = tenant;
  await auth0.clients.update(webApp.clientId, { organization_usage: 'deny' });
  expect(await answerTo({ organization: 'nobody' })).toMatchObject(REFUSED);
  await auth0.clients.update(webApp.clientId, { organization_usage: 'allow' });
});

test('refuses a name to Okta too', async () => {
  const { okta } = tenant.emulator;
  const at = await new UserAgent(okta.redirectUri).visit(await okta.begin({ organization: 'acme' }));
  expect('callback' in at && Object.fromEntries(at.callback.searchParams)).toMatchObject(REFUSED);
});

test('takes a name too where the tenant setting is on, in any case, and tells it in both tokens', async () => {
  await takeNames(true);
  const claims = { org_id: acme, org_name: 'acme' };
  expect(await claimsOf('acme')).toEqual([claims, claims]);
  expect(await claimsOf('ACME')).toEqual([claims, claims]);
  expect(await claimsOf(acme)).toEqual([claims, claims]);
  expect(await answerTo({ organization: 'nobody' })).toMatchObject({
    error: 'invalid_request',
    error_description: 'parameter organization is invalid: nobody',
  });
  await takeNames(false);
  expect(await answerTo({ organization: 'acme' })).toMatchObject(REFUSED);
});

test('refuses what a tile with the name would lead to, at the application', async () => {
  tenant.emulator.apps.saas.register(tenant.webApp);
  const user = new OktaUser(tenant.emulator.browserOrigin, 'someone@acme.com');
  const page = await user.open('/_local/app/login?organization=acme');
  expect([page.status, textOf(page, '[role=alert]')]).toEqual([
    400,
    expect.stringContaining(`invalid_request: ${REFUSED.error_description}`),
  ]);
});
