/** What applications' SDKs ask of `/authorize`, `/oauth/par` and discovery, and what protects a login. */
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

const ORIGIN = 'https://shop.example';
const CALLBACK = `${ORIGIN}/callback`;
const VERIFIER = 'a-verifier-of-forty-three-characters-or-more-0123';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let tenant: TestTenant;
let shop: { clientId: string; clientSecret: string };
let spaId: string;

beforeAll(async () => {
  tenant = await startTestTenant();
  await tenant.bindActions([]);
  const { auth0 } = tenant;
  const common = {
    callbacks: [CALLBACK],
    web_origins: [ORIGIN],
    organization_usage: 'allow' as const,
  };
  const web = await auth0.clients.create({ name: 'Shop', app_type: 'regular_web', ...common });
  shop = { clientId: web.client_id ?? '', clientSecret: web.client_secret ?? '' };
  const spa = await auth0.clients.create({
    name: 'Shop in the browser',
    app_type: 'spa',
    token_endpoint_auth_method: 'none',
    ...common,
  });
  spaId = spa.client_id ?? '';
  const connection = await auth0.connections.list({ name: 'saas-users' });
  await auth0.connections.clients.update(connection.data[0]?.id ?? '', [
    { client_id: shop.clientId, status: true },
    { client_id: spaId, status: true },
  ]);
});
afterAll(() => tenant.emulator.close());

let agent: UserAgent;
beforeEach(() => {
  agent = new UserAgent(CALLBACK);
});

const url = (path: string, parameters: Record<string, string>): URL => {
  const address = new URL(path, tenant.emulator.browserOrigin);
  address.search = new URLSearchParams(parameters).toString();
  return address;
};

const authorizeUrl = (parameters: Record<string, string> = {}): URL =>
  url('/authorize', {
    client_id: shop.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid email',
    state: 'its-state',
    nonce: 'its-nonce',
    ...parameters,
  });

const login = (parameters: Record<string, string> = {}) =>
  signIn(agent, authorizeUrl(parameters), tenant.customers.acmeAdmin);

/** Logs in, then asks for an answer without a page. */
async function answerOf(parameters: Record<string, string>): Promise<{ status: number; html: string; csp: string }> {
  await login();
  const at = await agent.visit(authorizeUrl({ prompt: 'none', ...parameters }));
  if (!('html' in at)) throw new Error(`led to ${at.callback.href}`);
  return { status: at.status, html: at.html, csp: at.headers.get('content-security-policy') ?? '' };
}

const fieldsOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    parse(html)
      .querySelectorAll('input')
      .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']),
  );

const claimsOf = async (idToken: string) =>
  (
    await jwtVerify(idToken, createRemoteJWKSet(new URL(`${tenant.emulator.issuer}.well-known/jwks.json`)), {
      issuer: tenant.emulator.issuer,
      audience: shop.clientId,
    })
  ).payload;

async function redeem(fields: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${tenant.emulator.issuer}oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: CALLBACK, ...fields }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const codeOf = ({ callback }: { callback: URL }): string => callback.searchParams.get('code') ?? '';
const errorOf = ({ callback }: { callback: URL }) => Object.fromEntries(callback.searchParams);

