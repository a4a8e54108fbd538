/** This project's Actions in every other kind of login that the tenant takes: none of them gives express_configure. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPRESS_CONFIGURE_AUDIENCE, signIn, UserAgent } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
  await tenant.auth0.clients.update(tenant.oinClientId, {
    grant_types: ['authorization_code', 'client_credentials', 'implicit', 'refresh_token'],
    web_origins: [new URL(tenant.emulator.okta.redirectUri).origin],
  });
});
afterAll(() => tenant.emulator.close());

const authorizeUrl = (parameters: Record<string, string>): URL => {
  const url = new URL('/authorize', tenant.emulator.browserOrigin);
  url.search = new URLSearchParams({
    client_id: tenant.oinClientId,
    redirect_uri: tenant.emulator.okta.redirectUri,
    audience: EXPRESS_CONFIGURE_AUDIENCE,
    scope: 'openid offline_access express_configure:sso express_configure:scim',
    nonce: 'n',
    state: 's',
    ...parameters,
  }).toString();
  return url;
};

test.each(['id_token', 'code id_token'])('response_type=%s is denied', async (response_type) => {
  const agent = new UserAgent(tenant.emulator.okta.redirectUri);
  const { callback } = await signIn(agent, authorizeUrl({ response_type }), tenant.customers.acmeAdmin);
  expect(Object.fromEntries(new URLSearchParams(callback.hash.slice(1)))).toEqual({
    error: 'access_denied',
    error_description: 'Access denied (EC_PROTOCOL)',
    state: 's',
    iss: tenant.emulator.issuer,
  });
});

test('a silent login by web_message is given no code: there is nobody to prove a factor', async () => {
  const agent = new UserAgent(tenant.emulator.okta.redirectUri);
  await signIn(agent, authorizeUrl({ response_type: 'code' }), tenant.customers.acmeAdmin);
  const at = await agent.visit(authorizeUrl({ response_type: 'code', prompt: 'none', response_mode: 'web_message' }));
  if (!('html' in at)) throw new Error(`led to ${at.callback.href}`);
  expect(at.html).toContain('"response":{"error":"');
  expect(at.html).not.toContain('"code"');
});
