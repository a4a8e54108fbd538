import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { Failure, Place } from './failures.ts';

const MIN_BITS = 2048;

/**
 * Returns the problem of a key from Okta's OIN Wizard, if any. Auth0's own sample (`MIGf…`) is a 1024-bit key
 * (docs/notes/express-configuration.md#key-of-1024-bits).
 */
export function checkOktaKey(pem: string, where?: Place): Failure | undefined {
  const found = describe(pem);
  if (found === undefined) return undefined;
  return {
    code: 'OKTA_KEY_INVALID',
    expected: `an RSA public key of at least ${MIN_BITS} bits in PEM ("-----BEGIN PUBLIC KEY-----")`,
    found,
    ...(where && { where }),
    fix: 'Download the public key from the OIN Wizard again and save it unchanged.',
  };
}

function describe(pem: string): string | undefined {
  if (pem.trim() === '') return 'no such file, or an empty one';
  if (pem.includes('PRIVATE KEY')) return 'a private key';
  const key = parse(pem);
  if (key === undefined) return 'text that is not a PEM public key';
  if (key.asymmetricKeyType !== 'rsa') return `a key of type ${key.asymmetricKeyType}`;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < MIN_BITS ? `an RSA key of ${bits} bits` : undefined;
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/**
 * Returns the RFC 7638 thumbprint of the key: the same key always has the same name. It is not sent as `kid`: the
 * documentation sends none, and which one Okta's assertions have is not published.
 */
export function oktaKeyId(pem: string): string {
  const { e, kty, n } = createPublicKey(pem).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}
