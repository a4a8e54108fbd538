/** Causes of a failing connection, and how commands tell them apart. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Emulator, type Fault, startEmulator } from '../../emulator/index.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { verify } from '../../scripts/commands/verify/run.ts';
import { DIST } from '../../scripts/lib/build/dist.ts';
import { importWithDeployCli } from '../../scripts/lib/deploy-cli/deploy-cli.ts';
import type { Failure, Result } from '../../scripts/lib/failures.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import type { Connection } from '../../scripts/lib/tenant/connection.ts';
import { Traffic } from '../../scripts/lib/tenant/traffic.ts';
import { rootDir } from '../support/project.ts';
import { closedDomain, httpsServer, plainHttpServer, type StrangeServer } from '../support/strange-servers.ts';
import { type Rig, rig } from './deploy-rig.ts';

const WRONG_SECRET = 'canary-wrong-secret';

/** A tenant, and servers that are none. */
export interface FailureRig extends Rig {
  servers: Awaited<ReturnType<typeof startServers>>;
  /** Where nothing listens. */
  closed: string;
}

/** Starts all of them. */
export async function failureRig(): Promise<FailureRig> {
  const tenant = await rig();
  const servers = await startServers();
  const { rootDir } = tenant.project;
  await mkdir(join(rootDir, DIST), { recursive: true });
  await writeFile(join(rootDir, DIST, 'config.json'), JSON.stringify({ AUTH0_ALLOW_DELETE: false }));
  return {
    ...tenant,
    servers,
    closed: await closedDomain(),
    async close() {
      await tenant.close();
      for (const server of Object.values(servers)) await server[Symbol.asyncDispose]();
    },
  };
}

async function startServers() {
  const answering =
    (status: number, headers: Record<string, string>, body = ''): RequestListener =>
    (_request, response) =>
      response.writeHead(status, headers).end(body);
  const json = answering(200, { 'content-type': 'application/json' }, '{}');
  return {
    selfSigned: await httpsServer(json),
    otherName: await httpsServer(json, 'other.example'),
    page: await httpsServer(answering(200, { 'content-type': 'text/html' }, '<html>Log in</html>')),
    redirect: await httpsServer(answering(302, { location: 'https://sso.example/' })),
    notFound: await httpsServer(answering(404, {}, '{"error":"not_found"}')),
    plain: await plainHttpServer(json),
  };
}

type Changes = Partial<{ domain: string; clientId: string; clientSecret: string; caFile: string }>;

const trusted = ({ domain, caFile }: StrangeServer): Changes => ({ domain, caFile });

let roles = 0;

/** Creates a role that is not there. */
async function importRole(rootDir: string, as: Connection): Promise<Failure[]> {
  const file = `role-${++roles}.yaml`;
  await writeFile(join(rootDir, DIST, file), `roles:\n  - name: role ${roles}\n    permissions: []\n`);
  const { failures } = await importWithDeployCli({
    rootDir,
    folder: DIST,
    file,
    hasPrompts: false,
    connection: as,
    keywords: {},
    traffic: new Traffic(),
  });
  return failures;
}

const options = (rootDir: string, connection: Connection) => ({ rootDir, environment: 'local', connection });

const failuresOf = (result: Result<unknown>): Failure[] => (result.ok ? [] : result.failures);

/** Each runs in a project, as an application of a tenant, and gives its failures. */
export const COMMANDS = {
  plan: async (rootDir: string, as: Connection) => failuresOf(await plan(options(rootDir, as))),
  verify: async (rootDir: string, as: Connection) =>
    failuresOf(await verify({ ...options(rootDir, as), nowMs: Date.now() })),
  import: importRole,
};

/** Why a request fails, and how a command says so. */
export interface Cause {
  /** What is other than of the tenant's own deploy application. */
  connection?: (rig: FailureRig) => Changes | Promise<Changes>;
  faults?: Fault[];
  code: Failure['code'];
  found: string | RegExp;
  fix: string | RegExp;
}

/** A fault of every request to the path. */
export const always = (path: string, effect: Fault['effect'], more: Partial<Fault> = {}): Fault[] => [
  { path, effect, times: 'always', ...more },
];

const OF_THE_SERVER: Record<string, Cause> = {
  'a name that nobody has': {
    connection: () => ({ domain: 'no-such-tenant.invalid' }),
    code: 'TENANT_UNREACHABLE',
    found: /^getaddrinfo (ENOTFOUND|EAI_AGAIN) no-such-tenant\.invalid \(POST \/oauth\/token\)$/,
    fix: /no name server/i,
  },
  'a port where nothing listens': {
    connection: ({ closed }) => ({ domain: closed }),
    code: 'TENANT_UNREACHABLE',
    found: /^connect ECONNREFUSED \S+ \(POST \/oauth\/token\)$/,
    fix: 'Check AUTH0_DOMAIN: nothing listens at localhost:',
  },
  'a certificate that nobody signed': {
    connection: ({ servers }) => ({ domain: servers.selfSigned.domain }),
    code: 'TENANT_UNREACHABLE',
    found: 'DEPTH_ZERO_SELF_SIGNED_CERT self-signed certificate (POST /oauth/token)',
    fix: 'set NODE_EXTRA_CA_CERTS to the file of its certificate authority',
  },
  'a certificate for another name': {
    connection: ({ servers }) => trusted(servers.otherName),
    code: 'TENANT_UNREACHABLE',
    found: /^ERR_TLS_CERT_ALTNAME_INVALID .*other\.example/,
    fix: 'The certificate is for another name: check AUTH0_DOMAIN',
  },
  'a port of plain http': {
    connection: ({ servers }) => ({ domain: servers.plain.domain }),
    code: 'TENANT_UNREACHABLE',
    found: /^(ERR_SSL_\w+|EPROTO) \(POST \/oauth\/token\)$/,
    fix: 'Check the port in AUTH0_DOMAIN',
  },
  'a web page instead of a tenant': {
    connection: ({ servers }) => trusted(servers.page),
    code: 'TENANT_UNKNOWN',
    found: '200, text/html, in answer to POST /oauth/token',
    fix: 'a proxy or firewall answers in its place',
  },
  'a redirect': {
    connection: ({ servers }) => trusted(servers.redirect),
    code: 'TENANT_UNKNOWN',
    found: '302, a redirect to https://sso.example/, in answer to POST /oauth/token',
    fix: 'a proxy or firewall answers in its place',
  },
  'a server that knows no /oauth/token': {
    connection: ({ servers }) => trusted(servers.notFound),
    code: 'TENANT_UNKNOWN',
    found: '404 not_found (POST /oauth/token)',
    fix: "the tenant's own domain, such as acme.eu.auth0.com",
  },
};

