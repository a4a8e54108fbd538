import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, type Fault, startEmulator } from '../../emulator/index.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { verify } from '../../scripts/commands/verify/run.ts';
import { DIST } from '../../scripts/lib/build/dist.ts';
import { importWithDeployCli } from '../../scripts/lib/deploy-cli/deploy-cli.ts';
import type { Failure, Result } from '../../scripts/lib/failures.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import type { Connection } from '../../scripts/lib/tenant/connection.ts';
import { Traffic } from '../../scripts/lib/tenant/traffic.ts';
import { keyClient, machineClient } from '../support/machine-client.ts';
import { rootDir } from '../support/project.ts';
import { closedDomain, httpsServer, plainHttpServer, type StrangeServer } from '../support/strange-servers.ts';
import { MINUTE_MS, type Rig, rig } from './deploy-rig.ts';

const WRONG_SECRET = 'canary-wrong-secret';
let tenant: Rig;
let servers: Awaited<ReturnType<typeof startServers>>;
let closed: string;

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

beforeAll(async () => {
  tenant = await rig();
  servers = await startServers();
  closed = await closedDomain();
  await mkdir(join(tenant.project.rootDir, DIST), { recursive: true });
  await writeFile(join(tenant.project.rootDir, DIST, 'config.json'), JSON.stringify({ AUTH0_ALLOW_DELETE: false }));
});
beforeEach(() => tenant.emulator.faults.clear());
afterAll(async () => {
  await tenant.close();
  for (const server of Object.values(servers)) await server[Symbol.asyncDispose]();
});

let roles = 0;

