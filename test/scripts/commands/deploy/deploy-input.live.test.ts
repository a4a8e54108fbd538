import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deploy } from '../../../../scripts/commands/deploy/run.ts';
import { checkOktaKey, oktaKeyId } from '../../../../scripts/lib/okta-key.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { connectionFromEnv, isLoopback } from '../../../../scripts/lib/tenant/connection.ts';
import { edited, fixture } from '../../fixture.ts';

const env = { AUTH0_DOMAIN: 'acme.eu.auth0.com', AUTH0_CLIENT_ID: 'id', AUTH0_CLIENT_SECRET: 'secret' };

describe('the connection from the environment', () => {
  test('carries what a child process needs and nothing else', async () => {
    const caFile = join(await fixture({ 'ca.pem': '' }), 'ca.pem');
    const variables = { ...env, NODE_EXTRA_CA_CERTS: caFile, HTTPS_PROXY: 'http://proxy', HOME: '/root' };
    expect(connectionFromEnv(variables)).toEqual({
      ok: true,
      value: {
        domain: 'acme.eu.auth0.com',
        clientId: 'id',
        clientSecret: 'secret',
        caFile,
        machineEnv: { HTTPS_PROXY: 'http://proxy' },
      },
    });
  });

  test('names what is missing, in one failure', () => {
    const connection = connectionFromEnv({ AUTH0_CLIENT_ID: ' ', AUTH0_CLIENT_SECRET: 'secret' });
    expect(connection.ok ? '' : renderFailures(connection.failures)).toBe(
      'CONNECTION_UNSET expected the environment variables AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET or AUTH0_CLIENT_PRIVATE_KEY, ' +
        'found no AUTH0_DOMAIN, no AUTH0_CLIENT_ID\n' +
        "Fix: Set them, or try it on a local tenant: npm run emulator -- exec 'npm run deploy -- --yes'\n",
    );
  });

  test('takes a host, not an address', () => {
    const connection = connectionFromEnv({ ...env, AUTH0_DOMAIN: 'https://acme.eu.auth0.com/' });
    expect(connection).toMatchObject({
      failures: [{ code: 'CONNECTION_UNSET', found: '"https://acme.eu.auth0.com/"' }],
    });
  });

  test('names a certificate authority that can not be read', () => {
    expect(connectionFromEnv({ ...env, NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' })).toMatchObject({
      failures: [{ code: 'CONNECTION_UNSET', found: '/nowhere/ca.pem' }],
    });
  });

  test('knows loopback, so that only there nothing is retried', () => {
    const loopback = (domain: string) => isLoopback({ domain });
    expect(['localhost:8443', '127.0.0.1', 'localhost.example', 'acme.eu.auth0.com:443'].map(loopback)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("Okta's key", () => {
  const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
  const publicPem = (modulusLength: number): string => pemOf(generateKeyPairSync('rsa', { modulusLength }).publicKey);

  test('of 2048 bits is taken and has the RFC 7638 thumbprint as its id', () => {
    expect(checkOktaKey(publicPem(2048))).toBeUndefined();
    const rfc7638 = {
      kty: 'RSA',
      n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
      e: 'AQAB',
    };
    expect(oktaKeyId(pemOf(createPublicKey({ key: rfc7638, format: 'jwk' })))).toBe(
      'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
    );
  });

  test('of 1024 bits, a private one and one of another kind are refused', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(checkOktaKey(publicPem(1024))?.found).toBe('an RSA key of 1024 bits');
    expect(checkOktaKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())?.found).toBe('a private key');
    expect(checkOktaKey(pemOf(publicKey))?.found).toBe('a key of type ec');
    expect(checkOktaKey('-----BEGIN PUBLIC KEY-----\nMIGf\n')?.found).toBe('text that is not a PEM public key');
  });
});

describe('secrets', () => {
  const changes = {
    ...edited('tenant/tenant.yaml', '"##OIN_CLIENT_IDS##"', '"##API_TOKEN##"'),
    ...edited('tenant/environments/local.yaml', 'OIN_CLIENT_IDS:', 'API_TOKEN:'),
  };
  const connection = { domain: 'localhost:1', clientId: 'id', clientSecret: 'secret' };
  const deployed = async (secrets: Record<string, string>) => {
    const result = await deploy({ rootDir: await fixture(changes), environment: 'local', connection, secrets });
    return result.ok ? '' : renderFailures(result.failures);
  };

  test('without a value end a deploy before the tenant is asked', async () => {
    expect(await deployed({})).toBe(
      'tenant/environments/local.yaml SECRET_UNSET expected a value for secret API_TOKEN of environment "local", found none\n' +
        'Fix: Set the environment variable API_TOKEN.\n',
    );
  });

  test('of any kind are taken, but for marks in a secret that a file of tenant/ uses', async () => {
    for (const value of ['two\nlines', 'a "quote"', "an 'apostrophe'", 'a \\ backslash', '##MARK##']) {
      expect(await deployed({ API_TOKEN: value })).not.toContain('SECRET_');
    }
    const files = { ...changes, 'tenant/pages/login.html': '<p>##API_TOKEN##' };
    const rootDir = await fixture(files);
    for (const value of ['a ##MARK##', '@@x']) {
      const result = await deploy({ rootDir, environment: 'local', connection, secrets: { API_TOKEN: value } });
      expect(result.ok ? '' : renderFailures(result.failures)).toBe(
        'tenant/environments/local.yaml SECRET_UNSAFE expected secret API_TOKEN, which a file in tenant/ uses, to have no ## and ' +
          'no @@ in it, found one of these\n' +
          'Fix: Choose another value: auth0-deploy-cli would replace what is between such marks.\n',
      );
    }
  });

  test('with a value let the deploy go on to the check, whose findings end it before the tenant is asked', async () => {
    const said = await deployed({ API_TOKEN: 'a-sound-token' });
    expect(said).toContain('tenant/tenant.yaml:1:1 CLIENT_CONNECTIONS expected enable_client_connections: false');
    expect(said).not.toMatch(/SECRET_|TENANT_UNREACHABLE/);
  });
});
