import { ManagementError } from 'auth0';
import { describe, expect, test } from 'vitest';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { apiFailure } from '../../../../scripts/lib/tenant/api-failure.ts';
import { RequestError, refusedRequest } from '../../../../scripts/lib/tenant/failed-request.ts';
import { requestFailure } from '../../../../scripts/lib/tenant/request-failure.ts';

const connection = { domain: 'acme.eu.auth0.com', clientId: 'id', clientSecret: 'canary-secret' };
const about = { activity: 'deploying', connection };

const refused = (request: string, status: number, body: unknown, headers?: Headers): string =>
  renderFailures([requestFailure(refusedRequest(request, status, body, headers), about)]);

const broken = (code: string, message = code, request = 'GET /api/v2/roles'): string =>
  renderFailures([requestFailure({ request, problem: { kind: 'network', code, message } }, about)]);

describe('a refused token', () => {
  const TOKEN = 'POST /oauth/token';
  const unauthorized = { error: 'access_denied', error_description: 'Unauthorized' };

  test('a wrong secret', () => {
    expect(refused(TOKEN, 401, unauthorized)).toBe(
      'TENANT_CREDENTIALS expected a Management API token, found 401 access_denied: Unauthorized (POST /oauth/token)\n' +
        'Fix: Check AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET: acme.eu.auth0.com has no application of this id with this secret.\n',
    );
  });

  test('a key that the application does not have', () => {
    const byKey = { domain: 'acme.eu.auth0.com', clientId: 'id', privateKeyPem: 'PEM' };
    expect(
      requestFailure(refusedRequest(TOKEN, 401, unauthorized), { activity: 'deploying', connection: byKey }).fix,
    ).toBe(
      'Check AUTH0_DOMAIN and AUTH0_CLIENT_ID, and that the public half of AUTH0_CLIENT_PRIVATE_KEY is a credential of that application (Private Key JWT) and not expired.',
    );
  });

  test.each([
    [
      'no client grant',
      403,
      'access_denied',
      'Client is not authorized to access "x".',
      'TENANT_CREDENTIALS',
      'Authorize the application for the Management API of acme.eu.auth0.com (a client grant)',
    ],
    [
      'a custom domain',
      403,
      'access_denied',
      'Service not found: https://login.acme.com/api/v2/',
      'TENANT_CREDENTIALS',
      "Set AUTH0_DOMAIN to the tenant's own domain",
    ],
    [
      'no machine-to-machine application',
      403,
      'unauthorized_client',
      'Grant type not allowed',
      'TENANT_CREDENTIALS',
      'grant type client_credentials',
    ],
    ['no such tenant', 404, 'not_found', 'Unknown host', 'TENANT_UNKNOWN', 'Check AUTH0_DOMAIN'],
  ])('%s', (_, status, error, error_description, code, fix) => {
    const said = refused(TOKEN, status, { error, error_description });
    expect(said).toContain(`${code} expected `);
    expect(said).toContain(`found ${status} ${error}: ${error_description} (POST /oauth/token)`);
    expect(said).toContain(fix);
  });
});