/** Creates a role that is not there. */
async function importRole(as: Connection): Promise<Failure[]> {
  const { rootDir } = tenant.project;
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

const options = (as: Connection) => ({ rootDir: tenant.project.rootDir, environment: 'local', connection: as });

const failuresOf = (result: Result<unknown>): Failure[] => (result.ok ? [] : result.failures);

const COMMANDS = {
  plan: async (as: Connection) => failuresOf(await plan(options(as))),
  verify: async (as: Connection) => failuresOf(await verify({ ...options(as), nowMs: Date.now() })),
  import: importRole,
};

interface Cause {
  /** What is other than of the tenant's own deploy application. */
  connection?: () => Changes | Promise<Changes>;
  faults?: Fault[];
  code: Failure['code'];
  found: string | RegExp;
  fix: string | RegExp;
}

const always = (path: string, effect: Fault['effect'], more: Partial<Fault> = {}): Fault[] => [
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
    connection: () => ({ domain: closed }),
    code: 'TENANT_UNREACHABLE',
    found: /^connect ECONNREFUSED \S+ \(POST \/oauth\/token\)$/,
    fix: 'Check AUTH0_DOMAIN: nothing listens at localhost:',
  },
  'a certificate that nobody signed': {
    connection: () => ({ domain: servers.selfSigned.domain }),
    code: 'TENANT_UNREACHABLE',
    found: 'DEPTH_ZERO_SELF_SIGNED_CERT self-signed certificate (POST /oauth/token)',
    fix: 'set NODE_EXTRA_CA_CERTS to the file of its certificate authority',
  },
  'a certificate for another name': {
    connection: () => trusted(servers.otherName),
    code: 'TENANT_UNREACHABLE',
    found: /^ERR_TLS_CERT_ALTNAME_INVALID .*other\.example/,
    fix: 'The certificate is for another name: check AUTH0_DOMAIN',
  },
  'a port of plain http': {
    connection: () => ({ domain: servers.plain.domain }),
    code: 'TENANT_UNREACHABLE',
    found: /^(ERR_SSL_\w+|EPROTO) \(POST \/oauth\/token\)$/,
    fix: 'Check the port in AUTH0_DOMAIN',
  },
  'a web page instead of a tenant': {
    connection: () => trusted(servers.page),
    code: 'TENANT_UNKNOWN',
    found: '200, text/html, in answer to POST /oauth/token',
    fix: 'a proxy or firewall answers in its place',
  },
  'a redirect': {
    connection: () => trusted(servers.redirect),
    code: 'TENANT_UNKNOWN',
    found: '302, a redirect to https://sso.example/, in answer to POST /oauth/token',
    fix: 'a proxy or firewall answers in its place',
  },
  'a server that knows no /oauth/token': {
    connection: () => trusted(servers.notFound),
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
    connection: async () => {
      const { client_id: clientId = '', client_secret: clientSecret = '' } = await tenant.auth0.clients.create({
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

/** All the failures there are, as one text. */
async function expectFailure(
  command: keyof typeof COMMANDS,
  cause: Cause,
  { domain, deployClient, caFile, faults }: Emulator = tenant.emulator,
): Promise<void> {
  const as = { domain, ...deployClient, caFile, ...(await cause.connection?.()) };
  faults.add(...(cause.faults ?? []));
  const failures = await COMMANDS[command](as);
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

const causes = { ...OF_THE_SERVER, ...OF_THE_APPLICATION, ...OF_THE_MOMENT };

describe.each(['plan', 'import'] as const)('%s is told apart', (command) => {
  test.each(Object.entries(causes))('%s', (_, cause) => expectFailure(command, cause), MINUTE_MS);
});

test.each(['a wrong secret', 'errors of the server', 'a certificate that nobody signed'])(
  'verify tells %s as a plan does',
  async (name) => {
    const cause = causes[name];
    if (cause) await expectFailure('verify', cause);
  },
  MINUTE_MS,
);

// At the same time, for each waits as long as a tenant on loopback may take.
describe.concurrent('a server that never answers is given up', () => {
  test.for([
    ['plan', 'GET /api/v2/roles', 30],
    ['plan', 'POST /oauth/token', 10],
    ['import', 'GET /api/v2/roles', 30],
    ['import', 'POST /oauth/token', 10],
    ['import', 'POST /api/v2/roles', 30],
  ] as const)('by %s, at %s', { timeout: MINUTE_MS }, async ([command, request, limitSeconds], { onTestFinished }) => {
    const emulator = await startEmulator({ port: 0, projectDir: rootDir });
    onTestFinished(() => emulator.close());
    const [method = '', path = ''] = request.split(' ');
    const outcome = request === 'POST /api/v2/roles' ? ', so that it may have been carried out' : '';
    const cause = {
      faults: always(path, 'hang', { methods: [method] }),
      code: 'TENANT_UNREACHABLE',
      found: `no answer to ${request} in ${limitSeconds} s${outcome}`,
      fix: 'Run the command again: it continues where it ended. If it stays so, look for a proxy or firewall',
    } as const;
    await expectFailure(command, cause, emulator);
  });
});

describe('a missing scope is named', () => {
  const everyScope = async (but: string) => {
    const { data } = await tenant.auth0.clientGrants.list({ client_id: tenant.emulator.deployClient.clientId });
    return (data[0]?.scope ?? []).filter((scope) => scope !== but);
  };

  test.each([
    ['plan', 'read:roles', 'GET'],
    ['import', 'create:roles', 'POST'],
  ] as const)(
    'by %s: %s',
    async (command, scope, method) => {
      const client = await machineClient(tenant.auth0, tenant.emulator.domain, await everyScope(scope));
      await expectFailure(command, {
        connection: () => client,
        code: 'TENANT_REFUSED',
        found: `403 Insufficient scope, expected any of: ${scope} (${method} /api/v2/roles)`,
        fix: `Add ${scope} to the application's grant for the Management API and run the command again`,
      });
    },
    MINUTE_MS,
  );
});

test(
  'a key that the application does not have is told by a plan and by an import alike, and not shown',
  async () => {
    const { clientId } = await keyClient(tenant.auth0, tenant.emulator.domain, ['read:roles']);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { domain, caFile } = tenant.emulator;
    for (const command of ['plan', 'import'] as const) {
      const said = renderFailures(await COMMANDS[command]({ domain, caFile, clientId, privateKeyPem }));
      expect(said).toContain(
        'TENANT_CREDENTIALS expected a Management API token, found 401 access_denied: Unauthorized',
      );
      expect(said).toContain('the public half of AUTH0_CLIENT_PRIVATE_KEY is a credential of that application');
      expect(
        privateKeyPem
          .split('\n')
          .slice(1, -2)
          .filter((line) => said.includes(line)),
      ).toEqual([]);
    }
  },
  MINUTE_MS,
);

describe('of a write by auth0-deploy-cli that has no answer it is said that it may have been carried out', () => {
  test.each([
    ['drop-after', 'UND_ERR_SOCKET other side closed (POST /api/v2/roles), so that it may have been carried out'],
    [
      'server-error',
      '500 An internal server error occurred (POST /api/v2/roles), so that it may have been carried out',
    ],
  ] as const)(
    '%s',
    async (effect, found) => {
      const code = effect === 'server-error' ? 'TENANT_BUSY' : 'TENANT_UNREACHABLE';
      const faults = always('/api/v2/roles', effect, { methods: ['POST'] });
      await expectFailure('import', { faults, code, found, fix: 'un the command again' });
    },
    MINUTE_MS,
  );
});
