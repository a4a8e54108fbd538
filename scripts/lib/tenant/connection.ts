import { type Failure, failed, ok, type Result } from '../failures.ts';

/** How to reach a tenant's Management API: a machine-to-machine application. */
export interface Connection {
  /** Host, with a port where it is not 443. */
  domain: string;
  clientId: string;
  clientSecret: string;
  /** A certificate authority to trust besides the usual ones. */
  caFile?: string;
  /** Environment variables of the machine that a child process needs to reach the network. */
  machineEnv?: Readonly<Record<string, string>>;
}

const NAMES = ['AUTH0_DOMAIN', 'AUTH0_CLIENT_ID', 'AUTH0_CLIENT_SECRET'] as const;
const OF_THE_MACHINE = ['SystemRoot', 'NODE_USE_ENV_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** The connection that environment variables describe. */
export function connectionFromEnv(env: Readonly<Record<string, string | undefined>>): Result<Connection> {
  const missing = NAMES.filter((name) => (env[name] ?? '').trim() === '');
  if (missing.length > 0) {
    return failed({
      code: 'CONNECTION_UNSET',
      expected: `the environment variables ${NAMES.join(', ')}`,
      found: `no ${missing.join(', no ')}`,
      fix: "Set them, or try it on a local tenant: npm run emulator -- exec 'npm run deploy'",
    });
  }
  const { AUTH0_DOMAIN: domain = '', AUTH0_CLIENT_ID: clientId = '', AUTH0_CLIENT_SECRET: clientSecret = '' } = env;
  if (!/^[a-z0-9.-]+(:\d+)?$/i.test(domain)) return failed(badDomain(domain));
  return ok({
    domain,
    clientId,
    clientSecret,
    ...(env.NODE_EXTRA_CA_CERTS ? { caFile: env.NODE_EXTRA_CA_CERTS } : {}),
    machineEnv: Object.fromEntries(OF_THE_MACHINE.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  });
}

/** Only loopback: there, waiting and retrying helps nobody. */
export const isLoopback = ({ domain }: Connection): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(domain.replace(/:\d+$/, ''));

const badDomain = (domain: string): Failure => ({
  code: 'CONNECTION_UNSET',
  expected: 'AUTH0_DOMAIN to be a host such as acme.eu.auth0.com',
  found: `"${domain}"`,
  fix: 'Leave out https:// and any path.',
});