describe('response_type=id_token', () => {
  const parameters = { response_type: 'id_token', response_mode: 'form_post' };

  test('posts a signed ID token of this login to the callback', async () => {
    const { status, html } = await answerOf({ ...parameters, organization: await acme() });
    const { id_token = '', state } = fieldsOf(html);
    expect([status, state, parse(html).querySelector('form')?.getAttribute('action')]).toEqual([
      200,
      'its-state',
      CALLBACK,
    ]);
    const claims = await claimsOf(id_token);
    expect(claims).toMatchObject({ nonce: 'its-nonce', email: 'ada@acme.com', org_id: await acme() });
    expect(claims.sid).toEqual((await claimsOf(await idToken())).sid);
  });

  test('is refused without a nonce, which ties the token to the browser', async () => {
    const { nonce: _, ...rest } = Object.fromEntries(authorizeUrl(parameters).searchParams);
    const at = await agent.visit(url('/authorize', rest));
    expect('html' in at && fieldsOf(at.html)).toMatchObject({ error: 'invalid_request' });
    expect('html' in at && at.headers.has('content-security-policy'), 'a policy that stops its script').toBe(false);
  });

  test('is refused for an application without the implicit grant, in Auth0’s words', async () => {
    const { auth0 } = tenant;
    await auth0.clients.update(shop.clientId, { grant_types: ['authorization_code'] });
    const at = await agent.visit(authorizeUrl(parameters));
    await auth0.clients.update(shop.clientId, { grant_types: ['authorization_code', 'implicit', 'refresh_token'] });
    expect('html' in at && fieldsOf(at.html)).toMatchObject({
      error: 'unauthorized_client',
      error_description: "Grant type 'implicit' not allowed for the client.",
    });
  });

  test('runs the Actions with a protocol of its own', async () => {
    await tenant.bindActions([
      {
        name: 'says-protocol',
        code: "exports.onExecutePostLogin = async (event, api) => { api.idToken.setCustomClaim('https://shop.example/protocol', event.transaction.protocol); };",
      },
    ]);
    const { html } = await answerOf(parameters);
    const hybrid = await answerOf({ response_type: 'code id_token', response_mode: 'form_post' });
    await tenant.bindActions([]);
    const protocolIn = async (page: string) =>
      (await claimsOf(fieldsOf(page).id_token ?? ''))['https://shop.example/protocol'];
    expect([await protocolIn(html), await protocolIn(hybrid.html)]).toEqual([
      'oidc-implicit-profile',
      'oidc-hybrid-profile',
    ]);
  });
});

describe('response_mode=web_message', () => {
  const parameters = { response_mode: 'web_message' };

  test('posts the answer to the origin of the callback, and only that page may frame it', async () => {
    const { status, html, csp } = await answerOf(parameters);
    expect(status).toBe(200);
    expect(html).toContain('"type":"authorization_response","response":{"code":"');
    expect(html).toContain(`}, "${ORIGIN}");`);
    expect(csp).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors https:\/\/shop\.example$/,
    );
  });

  test('posts an error where there is no session', async () => {
    const at = await agent.visit(authorizeUrl({ prompt: 'none', ...parameters }));
    expect('html' in at && at.html).toContain('"error":"login_required"');
  });

  test('posts nothing to an origin that is not in web_origins, neither an answer nor an error', async () => {
    const { auth0 } = tenant;
    await auth0.clients.update(shop.clientId, { web_origins: [`${ORIGIN}.evil.example`, 'http://shop.example'] });
    const { status, html } = await answerOf(parameters);
    const error = await agent.visit(authorizeUrl({ ...parameters, response_type: 'nonsense' }));
    await auth0.clients.update(shop.clientId, { web_origins: [ORIGIN] });
    expect([status, html.includes('postMessage')]).toEqual([403, false]);
    expect('html' in error && [error.status, error.html.includes('postMessage')]).toEqual([403, false]);
  });

  test('a state that would end the script stays a text', async () => {
    const { html } = await answerOf({ ...parameters, state: '</script><b>\u2028' });
    expect(parse(html).querySelectorAll('b')).toEqual([]);
  });
});

