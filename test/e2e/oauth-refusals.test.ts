/** What a client gets wrong is refused in OAuth's error codes. Raw requests: a good client library would not send these. */
import { createHash, createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { keyClient } from '../support/machine-client.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
const ownKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strangerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const GRANT_TYPES = ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'];
const verifier = 'correct-horse-battery-staple-correct-horse-battery';
const challenge = createHash('sha256').update(verifier).digest('base64url');

beforeAll(async () => {
  tenant = await startTestTenant();
  const { auth0, oinClientId } = tenant;
  const pem = ownKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const credential = await auth0.clients.credentials.create(oinClientId, { credential_type: 'public_key', pem });
  await auth0.clients.update(oinClientId, {
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: credential.id ?? '' }] } },
  });
});
afterAll(() => tenant.emulator.close());

const authorizeUrl = (more: Record<string, string> = {}): URL => {
  const url = new URL('/authorize', tenant.emulator.browserOrigin);
  url.search = new URLSearchParams({
    client_id: tenant.oinClientId,
    response_type: 'code',
    redirect_uri: tenant.emulator.okta.redirectUri,
    scope: 'openid express_configure:sso',
    audience: 'urn:auth0:express-configure',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'state',
    ...more,
  }).toString();
  return url;
};

async function assertion({ privateKey, publicKey } = ownKeys): Promise<string> {
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const { oinClientId, emulator } = tenant;
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(oinClientId)
    .setSubject(oinClientId)
    .setAudience(emulator.issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(privateKey);
}

async function newCode(): Promise<string> {
  const { callback } = await signIn(
    new UserAgent(tenant.emulator.okta.redirectUri),
    authorizeUrl(),
    tenant.customers.acmeAdmin,
  );
  return callback.searchParams.get('code') ?? '';
}

async function redeem(more: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${tenant.emulator.issuer}oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      redirect_uri: tenant.emulator.okta.redirectUri,
      code_verifier: verifier,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      ...more,
    }),
  });
  const body: unknown = await response.json();
  return { status: response.status, body: typeof body === 'object' ? { ...body } : {} };
}

const invalidGrant = { status: 403, body: { error: 'invalid_grant', error_description: 'Invalid authorization code' } };

