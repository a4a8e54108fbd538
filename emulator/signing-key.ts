import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { generate } from 'selfsigned';

/** Describes a key with its private part. */
export interface SigningKey extends JWK {
  kty: string;
  kid: string;
  use: 'sig';
  alg: 'RS256';
}

/** Makes the key with which the tenant signs its tokens; new with each start. */
export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kty: 'RSA', kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'RS256' };
}

export const publicPart = ({ kty, n = '', e = '', kid, use, alg }: SigningKey) => ({ kty, n, e, kid, use, alg });

/** Returns a self-signed certificate of the key, as PEM: what the Management API shows as a client's `signing_keys`. */
export async function certificateOf(key: SigningKey, domain: string): Promise<string> {
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  const { cert } = await generate([{ name: 'commonName', value: domain }], {
    keyPair: {
      privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      publicKey: String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })),
    },
    algorithm: 'sha256',
  });
  return cert;
}