describe('a refused request', () => {
  const api = (status: number, message: string, headers?: Headers): string =>
    refused('POST /api/v2/roles', status, { statusCode: status, error: 'Some Error', message }, headers);

  test('names the scope to add', () => {
    expect(api(403, 'Insufficient scope, expected any of: create:roles')).toBe(
      'TENANT_REFUSED expected the tenant to accept this (deploying), ' +
        'found 403 Insufficient scope, expected any of: create:roles (POST /api/v2/roles)\n' +
        "Fix: Add create:roles to the application's grant for the Management API and run the command again: " +
        'it continues where it ended. npm run scopes lists all it needs.\n',
    );
    expect(api(403, 'Insufficient scope, expected any of: read:clients,read:client_keys')).toContain(
      'Add read:clients or read:client_keys to',
    );
  });

  test('for an expired token says that another run continues', () => {
    expect(api(401, 'Expired token received for JSON Web Token validation')).toContain(
      'Fix: The token expired before the work was done. Run the command again: it gets a new one, and continues where it ended.\n',
    );
  });

  test('for what the subscription lacks says so', () => {
    expect(api(403, 'This feature is not enabled for this tenant.')).toContain('subscription does not include it');
  });

  test('for too many requests tells the limit, and when it ends', () => {
    const headers = new Headers({
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1767323045',
      'retry-after': '1',
    });
    expect(api(429, 'Global limit has been reached', headers)).toBe(
      'TENANT_BUSY expected the tenant to have time for this (deploying), found 429 Global limit has been reached ' +
        '(POST /api/v2/roles; x-ratelimit-limit: 10, x-ratelimit-remaining: 0, ' +
        'x-ratelimit-reset: 2026-01-02T03:04:05.000Z, retry-after: 1)\n' +
        'Fix: Wait until the time of x-ratelimit-reset and run the command again: it continues where it ended. ' +
        "Whatever else calls this tenant's Management API shares the limit.\n",
    );
  });

  test('that fails on a write may have been carried out', () => {
    expect(api(503, 'Service Unavailable')).toContain('(POST /api/v2/roles), so that it may have been carried out\n');
    expect(refused('GET /api/v2/roles', 503, '<html>Bad gateway</html>')).toContain('found 503 (GET /api/v2/roles)\n');
  });

  test('repeats no credential, whatever the server says', () => {
    expect(api(400, 'you sent canary-secret')).toContain('found 400 you sent *** (');
  });
});

describe('a connection that fails', () => {
  test.each([
    ['ENOTFOUND', 'no name server knows acme.eu.auth0.com'],
    ['EAI_AGAIN', 'No name server answers'],
    ['ECONNREFUSED', 'nothing listens at acme.eu.auth0.com'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'set NODE_EXTRA_CA_CERTS'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'set NODE_EXTRA_CA_CERTS'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'The certificate is for another name'],
    ['CERT_HAS_EXPIRED', "Check this machine's clock"],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak https'],
    ['UND_ERR_CONNECT_TIMEOUT', 'set HTTPS_PROXY and NODE_USE_ENV_PROXY=1'],
    ['UND_ERR_SOCKET', 'run the command again: it continues where it ended'],
  ])('%s', (code, fix) => {
    const said = broken(code);
    expect(said).toContain(`TENANT_UNREACHABLE expected the tenant to answer (deploying), found ${code}`);
    expect(said).toContain(fix);
  });

  test('during a write leaves open whether it was carried out; before it, not', () => {
    expect(broken('UND_ERR_SOCKET', 'other side closed', 'POST /api/v2/roles')).toContain(
      'found UND_ERR_SOCKET other side closed (POST /api/v2/roles), so that it may have been carried out\n',
    );
    expect(broken('ECONNREFUSED', 'connect ECONNREFUSED ::1:1', 'POST /api/v2/roles')).toContain(
      'found connect ECONNREFUSED ::1:1 (POST /api/v2/roles)\n',
    );
  });
});

describe('an error of the SDK', () => {
  test('carries the failed request', () => {
    const failed = {
      request: 'PATCH /api/v2/tenants/settings',
      problem: { kind: 'timeout', afterMs: 30_001 },
    } as const;
    const error = new ManagementError({ message: 'x', cause: new RequestError(failed) });
    expect(apiFailure(error, 'deploying', connection)).toMatchObject({
      code: 'TENANT_UNREACHABLE',
      found: 'no answer to PATCH /api/v2/tenants/settings in 30 s, so that it may have been carried out',
    });
  });

  test('about a token has no request, and is one about the token', () => {
    const error = new ManagementError({ message: 'x', statusCode: 401, body: { error: 'access_denied' } });
    expect(apiFailure(error, 'deploying', connection)).toMatchObject({ code: 'TENANT_CREDENTIALS' });
  });

  test('that is a bug of ours is thrown on', () => {
    const bug = new TypeError('x is not a function');
    expect(() => apiFailure(bug, 'deploying', connection)).toThrow(bug);
  });
});
