/** Refresh tokens: who gets one, what an exchange gives, rotation, lifetimes and revocation. */
import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { type Answer, API, CALLBACK, type RefreshRig, startRefreshRig } from '../support/refresh-rig.ts';

let rig: RefreshRig;
beforeAll(async () => {
  rig = await startRefreshRig();
});
afterAll(() => rig.tenant.emulator.close());

const STILL = { rotation_type: 'non-rotating', expiration_type: 'non-expiring', leeway: 0 };
const ROTATING = {
  rotation_type: 'rotating',
  expiration_type: 'expiring',
  leeway: 0,
  token_lifetime: 2_000,
  infinite_token_lifetime: false,
  idle_token_lifetime: 1_000,
  infinite_idle_token_lifetime: false,
};
afterEach(() => rig.settings(STILL));

const REFUSED = { status: expect.toSatisfy((status: number) => status === 400 || status === 403) };
const UNKNOWN = {
  status: 403,
  body: { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' },
};
const ahead = (seconds: number) => rig.tenant.emulator.clock.advance(seconds * 1000);
const tokenOf = ({ body }: Answer): string => body.refresh_token ?? '';
const accessOf = ({ body }: Answer) => decodeJwt(String(body.access_token));

describe('a login gives a refresh token', () => {
  test('where offline_access is asked for, and the application and the API allow it', async () => {
    const { body } = await rig.login();
    expect(body).toMatchObject({
      refresh_token: expect.stringMatching(/^v1\.\w{64}$/),
      scope: 'openid email offline_access read',
    });
    expect((await rig.login({ scope: 'openid offline_access', audience: '' })).body.refresh_token).toBeDefined();
    expect((await rig.login({ scope: 'openid read' })).body.refresh_token).toBeUndefined();
  });

  test('and none where the API or the application does not allow it: the scope is ignored', async () => {
    const { auth0 } = rig.tenant;
    const api = await auth0.resourceServers.get(API);
    await auth0.resourceServers.update(api.id ?? '', { allow_offline_access: false });
    const ofApi = await rig.login();
    await auth0.resourceServers.update(api.id ?? '', { allow_offline_access: true });
    await auth0.clients.update(rig.clientId, { grant_types: ['authorization_code'] });
    const ofApplication = await rig.login();
    await auth0.clients.update(rig.clientId, { grant_types: ['authorization_code', 'refresh_token'] });
    for (const { status, body } of [ofApi, ofApplication]) {
      expect([status, body.refresh_token, body.scope]).toEqual([200, undefined, 'openid email read']);
    }
  });

  test('with the user’s consent, where the application is somebody else’s', async () => {
    await rig.tenant.auth0.clients.update(rig.clientId, { is_first_party: false });
    const { body } = await rig.login();
    const grants = await rig.tenant.auth0.userGrants.list({ client_id: rig.clientId });
    await rig.tenant.auth0.clients.update(rig.clientId, { is_first_party: true });
    expect([body.refresh_token === undefined, grants.data[0]?.scope]).toEqual([
      false,
      ['openid', 'email', 'offline_access', 'read'],
    ]);
    await rig.tenant.auth0.userGrants.delete(grants.data[0]?.id ?? '');
    expect(await rig.exchange(body.refresh_token)).toEqual(UNKNOWN);
  });
});

test('a resource names an API only where the tenant’s profile says so, and there is no audience', async () => {
  const profile = (resource_parameter_profile: 'audience' | 'compatibility') =>
    rig.tenant.auth0.tenants.settings.update({ resource_parameter_profile });
  const scopes = async (audience: string, resource: string) =>
    (await rig.login({ scope: 'openid read', audience, resource })).body.scope;
  expect([await scopes('', API), await scopes('', 'urn:local-tenant:audience:%E0%A4%A')]).toEqual(['openid', 'openid']);
  expect(await scopes(API, 'urn:auth0:express-configure')).toBe('openid read');
  await profile('compatibility');
  const [alone, both] = [await scopes('', API), await scopes(API, 'urn:auth0:express-configure')];
  await profile('audience');
  expect([alone, both]).toEqual(['openid read', 'openid read']);
});

describe('an exchange', () => {
  test('gives an access token and an ID token for the same user, organization and API', async () => {
    const { tenant } = rig;
    const organization = (await tenant.auth0.organizations.getByName('acme')).id ?? '';
    const login = await rig.login({ organization });
    const answer = await rig.exchange(tokenOf(login));
    expect(answer).toEqual({
      status: 200,
      body: {
        access_token: expect.any(String),
        id_token: expect.any(String),
        expires_in: 86_400,
        scope: 'openid email offline_access read',
        token_type: 'Bearer',
      },
    });
    const { iat: _1, exp: _2, ...first } = accessOf(login);
    expect(accessOf(answer)).toMatchObject(first);
    const ids = [login, answer].map(({ body }) => decodeJwt(String(body.id_token)));
    expect(ids[1]).toMatchObject({ email: 'ada@acme.com', org_id: organization, sid: ids[0]?.sid, aud: rig.clientId });
    expect(ids[1]?.nonce).toBeUndefined();
  });

  test('of a login without an API gives a token that /userinfo takes', async () => {
    const answer = await rig.exchange(tokenOf(await rig.login({ scope: 'openid email offline_access', audience: '' })));
    const headers = { authorization: `Bearer ${answer.body.access_token}` };
    const profile = await fetch(`${rig.tenant.emulator.issuer}userinfo`, { headers });
    expect([profile.status, await profile.json()]).toEqual([200, expect.objectContaining({ email: 'ada@acme.com' })]);
  });

  test('gives fewer scopes where fewer are asked for, and never more', async () => {
    const token = tokenOf(await rig.login());
    expect((await rig.exchange(token, { scope: 'read write made-up' })).body.scope).toBe('read');
    expect((await rig.exchange(token)).body.scope).toBe('openid email offline_access read');
    expect((await rig.exchange(token, { scope: 'read' })).body.id_token).toBeUndefined();
  });

  test('is held to the roles of now', async () => {
    const { auth0, customers } = rig.tenant;
    const api = await auth0.resourceServers.get(API);
    await auth0.resourceServers.update(api.id ?? '', { enforce_policies: true });
    const { id: role = '' } = await auth0.roles.create({ name: 'reader' });
    const permissions = [{ permission_name: 'read', resource_server_identifier: API }];
    await auth0.roles.permissions.add(role, { permissions });
    await auth0.users.roles.assign(customers.acmeAdmin.userId, { roles: [role] });
    const token = tokenOf(await rig.login());
    const before = (await rig.exchange(token)).body.scope;
    await auth0.users.roles.delete(customers.acmeAdmin.userId, { roles: [role] });
    const after = (await rig.exchange(token)).body.scope;
    await auth0.resourceServers.update(api.id ?? '', { enforce_policies: false });
    expect([before, after]).toEqual(['openid email offline_access read', 'openid email offline_access']);
  });

  test('is refused to who is blocked, or no longer a member', async () => {
    const { auth0, customers } = rig.tenant;
    const { userId, organizationId: organization = '' } = customers.acmeAdmin;
    const token = tokenOf(await rig.login({ organization }));
    await auth0.users.update(userId, { blocked: true });
    const blocked = await rig.exchange(token);
    await auth0.users.update(userId, { blocked: false });
    expect(blocked).toMatchObject({ status: 403, body: { error: 'invalid_grant' } });
    const roles = await auth0.organizations.members.roles.list(organization, userId);
    await auth0.organizations.members.delete(organization, { members: [userId] });
    const left = await rig.exchange(token);
    await auth0.organizations.members.create(organization, { members: [userId] });
    const ids = roles.data.flatMap(({ id }) => id ?? []);
    if (ids.length > 0) await auth0.organizations.members.roles.assign(organization, userId, { roles: ids });
    expect(left).toMatchObject({ status: 403, body: { error: 'invalid_grant' } });
    expect((await rig.exchange(token)).status).toBe(200);
  });

  test('is refused without the secret, to another application, and where the grant type was taken away', async () => {
    const { auth0 } = rig.tenant;
    const token = tokenOf(await rig.login());
    expect((await rig.exchange(token, { client_secret: 'wrong' })).status).toBe(401);
    const { clientId: client_id, clientSecret: client_secret } = rig.tenant.webApp;
    expect(await rig.exchange(token, { client_id, client_secret })).toEqual(UNKNOWN);
    await auth0.clients.update(rig.clientId, { grant_types: ['authorization_code'] });
    const refused = await rig.exchange(token);
    await auth0.clients.update(rig.clientId, { grant_types: ['authorization_code', 'refresh_token'] });
    const error_description = "Grant type 'refresh_token' not allowed for the client.";
    expect(refused).toMatchObject({ status: 403, body: { error: 'unauthorized_client', error_description } });
    expect((await rig.exchange(token)).status).toBe(200);
    expect(await rig.exchange('v1.made-up')).toEqual(UNKNOWN);
    expect((await rig.exchange('')).status).toBe(400);
  });

  test('is in the tenant’s log, and the token is in no log, timeline, listing or snapshot', async () => {
    await rig.settings(ROTATING);
    const first = tokenOf(await rig.login());
    const second = tokenOf(await rig.exchange(first));
    await rig.exchange('v1.nothing');
    await rig.exchange(first);
    const { emulator, auth0 } = rig.tenant;
    const logs = await auth0.logs.list({ per_page: 100 });
    const types = logs.data.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['sertft', 'fertft', 'ferrt']));
    expect(logs.data.find(({ type }) => type === 'ferrt')).toMatchObject({
      description: 'Unsuccessful Refresh Token exchange, reused refresh token detected',
    });
    const everywhere = JSON.stringify([
      logs.data,
      emulator.timeline(),
      emulator.runs(),
      emulator.requests(),
      emulator.contents(),
      emulator.takeSnapshot(),
    ]);
    for (const token of [first, second]) expect(everywhere).not.toContain(token);
  });
});

