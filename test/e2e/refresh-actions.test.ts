/** Post-login Actions when a refresh token is exchanged: their event, what they can do, and that ours grant nothing. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { calculateJwkThumbprint, decodeJwt, exportJWK, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EXPRESS_CONFIGURE_AUDIENCE, signIn, UserAgent } from '../../emulator/index.ts';
import { type Answer, API, type RefreshRig, startRefreshRig } from '../support/refresh-rig.ts';
import { builtActions } from '../support/tenant.ts';

let rig: RefreshRig;
beforeAll(async () => {
  rig = await startRefreshRig();
});
afterAll(() => rig.tenant.emulator.close());
afterEach(() => rig.tenant.bindActions([]));

const CLAIM = 'https://shop.example/seen';
const UNKNOWN = {
  status: 403,
  body: { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' },
};
/** Binds an Action that runs `body` on exchanges, and on logins only where it is told to. */
const act = (body: string, { onLogin = '' } = {}) =>
  rig.tenant.bindActions([
    {
      name: 'on-exchange',
      code: `exports.onExecutePostLogin = async (event, api) => {
  if (event.transaction.protocol !== 'oauth2-refresh-token') { ${onLogin}; return; }
  ${body}
};`,
    },
  ]);
const tokenOf = ({ body }: Answer): string => body.refresh_token ?? '';
const seen = ({ body }: Answer): unknown => decodeJwt(String(body.id_token))[CLAIM];
const denied = (error_description: unknown, error = 'access_denied') => ({
  status: 403,
  body: { error, error_description },
});

// Before the clock is moved: who logs in here types one-time codes.
describe('the Actions of this project', () => {
  test('grant nothing of express_configure by a refresh token, though a login was granted', async () => {
    const { auth0, oinClientId, emulator, customers } = rig.tenant;
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { id = '' } = await auth0.clients.credentials.create(oinClientId, { credential_type: 'public_key', pem });
    await auth0.clients.update(oinClientId, {
      client_authentication_methods: { private_key_jwt: { credentials: [{ id }] } },
      grant_types: ['authorization_code', 'client_credentials', 'refresh_token'],
    });
    await rig.tenant.bindActions(await builtActions());

    const kid = await calculateJwkThumbprint(await exportJWK(keys.publicKey));
    const assertion = async () => ({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuer(oinClientId)
        .setSubject(oinClientId)
        .setAudience(emulator.issuer)
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(keys.privateKey),
    });
    const { redirectUri } = emulator.okta;
    const url = new URL('/authorize', emulator.browserOrigin);
    url.search = new URLSearchParams({
      client_id: oinClientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      audience: EXPRESS_CONFIGURE_AUDIENCE,
      scope: 'openid offline_access express_configure:sso',
    }).toString();
    const login = async () => {
      const { callback } = await emulator.clock.run(() => signIn(new UserAgent(redirectUri), url, customers.acmeAdmin));
      const code = callback.searchParams.get('code') ?? '';
      const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
      return rig.post('oauth/token', { ...fields, ...(await emulator.clock.run(assertion)) });
    };
    // Auth0's system API has no refresh tokens, and no request to the Management API gives it any.
    const { body } = await login();
    expect(body.scope).toContain('express_configure:sso');
    expect(body.refresh_token).toBeUndefined();

    const snapshot = emulator.takeSnapshot();
    for (const api of Object(snapshot.state.resourceServers)) api.allow_offline_access = true;
    await emulator.loadSnapshot(snapshot);
    const granted = await login();
    expect(granted.body.scope).toContain('express_configure:sso');
    const exchanged = await rig.post('oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: tokenOf(granted),
      ...(await emulator.clock.run(assertion)),
    });
    expect(exchanged).toEqual(denied('Access denied (EC_PROTOCOL)'));
  });

  test('leave exchanges for other APIs alone', async () => {
    await rig.tenant.bindActions(await builtActions());
    const answer = await rig.exchange(tokenOf(await rig.login()));
    expect([answer.status, answer.body.scope]).toEqual([200, 'openid email offline_access read']);
  });
});