describe('what protects a login', () => {
  test('a public client gets no code without PKCE, and no token without the verifier', async () => {
    const at = await agent.visit(authorizeUrl({ client_id: spaId }));
    expect('callback' in at && errorOf(at)).toMatchObject({ error: 'invalid_request', state: 'its-state' });

    const code = async () =>
      codeOf(await login({ client_id: spaId, code_challenge: CHALLENGE, code_challenge_method: 'S256' }));
    const refused = (error_description: string) => [403, { error: 'invalid_grant', error_description }];
    const attempt = async (fields: Record<string, string>) => {
      const { status, body } = await redeem({ client_id: spaId, ...fields });
      return [status, body];
    };
    expect(await attempt({ code: await code() })).toEqual(refused('((code_verifier is missing))'));
    expect(await attempt({ code: await code(), code_verifier: `${VERIFIER}x` })).toEqual(
      refused('Failed to verify code verifier'),
    );
    expect((await attempt({ code: await code(), code_verifier: VERIFIER }))[0]).toBe(200);
  });

  test('the challenge is S256: plain text protects nothing', async () => {
    const at = await agent.visit(
      authorizeUrl({ client_id: spaId, code_challenge: VERIFIER, code_challenge_method: 'plain' }),
    );
    expect('callback' in at && errorOf(at)).toMatchObject({ error: 'invalid_request' });
  });

  test.each([
    `${CALLBACK}/`,
    `${CALLBACK}?next=1`,
    `${ORIGIN}/callback#x`,
    'https://shop.example.evil.example/callback',
    'https://shop.example@evil.example/callback',
    'http://shop.example/callback',
    'https://shop.example:444/callback',
    'https://SHOP.example/callback',
    'https://shop.example/Callback',
  ])('a callback that only resembles is refused on a page: %s', async (redirect_uri) => {
    for (const mode of ['query', 'form_post', 'web_message']) {
      const at = await agent.visit(authorizeUrl({ redirect_uri, response_mode: mode, prompt: 'none' }));
      if (!('html' in at)) throw new Error(`redirected to ${at.callback.href}`);
      expect([at.status, parse(at.html).querySelector('form'), at.html.includes('postMessage')]).toEqual([
        400,
        null,
        false,
      ]);
    }
  });

  test('another origin’s page reads no token: the origins are those of the application', async () => {
    const from = async (origin: string) => {
      const response = await fetch(`${tenant.emulator.issuer}oauth/token`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: spaId,
          code: 'x',
          redirect_uri: CALLBACK,
        }),
      });
      await response.body?.cancel();
      return response.headers.get('access-control-allow-origin');
    };
    expect(await from(ORIGIN)).toBe(ORIGIN);
    expect(await from('https://evil.example')).toBeNull();
    expect(await from('null')).toBeNull();
    const { clientId: client_id, clientSecret: client_secret } = shop;
    await tenant.auth0.tenants.settings.update({ default_audience: 'urn:auth0:express-configure' });
    const { body } = await redeem({ client_id, client_secret, code: codeOf(await login()) });
    await tenant.auth0.tenants.settings.update({ default_audience: '' });
    const profile = async (origin: string) => {
      const headers = { origin, authorization: `Bearer ${body.access_token}` };
      const response = await fetch(`${tenant.emulator.issuer}userinfo`, { headers });
      await response.body?.cancel();
      return [response.status, response.headers.get('access-control-allow-origin')];
    };
    expect(await profile(ORIGIN)).toEqual([200, ORIGIN]);
    expect(await profile('https://evil.example')).toEqual([200, null]);
  });
});