describe('at the token endpoint', () => {
  test('a code is redeemed once, with its verifier and an assertion by the assigned key', async () => {
    const code = await newCode();
    const first = await redeem({ code, client_assertion: await assertion() });
    expect(first).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'openid express_configure:sso' } });
    expect(await redeem({ code, client_assertion: await assertion() })).toEqual(invalidGrant);
  });

  test('a wrong code_verifier is refused in Auth0’s words', async () => {
    const wrong = { code: await newCode(), code_verifier: 'x'.repeat(50), client_assertion: await assertion() };
    expect(await redeem(wrong)).toEqual({
      status: 403,
      body: { error: 'invalid_grant', error_description: 'Failed to verify code verifier' },
    });
    // The code is used up by it.
    expect(await redeem({ code: wrong.code, client_assertion: await assertion() })).toEqual(invalidGrant);
  });

  test('another redirect_uri than the authorized one is refused, and both origins are named', async () => {
    const wrong = {
      code: await newCode(),
      redirect_uri: 'https://evil.example/x',
      client_assertion: await assertion(),
    };
    const expected = new URL(tenant.emulator.okta.redirectUri).origin;
    expect(await redeem(wrong)).toEqual({
      status: 403,
      body: {
        error: 'unauthorized_client',
        error_description: `The redirect URI is wrong. You sent https://evil.example, and we expected ${expected}`,
      },
    });
  });

  test('a grant type that does not exist is refused by its name, with a page about grant types', async () => {
    const wrong = { grant_type: 'urn:example:magic', client_assertion: await assertion() };
    expect(await redeem(wrong)).toEqual({
      status: 403,
      body: {
        error: 'unauthorized_client',
        error_description: "Grant type 'urn:example:magic' not allowed for the client.",
        error_uri: 'https://auth0.com/docs/clients/client-grant-types',
      },
    });
  });

  test('a grant type that the application has and that is not emulated is refused as such', async () => {
    const { auth0, webApp, emulator } = tenant;
    await auth0.clients.update(webApp.clientId, { grant_types: [...GRANT_TYPES, 'password'] });
    const response = await fetch(`${emulator.issuer}oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: webApp.clientId,
        client_secret: webApp.clientSecret,
      }),
    });
    expect([response.status, await response.json()]).toEqual([
      403,
      {
        error: 'unauthorized_client',
        error_description: "((the local tenant does not emulate the grant type 'password'))",
      },
    ]);
  });

  test("an assertion by a key that is not the client's is Unauthorized", async () => {
    const answer = await redeem({ code: await newCode(), client_assertion: await assertion(strangerKeys) });
    expect(answer).toEqual({ status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } });
  });

  test('an assertion by a key that was uploaded but is not assigned is Unauthorized', async () => {
    const { okta } = tenant.emulator;
    const { callback } = await tenant.login(tenant.customers.acmeAdmin);
    await expect(okta.complete(callback)).rejects.toMatchObject({ error: 'access_denied', status: 401 });
  });

  test('no assertion at all is Unauthorized', async () => {
    const { status, body } = await redeem({ code: await newCode(), client_id: tenant.oinClientId });
    expect({ status, body }).toEqual({
      status: 401,
      body: { error: 'access_denied', error_description: 'Unauthorized' },
    });
  });
});

describe('texts of oidc-provider are Auth0’s or in double parentheses', () => {
  const webUrl = (parameters: Record<string, string>): URL => {
    const { emulator, webApp } = tenant;
    const url = new URL('/authorize', emulator.browserOrigin);
    url.search = new URLSearchParams({
      client_id: webApp.clientId,
      redirect_uri: webApp.callback,
      scope: 'openid',
      ...parameters,
    }).toString();
    return url;
  };

  test.each([
    [{}, 'Missing required parameter: response_type'],
    [{ response_type: 'magic' }, '((unsupported response_type requested))'],
    [
      { response_type: 'code', code_challenge: challenge, code_challenge_method: 'plain' },
      '((not supported value of code_challenge_method))',
    ],
    [{ response_type: 'code', max_age: 'soon' }, '((invalid max_age parameter value))'],
    [{ response_type: 'code', prompt: 'none' }, 'Login required'],
  ])('at /authorize, with %j', async (parameters, words) => {
    for (const response_mode of ['query', 'fragment', 'form_post']) {
      const response = await fetch(webUrl({ ...parameters, response_mode }), { redirect: 'manual' });
      const { searchParams, hash } = new URL(response.headers.get('location') ?? 'https://none.example/');
      const fields = response_mode === 'query' ? searchParams : new URLSearchParams(hash.slice(1));
      const [, inForm] = /name="error_description" value="([^"]*)"/.exec(await response.text()) ?? [];
      expect(response_mode === 'form_post' ? inForm : fields.get('error_description')).toBe(words);
    }
  });

  test('at /oauth/par, and for a request that was used before', async () => {
    const { emulator, webApp } = tenant;
    const push = async (client_secret: string) => {
      const body = new URLSearchParams({
        client_id: webApp.clientId,
        client_secret,
        response_type: 'code',
        redirect_uri: webApp.callback,
        scope: 'openid',
      });
      const answer = await fetch(`${emulator.issuer}oauth/par`, { method: 'POST', body });
      const said: { request_uri?: string; error_description?: string } = Object(await answer.json());
      return said;
    };
    expect(await push('wrong')).toMatchObject({ error_description: '((client authentication failed))' });
    const { request_uri = '' } = await push(webApp.clientSecret);
    const url = new URL('/authorize', emulator.browserOrigin);
    url.search = new URLSearchParams({ client_id: webApp.clientId, request_uri }).toString();
    const person = tenant.customers.acmeAdmin;
    await signIn(new UserAgent(webApp.callback), url, { ...person, organization: '' });
    const response = await fetch(url, { redirect: 'manual' });
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error_description')).toBe(
      '((request_uri is invalid, expired, or was already used))',
    );
  });
});

describe('at /authorize', () => {
  test('a callback that is not registered gets a page, not a redirect', async () => {
    const response = await fetch(authorizeUrl({ redirect_uri: 'https://evil.example/' }), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(
      /unauthorized_client.*Callback URL mismatch\. https:\/\/evil\.example\/ is not in the list of allowed callback URLs/s,
    );
  });

  test('an application that does not exist gets a page with its id', async () => {
    const response = await fetch(authorizeUrl({ client_id: 'nobody' }), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/invalid_request.*Unknown client: nobody/s);
  });

  test('prompt=none without a session is login_required', async () => {
    const organization = tenant.customers.acmeAdmin.organizationId;
    const response = await fetch(authorizeUrl({ prompt: 'none', organization }), { redirect: 'manual' });
    const answer = new URL(response.headers.get('location') ?? '').searchParams;
    expect([answer.get('error'), answer.get('error_description')]).toEqual(['login_required', 'Login required']);
  });

  test('an unknown audience is refused at the callback', async () => {
    const agent = new UserAgent(tenant.emulator.okta.redirectUri);
    const at = await agent.visit(authorizeUrl({ audience: 'urn:unknown' }));
    expect('callback' in at && Object.fromEntries(at.callback.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: 'Service not found: urn:unknown',
    });
  });

  test('another client asking for the audience is denied by the Actions', async () => {
    const { webApp, customers } = tenant;
    const organization = customers.acmeAdmin.organizationId;
    const url = authorizeUrl({ client_id: webApp.clientId, redirect_uri: webApp.callback, organization });
    const { callback } = await signIn(new UserAgent(webApp.callback), url, customers.acmeAdmin);
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: 'Access denied (EC_CLIENT)',
    });
  });
});

describe('the Management API', () => {
  test('gives no token to a client without a client grant', async () => {
    const response = await fetch(`${tenant.emulator.issuer}oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: tenant.webApp.clientId,
        client_secret: tenant.webApp.clientSecret,
        audience: `${tenant.emulator.issuer}api/v2/`,
      }),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: 'access_denied' });
  });

  test('tells a machine what it was not granted: no audience, or a scope beyond its grant', async () => {
    const { emulator, auth0, webApp } = tenant;
    const audience = `${emulator.issuer}api/v2/`;
    await auth0.clientGrants.create({ client_id: webApp.clientId, audience, scope: ['read:roles'] });
    const ask = async (more: Record<string, string>) => {
      const client = { client_id: webApp.clientId, client_secret: webApp.clientSecret };
      const response = await fetch(`${emulator.issuer}oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', ...client, ...more }),
      });
      return [response.status, await response.json()];
    };
    const refused = (error_description: string) => [403, { error: 'access_denied', error_description }];
    expect(await ask({})).toEqual(refused('Non-global clients are not allowed access to APIv1'));
    expect(await ask({ audience, scope: 'read:roles delete:roles' })).toEqual(
      refused('Client has not been granted scopes: delete:roles'),
    );
    expect(await ask({ audience, scope: 'read:roles' })).toMatchObject([200, { scope: 'read:roles' }]);
  });

  test('gives a token to a client that signs for this tenant with its key, and to no other', async () => {
    const { emulator, auth0 } = tenant;
    const { clientId, privateKeyPem } = await keyClient(auth0, emulator.domain, ['read:roles']);
    const ask = async (audience: string, pem = privateKeyPem) => {
      const assertion = await new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('2m')
        .sign(createPrivateKey(pem));
      const response = await fetch(`${emulator.issuer}oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          audience: `${emulator.issuer}api/v2/`,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
        }),
      });
      return [response.status, await response.json()];
    };
    const refused = [401, { error: 'access_denied', error_description: 'Unauthorized' }];
    expect(await ask(emulator.issuer)).toMatchObject([200, { scope: 'read:roles', token_type: 'Bearer' }]);
    expect(await ask('https://other.eu.auth0.com/')).toEqual(refused);
    const other = await keyClient(auth0, emulator.domain, []);
    expect(await ask(emulator.issuer, other.privateKeyPem)).toEqual(refused);
  });

  test('answers to localhost only, whatever name is said to be it', async () => {
    const response = await fetch(`${tenant.emulator.browserOrigin}/_local/authenticator`);
    expect(response.status).toBe(200);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const url = new URL('/_local/authenticator', tenant.emulator.browserOrigin);
      request(url, { headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

test('a form too large is 413, and the connection goes on', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const status = (body: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const options = { agent, method: 'POST', timeout: 5 * 60_000 };
      const call = request(`${tenant.emulator.browserOrigin}/u/login/password`, options, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      call.on('error', reject).on('timeout', () => call.destroy(new Error('no answer')));
      call.end(body);
    });
  expect(await status('x'.repeat(1_000_000))).toBe(413);
  expect(await status('state=unknown')).toBe(400);
});