describe('rotation', () => {
  test('gives a new token each time, and the reuse of an old one ends the family', async () => {
    await rig.settings(ROTATING);
    const first = tokenOf(await rig.login());
    const second = tokenOf(await rig.exchange(first));
    const third = tokenOf(await rig.exchange(second));
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await rig.exchange(first)).toEqual(UNKNOWN);
    expect(await rig.exchange(third)).toEqual(UNKNOWN);
  });

  test('of two exchanges at once one succeeds at most', async () => {
    await rig.settings(ROTATING);
    const token = tokenOf(await rig.login());
    const answers = await Promise.all(Array.from({ length: 5 }, () => rig.exchange(token)));
    const good = answers.filter(({ status }) => status === 200);
    expect(good.length).toBe(1);
    expect(await rig.exchange(tokenOf(good[0] ?? UNKNOWN))).toEqual(UNKNOWN);
  });

  test('another family lives on when one ends', async () => {
    await rig.settings(ROTATING);
    const [one, other] = [tokenOf(await rig.login()), tokenOf(await rig.login())];
    await rig.exchange(one);
    expect(await rig.exchange(one)).toEqual(UNKNOWN);
    expect((await rig.exchange(other)).status).toBe(200);
  });

  test('within the leeway the previous token can be reused, and no older one', async () => {
    await rig.settings({ ...ROTATING, leeway: 30 });
    const first = tokenOf(await rig.login());
    const second = tokenOf(await rig.exchange(first));
    const again = await rig.exchange(first);
    expect([again.status, tokenOf(again) === second]).toEqual([200, false]);
    expect((await rig.exchange(second)).status).toBe(200);
    expect(await rig.exchange(first)).toEqual(UNKNOWN);
    expect(await rig.exchange(tokenOf(again))).toEqual(UNKNOWN);

    const late = tokenOf(await rig.login());
    const next = tokenOf(await rig.exchange(late));
    ahead(31);
    expect(await rig.exchange(late)).toEqual(UNKNOWN);
    expect(await rig.exchange(next)).toEqual(UNKNOWN);
  });

  test('that is switched on ends the tokens that do not rotate, and the other way round', async () => {
    const [still, stillToo] = [tokenOf(await rig.login()), tokenOf(await rig.login())];
    await rig.settings(ROTATING);
    const rotating = tokenOf(await rig.exchange(still));
    expect(await rig.exchange(stillToo)).toEqual(UNKNOWN);
    const rotatingToo = tokenOf(await rig.login());
    await rig.settings(STILL);
    const answer = await rig.exchange(rotating);
    expect(tokenOf(answer)).toMatch(/^v1\./);
    expect(await rig.exchange(rotatingToo)).toEqual(UNKNOWN);
    expect(await rig.exchange(rotating)).toEqual(UNKNOWN);
    const later = await rig.exchange(tokenOf(answer));
    expect([later.status, later.body.refresh_token]).toEqual([200, undefined]);
  });
});