const OF_THE_APPLICATION: Record<string, Cause> = {
  'a wrong secret': {
    connection: () => ({ clientSecret: WRONG_SECRET }),
    code: 'TENANT_CREDENTIALS',
    found: '401 access_denied: Unauthorized (POST /oauth/token)',
    fix: 'Check AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET',
  },
  'an application without a grant': {
    connection: async ({ auth0 }) => {
      const { client_id: clientId = '', client_secret: clientSecret = '' } = await auth0.clients.create({
        name: 'without a grant',
        app_type: 'non_interactive',
        grant_types: ['client_credentials'],
      });
      return { clientId, clientSecret };
    },
    code: 'TENANT_CREDENTIALS',
    found: '403 access_denied: Client is not authorized to access "https://localhost:',
    fix: 'Authorize the application for the Management API of localhost:',
  },
};

const OF_THE_MOMENT: Record<string, Cause> = {
  'an expired token': {
    faults: always('/api/v2/roles', 'expired-token'),
    code: 'TENANT_REFUSED',
    found: '401 Expired token received for JSON Web Token validation (GET /api/v2/roles)',
    fix: 'The token expired before the work was done. Run the command again',
  },
  'a storm of 429': {
    faults: always('/api/v2/roles', 'too-many-requests'),
    code: 'TENANT_BUSY',
    found:
      /^429 Global limit has been reached \(GET \/api\/v2\/roles; x-ratelimit-limit: 10, x-ratelimit-remaining: 0, x-ratelimit-reset: \S+Z, retry-after: 1\)$/,
    fix: 'Wait until the time of x-ratelimit-reset',
  },
  'errors of the server': {
    faults: always('/api/v2/roles', 'server-error', { status: 503 }),
    code: 'TENANT_BUSY',
    found: '503 Service Unavailable (GET /api/v2/roles)',
    fix: 'Wait a minute and run the command again',
  },
  'a connection that breaks': {
    faults: always('/api/v2/roles', 'drop-before'),
    code: 'TENANT_UNREACHABLE',
    found: 'UND_ERR_SOCKET other side closed (GET /api/v2/roles)',
    fix: 'run the command again: it continues where it ended',
  },
};

export const CAUSES: Record<string, Cause> = { ...OF_THE_SERVER, ...OF_THE_APPLICATION, ...OF_THE_MOMENT };

/** Expects the one failure of this cause, without the application's secret. */
export async function expectFailure(
  tenant: FailureRig,
  command: keyof typeof COMMANDS,
  cause: Cause,
  { domain, deployClient, caFile, faults }: Emulator = tenant.emulator,
): Promise<void> {
  const as = { domain, ...deployClient, caFile, ...(await cause.connection?.(tenant)) };
  faults.add(...(cause.faults ?? []));
  const failures = await COMMANDS[command](tenant.project.rootDir, as);
  faults.clear();
  const said = renderFailures(failures);
  expect(failures, said).toEqual([
    expect.objectContaining({
      code: cause.code,
      found:
        typeof cause.found === 'string' ? expect.stringContaining(cause.found) : expect.stringMatching(cause.found),
      fix: typeof cause.fix === 'string' ? expect.stringContaining(cause.fix) : expect.stringMatching(cause.fix),
    }),
  ]);
  expect(said).not.toContain(deployClient.clientSecret);
  expect(said).not.toContain(as.clientSecret);
}

/** Expects that a server that hangs at a request is given up after so long, on a tenant of its own. */
export async function expectGivenUp(
  tenant: FailureRig,
  command: 'plan' | 'import',
  request: string,
  limitSeconds: number,
): Promise<void> {
  const emulator = await startEmulator({ port: 0, projectDir: rootDir });
  try {
    const [method = '', path = ''] = request.split(' ');
    const outcome = request === 'POST /api/v2/roles' ? ', so that it may have been carried out' : '';
    const cause = {
      faults: always(path, 'hang', { methods: [method] }),
      code: 'TENANT_UNREACHABLE',
      found: `no answer to ${request} in ${limitSeconds} s${outcome}`,
      fix: 'Run the command again: it continues where it ended. If it stays so, look for a proxy or firewall',
    } as const;
    await expectFailure(tenant, command, cause, emulator);
  } finally {
    await emulator.close();
  }
}
