import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mask } from '../../../../scripts/lib/mask.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { connectionFromEnv } from '../../../../scripts/lib/tenant/connection.ts';
import { fixture } from '../../fixture.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const PEM = pkcs8(privateKey);

const connection = (key: Record<string, string>) =>
  connectionFromEnv({ AUTH0_DOMAIN: 'acme.eu.auth0.com', AUTH0_CLIENT_ID: 'id', ...key });

const failuresOf = (key: Record<string, string>): string => {
  const result = connection(key);
  return result.ok ? '' : renderFailures(result.failures);
};

describe('the private key of the deploy application', () => {
  const withKey = {
    ok: true,
    value: { domain: 'acme.eu.auth0.com', clientId: 'id', privateKeyPem: PEM, machineEnv: {} },
  };

  test.each([
    ['as it is', PEM],
    ['with \\n for line ends', PEM.replaceAll('\n', '\\n')],
    ['with \\r\\n', PEM.replaceAll('\n', '\r\n')],
    ['with blanks around it', `\n  ${PEM}\n\n`],
  ])('is taken from a variable %s', (_, text) => {
    expect(connection({ AUTH0_CLIENT_PRIVATE_KEY: text })).toEqual(withKey);
  });

  test('is taken from a file', async () => {
    const path = join(await fixture({ 'key.pem': PEM }), 'key.pem');
    expect(connection({ AUTH0_CLIENT_SIGNING_KEY_PATH: path })).toEqual(withKey);
    expect(failuresOf({ AUTH0_CLIENT_SIGNING_KEY_PATH: '/nowhere/key.pem' })).toBe(
      'CLIENT_KEY_INVALID expected AUTH0_CLIENT_SIGNING_KEY_PATH to name a file with a private key, ' +
        'found ENOENT /nowhere/key.pem\n' +
        'Fix: Correct the path, or give the key itself as AUTH0_CLIENT_PRIVATE_KEY.\n',
    );
  });

  test('beside a secret is refused: which one is meant is not guessed', () => {
    expect(failuresOf({ AUTH0_CLIENT_SECRET: 'secret', AUTH0_CLIENT_PRIVATE_KEY: PEM })).toBe(
      'CONNECTION_AMBIGUOUS expected one of AUTH0_CLIENT_SECRET, AUTH0_CLIENT_PRIVATE_KEY, AUTH0_CLIENT_SIGNING_KEY_PATH, ' +
        'found AUTH0_CLIENT_SECRET and AUTH0_CLIENT_PRIVATE_KEY\n' +
        'Fix: Unset all but the one that is meant.\n',
    );
  });

  const CONVERT = 'openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out KEY.pkcs8.pem';
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const encrypted = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'word' } as const;
  test.each([
    [
      'PKCS1',
      privateKey.export({ type: 'pkcs1', format: 'pem' }),
      'an RSA PRIVATE KEY, which is not that form',
      CONVERT,
    ],
    ['encrypted', privateKey.export(encrypted), 'an ENCRYPTED PRIVATE KEY, which is not that form', CONVERT],
    ['public', publicKey.export({ type: 'spki', format: 'pem' }), 'a PUBLIC KEY', 'the private half'],
    ['cut off', `${PEM.slice(0, 400)}\n-----END PRIVATE KEY-----\n`, 'a PEM that cannot be read', '\\n for each'],
    ['no PEM', PEM.split('\n').slice(1, -2).join(''), 'text that is not PEM', '-----BEGIN'],
    ['elliptic', pkcs8(ec), 'a key of type ec', 'rsa_keygen_bits:2048'],
    ['short', pkcs8(short), 'an RSA key of 1024 bits', 'rsa_keygen_bits:2048'],
  ])('that is %s is refused, told why, and not repeated', (_, text, found, fix) => {
    const said = failuresOf({ AUTH0_CLIENT_PRIVATE_KEY: String(text) });
    expect(said).toContain(
      'CLIENT_KEY_INVALID expected AUTH0_CLIENT_PRIVATE_KEY to give an RSA private key as PKCS8 PEM, ',
    );
    expect(said).toContain(`found ${found}\nFix: `);
    expect(said).toContain(fix);
    const lines = String(text)
      .split('\n')
      .filter((line) => line.length >= 16 && !line.startsWith('-----'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => said.includes(line))).toEqual([]);
  });
});

describe('masking', () => {
  const lines = PEM.split('\n').slice(1, -2);

  test.each([
    ['whole', PEM],
    ['in JSON', JSON.stringify(PEM)],
    ['as one line', lines.join('')],
    ['URL-encoded', encodeURIComponent(PEM)],
    ['by single lines', lines.join(' and ')],
  ])('hides a private key %s', (_, text) => {
    const shown = mask(`before ${text} after`, [PEM]);
    expect(lines.filter((line) => shown.includes(line) || shown.includes(encodeURIComponent(line)))).toEqual([]);
    expect(shown).toMatch(/^before .* after$/s);
  });

  test('leaves what a short secret would hit by chance', () => {
    expect(mask('the set of it', ['set'])).toBe('the set of it');
  });
});
