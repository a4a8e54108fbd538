import { once } from 'node:events';
import { createServer } from 'node:http';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Addresses } from '../../../../emulator/addresses.ts';
import { BackChannel, logoutUrls } from '../../../../emulator/login/logout/back-channel.ts';
import { createState } from '../../../../emulator/state.ts';

const NOW_MS = Date.parse('2026-01-02T03:04:05.000Z');
const received: { url: string | undefined; type: string | undefined; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    received.push({ url: request.url, type: request.headers['content-type'], body });
    response.statusCode = request.url === '/broken' ? 500 : 200;
    response.end();
  });
});
let origin = '';
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://localhost:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  received.length = 0;
});

async function rig(clients: { client_id: string; oidc_logout?: object }[]) {
  const state = createState({ domain: 'tenant.test', clock: () => NOW_MS, newId: (prefix) => `${prefix}id` });
  state.clients.push(...clients.map((client) => ({ ...client, name: client.client_id, is_first_party: true })));
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const signingKey = { ...(await exportJWK(privateKey)), kid: 'tenant', alg: 'RS256' };
  const addresses = new Addresses();
  addresses.serve('https://app.acme.example', '/_local/app');
  const backChannel = new BackChannel({ state, issuer: `${origin}/`, signingKey, addresses });
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'tenant', alg: 'RS256' }] });
  return { backChannel, keys };
}

const session = { userId: 'okta|con|00u1', sessionId: 'session-1' };

test('a logout token has the claims of the documentation’s sample, for two minutes', async () => {
  const { backChannel, keys } = await rig([
    { client_id: 'saas', oidc_logout: { backchannel_logout_urls: ['https://app.acme.example/backchannel-logout'] } },
  ]);
  await backChannel.tell({ ...session, clientIds: ['saas'] }, 'idp-logout');
  expect(received.map(({ url, type }) => ({ url, type }))).toEqual([
    { url: '/_local/app/backchannel-logout', type: 'application/x-www-form-urlencoded;charset=UTF-8' },
  ]);
  const token = new URLSearchParams(received[0]?.body).get('logout_token') ?? '';
  const { payload, protectedHeader } = await jwtVerify(token, keys, { currentDate: new Date(NOW_MS) });
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'tenant' });
  expect(payload).toEqual({
    iss: `${origin}/`,
    sub: 'okta|con|00u1',
    aud: 'saas',
    iat: NOW_MS / 1000,
    exp: NOW_MS / 1000 + 120,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    trace_id: 'id',
    sid: 'session-1',
  });
});

test('one application that is broken, away or on the internet keeps no other from being told', async () => {
  const { backChannel } = await rig([
    { client_id: 'broken', oidc_logout: { backchannel_logout_urls: [`${origin}/broken`] } },
    { client_id: 'away', oidc_logout: { backchannel_logout_urls: ['https://localhost:1/logout'] } },
    { client_id: 'far', oidc_logout: { backchannel_logout_urls: ['https://far.example/logout'] } },
    { client_id: 'fine', oidc_logout: { backchannel_logout_urls: [`${origin}/fine`] } },
    { client_id: 'silent' },
  ]);
  await backChannel.tell({ ...session, clientIds: ['broken', 'away', 'far', 'gone', 'fine', 'silent'] }, 'rp-logout');
  expect(received.map(({ url }) => url).sort()).toEqual(['/broken', '/fine']);
});

describe('which endings an application is told of', () => {
  const urls = ['https://app.acme.example/logout'];
  const told = (backchannel_logout_initiators: object | undefined) => {
    const state = createState({ domain: 'tenant.test' });
    const oidc_logout = { backchannel_logout_urls: urls, backchannel_logout_initiators };
    state.clients.push({ client_id: 'saas', name: 'SaaS', is_first_party: true, oidc_logout });
    return (['rp-logout', 'idp-logout', 'account-deactivated'] as const).filter(
      (initiator) => logoutUrls(state, 'saas', initiator).length > 0,
    );
  };

  test.each([
    [undefined, ['rp-logout', 'idp-logout']],
    [{ mode: 'all' }, ['rp-logout', 'idp-logout', 'account-deactivated']],
    [{ mode: 'custom', selected_initiators: ['account-deactivated'] }, ['account-deactivated']],
    [{ mode: 'custom' }, []],
  ])('with %j: %j', (initiators, expected) => {
    expect(told(initiators)).toEqual(expected);
  });
});