/** Runs `change` while an Action of the exchange waits for it. */
async function duringExchange(token: string, change: () => Promise<unknown>): Promise<Answer> {
  const server = createServer((_request, response) => void change().finally(() => response.end()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await act(`await fetch('http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/')`);
  const answer = await rig.exchange(token);
  server.close();
  await rig.tenant.bindActions([]);
  return answer;
}

describe('what changes while an Action of the exchange runs counts', () => {
  test('a user who is blocked or no longer a member by then gets nothing', async () => {
    const { auth0, customers } = rig.tenant;
    const { userId, organizationId: organization = '' } = customers.acmeAdmin;
    const token = tokenOf(await rig.login({ organization }));
    const blocked = await duringExchange(token, () => auth0.users.update(userId, { blocked: true }));
    await auth0.users.update(userId, { blocked: false });
    const members = { members: [userId] };
    const left = await duringExchange(token, () => auth0.organizations.members.delete(organization, members));
    await auth0.organizations.members.create(organization, members);
    const refused = { status: 403, body: { error: 'invalid_grant' } };
    expect([blocked, left]).toMatchObject([refused, refused]);
    expect((await rig.exchange(token)).status).toBe(200);
  });

  test('an application whose grant type is taken away gets nothing', async () => {
    const token = tokenOf(await rig.login());
    const grants = (...grant_types: string[]) => rig.tenant.auth0.clients.update(rig.clientId, { grant_types });
    const refused = await duringExchange(token, () => grants('authorization_code'));
    await grants('authorization_code', 'implicit', 'refresh_token');
    expect(refused).toMatchObject(
      denied("Grant type 'refresh_token' not allowed for the client.", 'unauthorized_client'),
    );
    expect((await rig.exchange(token)).status).toBe(200);
  });
});

describe('an Action on an exchange', () => {
  test('sees the request, the token and how the user had logged in, and no credentials', async () => {
    await act(`const { request, transaction, refresh_token, authentication, session, organization, resource_server } = event;
  api.idToken.setCustomClaim('${CLAIM}', { request, transaction, refresh_token, authentication, session, resource_server, canRedirect: api.redirect.canRedirect() });`);
    const token = tokenOf(await rig.login());
    await rig.exchange(token);
    const answer = await rig.exchange(token, { scope: 'openid read' });
    expect(seen(answer)).toMatchObject({
      canRedirect: false,
      request: {
        method: 'POST',
        query: {},
        body: { grant_type: 'refresh_token', client_id: rig.clientId, scope: 'openid read' },
      },
      transaction: { protocol: 'oauth2-refresh-token', requested_scopes: ['openid', 'read'] },
      resource_server: { identifier: API },
      authentication: { methods: [{ name: 'pwd' }] },
      refresh_token: {
        id: expect.stringMatching(/^rt_/),
        client_id: rig.clientId,
        user_id: rig.tenant.customers.acmeAdmin.userId,
        rotating: false,
        created_at: expect.any(String),
        last_exchanged_at: expect.any(String),
        device: { initial_ip: '127.0.0.1', last_ip: '127.0.0.1' },
        resource_servers: [{ audience: API, scopes: 'openid email offline_access read' }],
        metadata: {},
      },
    });
    expect(seen(answer)).toMatchObject({ session: { id: decodeJwt(String(answer.body.id_token)).sid } });
    const text = JSON.stringify(seen(answer));
    expect([text.includes(token), text.includes(rig.clientSecret)]).toEqual([false, false]);
  });

  test('decides about claims and scopes each time anew', async () => {
    await act(
      `api.accessToken.setCustomClaim('${CLAIM}', 'exchange'); api.accessToken.addScope('write'); api.accessToken.removeScope('read');`,
    );
    const login = await rig.login();
    expect(decodeJwt(String(login.body.access_token))[CLAIM]).toBeUndefined();
    const { body } = await rig.exchange(tokenOf(login));
    expect(decodeJwt(String(body.access_token))).toMatchObject({
      [CLAIM]: 'exchange',
      scope: 'openid email offline_access write',
    });
    await rig.tenant.bindActions([]);
    expect((await rig.exchange(tokenOf(login))).body.scope).toBe('openid email offline_access read');
  });

  test('cannot make the target scopes more than what was granted', async () => {
    await act(`api.transaction.addTargetScope('write'); api.transaction.removeTargetScope('read');`);
    const { body } = await rig.exchange(tokenOf(await rig.login()));
    expect(body.scope).toBe('openid email offline_access');
  });

  test.each([
    ['denies', `api.access.deny('not today');`, denied('not today')],
    ['throws', `throw new Error('broken');`, denied('broken')],
    [
      'asks for a factor',
      `api.multifactor.enable('any');`,
      denied('Multifactor authentication required', 'mfa_required'),
    ],
    [
      'redirects',
      `api.redirect.sendUserTo('https://shop.example/');`,
      denied(expect.stringMatching(/^\(\(/), 'interaction_required'),
    ],
  ])('that %s gives nothing, and uses no token up', async (_what, body, expected) => {
    await rig.settings({ rotation_type: 'rotating', expiration_type: 'expiring' });
    const token = tokenOf(await rig.login());
    await act(body);
    expect(await rig.exchange(token)).toEqual(expected);
    expect(await rig.exchange(token)).toEqual(expected);
    await rig.tenant.bindActions([]);
    expect((await rig.exchange(token)).status).toBe(200);
    await rig.settings({ rotation_type: 'non-rotating', expiration_type: 'non-expiring' });
  });

  test('revokes the token: the exchange is denied with the reason, and the log tells', async () => {
    await act(`api.refreshToken.revoke('another network');`);
    const token = tokenOf(await rig.login());
    expect(await rig.exchange(token)).toEqual(denied('another network'));
    await rig.tenant.bindActions([]);
    expect(await rig.exchange(token)).toEqual(UNKNOWN);
    const { data } = await rig.tenant.auth0.logs.list({ per_page: 10 });
    expect(data).toContainEqual(expect.objectContaining({ type: 'srrt', description: 'another network' }));
  });

  test('revokes the session, and with it its refresh tokens unless it says not to', async () => {
    const [one, other] = [tokenOf(await rig.login()), tokenOf(await rig.login())];
    await act(`api.session.revoke('over', { preserveRefreshTokens: true });`);
    expect(await rig.exchange(one)).toEqual(denied('over'));
    await rig.tenant.bindActions([]);
    expect((await rig.exchange(one)).status).toBe(200);
    await act(`api.session.revoke('over');`);
    expect(await rig.exchange(one)).toEqual(denied('over'));
    await rig.tenant.bindActions([]);
    expect(await rig.exchange(one)).toEqual(UNKNOWN);
    expect((await rig.exchange(other)).status).toBe(200);
  });

  test('keeps metadata with the token, from the login on', async () => {
    await act(
      `api.refreshToken.setMetadata('count', String(Number(event.refresh_token.metadata.count) + 1));
  api.idToken.setCustomClaim('${CLAIM}', event.refresh_token.metadata);`,
      {
        onLogin: `api.refreshToken.setMetadata('count', '1'); api.refreshToken.setMetadata('gone', 'x'); api.refreshToken.deleteMetadata('gone')`,
      },
    );
    const token = tokenOf(await rig.login());
    expect(seen(await rig.exchange(token))).toEqual({ count: '2' });
    expect(seen(await rig.exchange(token))).toEqual({ count: '3' });
  });

  test('shortens lifetimes, of a new token and of an old one, and lengthens none', async () => {
    const lifetime = {
      rotation_type: 'non-rotating',
      expiration_type: 'expiring',
      token_lifetime: 5_000,
      infinite_token_lifetime: false,
      idle_token_lifetime: 4_000,
      infinite_idle_token_lifetime: false,
    };
    await rig.settings(lifetime);
    const inSeconds = (seconds: number) => `Date.now() + ${seconds * 1000}`;
    const ends = async (token: string, seconds: number): Promise<void> => {
      rig.tenant.emulator.clock.advance((seconds - 10) * 1000);
      expect((await rig.exchange(token)).status).toBe(200);
      rig.tenant.emulator.clock.advance(20_000);
      expect(await rig.exchange(token)).toEqual(UNKNOWN);
    };
    await act('', { onLogin: `api.refreshToken.setExpiresAt(${inSeconds(100)})` });
    await ends(tokenOf(await rig.login()), 100);

    await act(`api.refreshToken.setExpiresAt(${inSeconds(9_000)});`, {
      onLogin: `api.refreshToken.setExpiresAt(${inSeconds(200)})`,
    });
    const token = tokenOf(await rig.login());
    await rig.exchange(token);
    await ends(token, 200);

    await act(`api.refreshToken.setIdleExpiresAt(${inSeconds(50)});`);
    const idle = tokenOf(await rig.login());
    await rig.exchange(idle);
    rig.tenant.emulator.clock.advance(60_000);
    expect(await rig.exchange(idle)).toEqual(UNKNOWN);
    await rig.settings({ rotation_type: 'non-rotating', expiration_type: 'non-expiring' });
  });

  test('shows in the runs, and what it says is on the timeline', async () => {
    await act(`console.log('exchanged');`);
    await rig.exchange(tokenOf(await rig.login()));
    const { emulator } = rig.tenant;
    expect(emulator.runs().at(-1)).toMatchObject({
      audience: API,
      outcome: 'finished',
      actions: [{ logs: 'exchanged' }],
    });
    expect(emulator.timeline().at(-1)).toMatchObject({ kind: 'token', grantType: 'refresh_token', status: 200 });
    expect(emulator.timeline().at(-2)).toMatchObject({ kind: 'action', name: 'on-exchange', logs: 'exchanged' });
  });
});
