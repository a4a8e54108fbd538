/** Switches of what nobody knows, where they stand otherwise than by default; others are tested beside their code. */
import { expect, onTestFinished, test } from 'vitest';
import { OktaOperator, textOf } from '../../emulator/index.ts';
import { startPublishedTenant } from '../support/published.ts';
import { startTestTenant } from '../support/tenant.ts';
import { startUpstream } from '../support/upstream.ts';
import { walk, webLogin } from '../support/web-login.ts';

test('with scimNeedsSso a token for SCIM alone does not suffice', async () => {
  const tenant = await startPublishedTenant({ unknowns: { scimNeedsSso: true } });
  onTestFinished(() => tenant.emulator.close());
  const okta = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
  expect((await okta.expressConfigure('sso', tenant.customers.acmeAdmin)).status).toBe(200);
  const page = await okta.expressConfigure('scim', tenant.customers.acmeAdmin);
  expect(textOf(page, '[role=alert] b')).toBe('Failed to Express Configure the application (HTTP 403 oauth_error)');
  expect(textOf(page, '#cause')).toContain('express_configure:sso');
});

test('with idTokenHint checked a hint is the tenant’s to judge', async () => {
  const tenant = await startTestTenant({ unknowns: { idTokenHint: 'checked' } });
  onTestFinished(() => tenant.emulator.close());
  const login = await webLogin(tenant);
  login.url.searchParams.set('id_token_hint', 'a.b.c');
  const { callback } = await walk(tenant, login.url, { username: 'nobody@initech.com' });
  expect(Object.fromEntries(callback.searchParams)).toMatchObject({
    error: 'invalid_request',
    error_description: '((could not validate id_token_hint))',
  });
});

test('with aliasCollision first the older of two connections with one alias is taken', async () => {
  const tenant = await startTestTenant({ unknowns: { aliasCollision: 'first' } });
  onTestFinished(() => tenant.emulator.close());
  const upstream = await startUpstream(`${tenant.emulator.issuer}login/callback`);
  onTestFinished(() => upstream[Symbol.asyncDispose]());
  const create = (name: string, options: Record<string, unknown>) =>
    tenant.auth0.connections.create({
      name,
      strategy: 'okta',
      enabled_clients: [tenant.webApp.clientId],
      options: { domain_aliases: ['initech.com'], ...options },
    });
  await create('initech-first', {
    client_id: upstream.clientId,
    client_secret: upstream.clientSecret,
    issuer: upstream.issuer,
  });
  await create('initech-second', { client_id: 'x', domain: 'twin.okta.com' });
  upstream.user = { sub: '00u1bill', email: 'bill@initech.com', name: 'Bill L.' };
  const login = await webLogin(tenant);
  const { callback } = await walk(tenant, login.url, { username: 'bill@initech.com' });
  expect(callback.searchParams.has('code')).toBe(true);
  const { data: users } = await tenant.auth0.users.list();
  expect(users.flatMap(({ identities = [] }) => identities.map(({ connection }) => connection))).toContain(
    'initech-first',
  );
});
