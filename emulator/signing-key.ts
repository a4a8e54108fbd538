import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

/** With the private part. */
export interface SigningKey extends JWK {
  kty: string;
  kid: string;
  use: 'sig';
  alg: 'RS256';
}

/** What the tenant signs its tokens with; new with each start. */
export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kty: 'RSA', kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'RS256' };
}

export const publicPart = ({ kty, n = '', e = '', kid, use, alg }: SigningKey) => ({ kty, n, e, kid, use, alg });
