import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { type Credential, credentialFromEnv } from './credential.ts';

/**
 * Says how to reach a tenant's Management API: by a machine-to-machine application, with its secret or its private key.
 */
export type Connection = Reach & Credential;

interface Reach {
  /** Host, with a port where it is not 443. */
  domain: string;
  clientId: string;
  /** A certificate authority to trust besides the usual ones. */
  caFile?: string;
  /** Environment variables of the machine that a child process needs to reach the network. */
  machineEnv?: Readonly<Record<string, string>>;
}

const NAMES = ['AUTH0_DOMAIN', 'AUTH0_CLIENT_ID'] as const;
const CREDENTIAL = 'AUTH0_CLIENT_SECRET or AUTH0_CLIENT_PRIVATE_KEY';
const OF_THE_MACHINE = ['SystemRoot', 'NODE_USE_ENV_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** Reads the connection from environment variables. */
export function connectionFromEnv(env: Readonly<Record<string, string | undefined>>): Result<Connection> {
  const credential = credentialFromEnv(env);
  if (!credential.ok) return credential;
  const missing: string[] = NAMES.filter((name) => (env[name] ?? '').trim() === '');
  if (credential.value === undefined || missing.length > 0) {
    return failed(unset([...missing, ...(credential.value === undefined ? [CREDENTIAL] : [])]));
  }
  const { AUTH0_DOMAIN: domain = '', AUTH0_CLIENT_ID: clientId = '', NODE_EXTRA_CA_CERTS: caFile } = env;
  if (!/^[a-z0-9.-]+(:\d+)?$/i.test(domain)) return failed(badDomain(domain));
  if (caFile && !isReadable(caFile)) return failed(badCaFile(caFile));
  return ok({
    domain,
    clientId,
    ...credential.value,
    // Absolute: a child process has another working directory.
    ...(caFile ? { caFile: resolve(caFile) } : {}),
    machineEnv: Object.fromEntries(OF_THE_MACHINE.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  });
}

/** Returns whether a tenant is on loopback: there, waiting and retrying do not help. */
export const isLoopback = ({ domain }: Pick<Connection, 'domain'>): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(domain.replace(/:\d+$/, ''));

function isReadable(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

const unset = (missing: readonly string[]): Failure => ({
  code: 'CONNECTION_UNSET',
  expected: `the environment variables ${NAMES.join(', ')}, ${CREDENTIAL}`,
  found: missing.map((name) => `no ${name}`).join(', '),
  fix: "Set them, or try it on a local tenant: npm run emulator -- exec 'npm run deploy -- --yes'",
});

const badCaFile = (file: string): Failure => ({
  code: 'CONNECTION_UNSET',
  expected: 'NODE_EXTRA_CA_CERTS to name a file that can be read',
  found: file,
  fix: 'Correct the path, or unset it where the tenant has a certificate that everybody trusts.',
});

const badDomain = (domain: string): Failure => ({
  code: 'CONNECTION_UNSET',
  expected: 'AUTH0_DOMAIN to be a host such as acme.eu.auth0.com',
  found: `"${domain}"`,
  fix: 'Leave out https:// and any path.',
});