describe('/oauth/par', () => {
  const push = async (fields: Record<string, string>, credentials: Record<string, string> = secretOf()) => {
    const response = await fetch(`${tenant.emulator.issuer}oauth/par`, {
      method: 'POST',
      body: new URLSearchParams({ ...credentials, ...fields }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const secretOf = () => ({ client_id: shop.clientId, client_secret: shop.clientSecret });
  const request = { redirect_uri: CALLBACK, response_type: 'code', scope: 'openid email', state: 's', nonce: 'n' };

  test('keeps a request, and a login carries it out once', async () => {
    const { status, body } = await push({ ...request, prompt: 'select_account', organization: await acme() });
    expect([status, body.request_uri]).toEqual([201, expect.stringMatching(/^urn:ietf:params:oauth:request_uri:/)]);
    const start = url('/authorize', { client_id: shop.clientId, request_uri: body.request_uri });
    const result = await signIn(agent, start, tenant.customers.acmeAdmin);
    const { body: tokens } = await redeem({ ...secretOf(), code: codeOf(result) });
    expect(await claimsOf(String(tokens.id_token))).toMatchObject({ org_id: await acme(), nonce: 'n' });
    const again = await agent.visit(start);
    expect('callback' in again && errorOf(again)).toMatchObject({ error: 'invalid_request_uri' });
  });

  test('tells an Action everything that was pushed but the client’s secret, whoever claims otherwise', async () => {
    const code =
      "exports.onExecutePostLogin = async ({ request, transaction }, api) => { api.idToken.setCustomClaim('https://shop.example/asked', { query: request.query, scopes: transaction.requested_scopes }); };";
    await tenant.bindActions([{ name: 'says-query', code }]);
    const { body } = await push({ ...request, theme: 'dark', scope: 'openid offline_access', _asked: '{"theme":"x"}' });
    const parameters = { client_id: shop.clientId, request_uri: body.request_uri, _asked: 'not JSON' };
    const result = await signIn(agent, url('/authorize', parameters), tenant.customers.acmeAdmin);
    await tenant.bindActions([]);
    const { body: tokens } = await redeem({ ...secretOf(), code: codeOf(result) });
    expect((await claimsOf(String(tokens.id_token)))['https://shop.example/asked']).toEqual({
      query: {
        ...request,
        client_id: shop.clientId,
        request_uri: body.request_uri,
        theme: 'dark',
        scope: 'openid offline_access',
      },
      scopes: ['openid', 'offline_access'],
    });
  });

  test('is refused without the secret, with a callback that is not registered, and for another client', async () => {
    expect((await push(request, { client_id: shop.clientId })).status).toBe(401);
    expect(await push({ ...request, redirect_uri: `${CALLBACK}/x` })).toMatchObject({ status: 400 });
    const { body } = await push(request);
    const at = await agent.visit(url('/authorize', { client_id: spaId, request_uri: body.request_uri }));
    expect('callback' in at && errorOf(at)).toMatchObject({ error: 'invalid_request_object' });
  });

  test('is switched off by the tenant’s setting', async () => {
    const setting = (on: boolean) =>
      tenant.auth0.tenants.settings.update({ pushed_authorization_requests_supported: on });
    await setting(false);
    const [{ status }, document] = [await push(request), await metadata()];
    await setting(true);
    expect([status, document.pushed_authorization_request_endpoint]).toEqual([403, undefined]);
    expect((await push(request)).status).toBe(201);
  });
});

describe('two logins of an application in one session', () => {
  const secret = () => ({ client_id: shop.clientId, client_secret: shop.clientSecret });

  test('both codes can be redeemed, and both tokens answer at /userinfo', async () => {
    const first = codeOf(await login());
    const second = codeOf(await login());
    const tokens = [await redeem({ ...secret(), code: first }), await redeem({ ...secret(), code: second })];
    for (const { status, body } of tokens) {
      expect(status).toBe(200);
      const headers = { authorization: `Bearer ${body.access_token}` };
      expect((await fetch(`${tenant.emulator.issuer}userinfo`, { headers })).status).toBe(200);
    }
  });

  test('a code and a token end when the session becomes another user’s', async () => {
    const { access_token } = (await redeem({ ...secret(), code: codeOf(await login()) })).body;
    const code = codeOf(await login());
    const other = codeOf(await signIn(agent, authorizeUrl({ prompt: 'login' }), tenant.customers.globexAdmin));
    expect((await redeem({ ...secret(), code })).status).toBe(403);
    const profile = await fetch(`${tenant.emulator.issuer}userinfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(profile.status).toBe(401);
    expect((await redeem({ ...secret(), code: other })).status).toBe(200);
  });

  test('a code ends with its session', async () => {
    const code = codeOf(await login());
    await agent.visit(url('/v2/logout', {}));
    expect((await redeem({ ...secret(), code })).status).toBe(403);
  });
});

test.each(['GET', 'HEAD'])('the tenant’s own parameter is no client’s to send, with %s neither', async (method) => {
  const start = url('/authorize', { client_id: shop.clientId, redirect_uri: CALLBACK, _asked: '{', request_uri: 'x' });
  const { status } = await fetch(start, { method, redirect: 'manual' });
  expect(status).toBeLessThan(500);
});

test('discovery tells of everything that is offered, and of nothing that is not', async () => {
  const { issuer } = tenant.emulator;
  expect(await metadata()).toMatchObject({
    pushed_authorization_request_endpoint: `${issuer}oauth/par`,
    end_session_endpoint: `${issuer}oidc/logout`,
    revocation_endpoint: `${issuer}oauth/revoke`,
    response_types_supported: ['code', 'id_token', 'code id_token'],
    response_modes_supported: ['form_post', 'fragment', 'query', 'web_message'],
    scopes_supported: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
  });
});

const acme = async (): Promise<string> => (await tenant.auth0.organizations.getByName('acme')).id ?? '';

const metadata = async (): Promise<Record<string, unknown>> =>
  JSON.parse(await (await fetch(`${tenant.emulator.issuer}.well-known/openid-configuration`)).text());

/** Returns the ID token of a login in the test's browser. */
async function idToken(): Promise<string> {
  const { clientId: client_id, clientSecret: client_secret } = shop;
  const { body } = await redeem({ client_id, client_secret, code: codeOf(await login()) });
  return String(body.id_token);
}
