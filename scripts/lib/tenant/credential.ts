import { readFileSync } from 'node:fs';
import { failed, ok, type Result } from '../failures.ts';
import { readPrivateKey } from './private-key.ts';

/** Holds the credential of a machine-to-machine application: a secret, or a private key (private_key_jwt). */
export type Credential = { clientSecret: string } | { privateKeyPem: string };

const VARIABLES = ['AUTH0_CLIENT_SECRET', 'AUTH0_CLIENT_PRIVATE_KEY', 'AUTH0_CLIENT_SIGNING_KEY_PATH'] as const;

/** Reads the credential from environment variables; `undefined` if there is none. */
export function credentialFromEnv(env: Readonly<Record<string, string | undefined>>): Result<Credential | undefined> {
  const set = VARIABLES.filter((name) => (env[name] ?? '').trim() !== '');
  if (set.length > 1) {
    return failed({
      code: 'CONNECTION_AMBIGUOUS',
      expected: `one of ${VARIABLES.join(', ')}`,
      found: set.join(' and '),
      fix: 'Unset all but the one that is meant.',
    });
  }
  const [name] = set;
  const value = env[name ?? ''] ?? '';
  if (name === undefined) return ok(undefined);
  if (name === 'AUTH0_CLIENT_SECRET') return ok({ clientSecret: value });
  const text = name === 'AUTH0_CLIENT_PRIVATE_KEY' ? ok(value) : readKeyFile(value);
  const pem = text.ok ? readPrivateKey(text.value, name) : text;
  return pem.ok ? ok({ privateKeyPem: pem.value }) : pem;
}

function readKeyFile(path: string): Result<string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    return failed({
      code: 'CLIENT_KEY_INVALID',
      expected: 'AUTH0_CLIENT_SIGNING_KEY_PATH to name a file with a private key',
      found: error instanceof Error && 'code' in error ? `${error.code} ${path}` : path,
      fix: 'Correct the path, or give the key itself as AUTH0_CLIENT_PRIVATE_KEY.',
    });
  }
}

/** Returns the part that must not be shown. */
export const secretOf = (credential: Credential): string =>
  'clientSecret' in credential ? credential.clientSecret : credential.privateKeyPem;