describe('lifetimes', () => {
  test('the idle one begins anew with each exchange, the maximum one does not', async () => {
    await rig.settings(ROTATING);
    const idle = tokenOf(await rig.login());
    let token = tokenOf(await rig.login());
    ahead(900);
    token = tokenOf(await rig.exchange(token));
    ahead(101);
    expect(await rig.exchange(idle)).toEqual(UNKNOWN);
    ahead(600);
    token = tokenOf(await rig.exchange(token));
    ahead(400);
    expect(token).not.toBe('');
    expect(await rig.exchange(token)).toEqual(UNKNOWN);
  });

  test('a token that does not expire does from the exchange on after its application got a maximum', async () => {
    const token = tokenOf(await rig.login());
    ahead(60_000);
    expect((await rig.exchange(token)).status).toBe(200);
    await rig.settings({ ...ROTATING, rotation_type: 'non-rotating', idle_token_lifetime: 2_000 });
    expect((await rig.exchange(token)).status).toBe(200);
    ahead(2_001);
    expect(await rig.exchange(token)).toEqual(UNKNOWN);
  });
});

describe('revocation', () => {
  const credentials = () => ({ client_id: rig.clientId, client_secret: rig.clientSecret });

  test('at /oauth/revoke ends the token, as a form or as JSON; what is none is 200 too', async () => {
    const token = tokenOf(await rig.login());
    expect(await rig.post('oauth/revoke', { ...credentials(), token: 'made-up' })).toEqual({ status: 200, body: {} });
    expect(await rig.post('oauth/revoke', { ...credentials(), token })).toEqual({ status: 200, body: {} });
    expect(await rig.exchange(token)).toEqual(UNKNOWN);

    const other = tokenOf(await rig.login());
    const response = await fetch(`${rig.tenant.emulator.issuer}oauth/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...credentials(), token: other }),
    });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(await rig.exchange(other)).toEqual(UNKNOWN);
  });

  test('is for the application’s own tokens', async () => {
    const token = tokenOf(await rig.login());
    const { clientId: client_id, clientSecret: client_secret } = rig.tenant.webApp;
    expect((await rig.post('oauth/revoke', { client_id, client_secret, token })).status).toBe(400);
    expect((await rig.post('oauth/revoke', { client_id: rig.clientId, token })).status).toBe(401);
    expect((await rig.exchange(token)).status).toBe(200);
  });

  test('ends all of the grant’s tokens where the tenant says so, and else only the one', async () => {
    const [one, other] = [tokenOf(await rig.login()), tokenOf(await rig.login())];
    await rig.post('oauth/revoke', { ...credentials(), token: one });
    expect((await rig.exchange(other)).status).toBe(200);
    const third = tokenOf(await rig.login());
    const flag = (on: boolean) =>
      rig.tenant.auth0.tenants.settings.update({ flags: { revoke_refresh_token_grant: on } });
    await flag(true);
    await rig.post('oauth/revoke', { ...credentials(), token: third });
    await flag(false);
    expect(await rig.exchange(other)).toEqual(UNKNOWN);
  });

  test('a code that is redeemed twice ends what came of it', async () => {
    const login = await rig.login();
    const { body } = await rig.login();
    expect((await rig.exchange(tokenOf(login))).status).toBe(200);
    expect(body.refresh_token).toBeDefined();
    const code = await codeOf();
    const redeem = () =>
      rig.post('oauth/token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...credentials() });
    const token = tokenOf(await redeem());
    expect((await redeem()).status).toBe(403);
    expect(await rig.exchange(token)).toEqual(UNKNOWN);
    expect((await rig.exchange(tokenOf(login))).status).toBe(200);
  });

  test('a code that is redeemed twice at once leaves no refresh token that works', async () => {
    const fields = { grant_type: 'authorization_code', code: await codeOf(), redirect_uri: CALLBACK };
    const both = [0, 1].map(() => rig.post('oauth/token', { ...fields, ...credentials() }));
    for (const answer of await Promise.all(both)) expect(await rig.exchange(tokenOf(answer))).toMatchObject(REFUSED);
  });

  test('over the Management API ends all of a user’s', async () => {
    const token = tokenOf(await rig.login());
    await rig.tenant.auth0.users.refreshToken.delete(rig.tenant.customers.acmeAdmin.userId);
    expect(await rig.exchange(token)).toEqual(UNKNOWN);
  });

  test.each(['/v2/logout', '/oidc/logout'])('a logout leaves them: %s', async (path) => {
    const agent = new UserAgent(CALLBACK);
    const { body } = await rig.login({}, agent);
    const url = new URL(path, rig.tenant.emulator.browserOrigin);
    if (path === '/oidc/logout') url.searchParams.set('id_token_hint', String(body.id_token));
    expect(await agent.visit(url)).toMatchObject({ html: expect.stringContaining('You are logged out') });
    expect((await rig.exchange(body.refresh_token)).status).toBe(200);
  });

  test('those that have expired are kept no longer', async () => {
    await rig.settings(ROTATING);
    const count = () => Object(rig.tenant.emulator.contents()).refreshTokens.length;
    await rig.login();
    const before = count();
    ahead(1_001);
    await rig.login();
    expect(count()).toBeLessThanOrEqual(before);
  });

  test('a snapshot has digests of them, which bring them back', async () => {
    const { emulator } = rig.tenant;
    const token = tokenOf(await rig.login());
    const snapshot = emulator.takeSnapshot();
    const digest = createHash('sha256').update(token).digest('base64url');
    expect(JSON.stringify(snapshot)).toContain(digest);
    await rig.post('oauth/revoke', { ...credentials(), token });
    await emulator.loadSnapshot(snapshot);
    expect((await rig.exchange(token)).status).toBe(200);
    expect(JSON.stringify(emulator.takeSnapshot()).includes(token)).toBe(false);
  });

  async function codeOf(): Promise<string> {
    const url = new URL('/authorize', rig.tenant.emulator.browserOrigin);
    url.search = new URLSearchParams({
      client_id: rig.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid offline_access',
    }).toString();
    const { callback } = await signIn(new UserAgent(CALLBACK), url, rig.tenant.customers.acmeAdmin);
    return callback.searchParams.get('code') ?? '';
  }
});
