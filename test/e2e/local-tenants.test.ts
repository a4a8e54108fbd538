/** The local tenant as other processes and the real SDK meet it: side by side, failing on demand, with limits. */
import { ManagementClient, ManagementError } from 'auth0';
import { afterEach, describe, expect, test } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts';
import { rootDir } from '../support/project.ts';

const running: Emulator[] = [];

async function start(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const emulator = await startEmulator({ port: 0, projectDir: rootDir, ...options });
  running.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

const sdk = (
  { domain, deployClient }: Emulator,
  options: { login?: Emulator['deployClient']; maxRetries?: number } = {},
) =>
  new ManagementClient({
    domain,
    ...(options.login ?? deployClient),
    telemetry: false,
    maxRetries: options.maxRetries ?? 0,
  });

const refusalOf = async (call: PromiseLike<unknown>): Promise<ManagementError> => {
  const error = await Promise.resolve(call).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ManagementError)) throw new Error(`not refused: ${error}`);
  return error;
};

const statuses = (emulator: Emulator, path: string) =>
  emulator.requests().flatMap((entry) => (entry.path === path ? [entry.status] : []));

describe('two tenants in one process', () => {
  test('start at once and have nothing in common but the authority that this process trusts', async () => {
    const [eu, us] = await Promise.all([start(), start({ plan: 'free' })]);
    expect(eu.domain).not.toBe(us.domain);
    expect(eu.caFile).toBe(us.caFile);
    const [inEu, inUs] = [sdk(eu), sdk(us)];
    const [acme] = await Promise.all([
      inEu.organizations.create({ name: 'acme' }),
      inUs.organizations.create({ name: 'globex' }),
    ]);
    const names = async (auth0: ManagementClient) => (await auth0.organizations.list()).data.map(({ name }) => name);
    expect([await names(inEu), await names(inUs)]).toEqual([['acme'], ['globex']]);
    expect((await refusalOf(inUs.organizations.get(acme.id ?? ''))).statusCode).toBe(404);
    expect((await refusalOf(inUs.roles.create({ name: 'Admin' }))).body).toMatchObject({
      errorCode: 'feature_not_enabled',
    });
    await inEu.roles.create({ name: 'Admin' });
    eu.faults.add({ path: '/**', effect: 'server-error', times: 'always' });
    expect(await names(inUs)).toEqual(['globex']);
    expect(statuses(us, '/api/v2/organizations')).toEqual([201, 200, 200]);
    expect(statuses(eu, '/api/v2/organizations')).toEqual([201, 200]);
  });

  test("neither takes the other's clients or tokens", async () => {
    const [eu, us] = [await start(), await start()];
    await expect(sdk(us, { login: eu.deployClient }).roles.list()).rejects.toThrow(/Unauthorized|access_denied/);
    const response = await fetch(`https://${eu.domain}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: eu.deployClient.clientId,
        client_secret: eu.deployClient.clientSecret,
        audience: `https://${eu.domain}/api/v2/`,
      }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    const roles = (domain: string) =>
      fetch(`https://${domain}/api/v2/roles`, { headers: { authorization: `Bearer ${token}` } });
    expect((await roles(eu.domain)).status).toBe(200);
    expect((await roles(us.domain)).status).toBe(401);
  });
});

describe('the SDK', () => {
  test('asks again after an injected 429', async () => {
    const emulator = await start({
      faults: [
        { path: '/api/v2/roles', methods: ['POST'], effect: 'too-many-requests', retryAfterSeconds: 1, times: 2 },
      ],
    });
    const role = await sdk(emulator, { maxRetries: 2 }).roles.create({ name: 'Admin' });
    expect(role.name).toBe('Admin');
    const attempts = emulator.requests().filter(({ path }) => path === '/api/v2/roles');
    expect(attempts.map(({ status, fault }) => [status, fault])).toEqual([
      [429, 'too-many-requests'],
      [429, 'too-many-requests'],
      [200, undefined],
    ]);
    expect(emulator.faults.list()).toMatchObject([{ seen: 3, struck: 2 }]);
  });

  test('gets through the limits of a Free tenant by waiting', async () => {
    const emulator = await start({ plan: 'free', rateLimits: { timeScale: 0.5 } });
    const auth0 = sdk(emulator, { maxRetries: 5 });
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((name) => auth0.organizations.create({ name })));
    const answers = statuses(emulator, '/api/v2/organizations');
    expect(answers).toContain(429);
    expect(answers.filter((status) => status === 201)).toHaveLength(4);
  });

  test('learns nothing from a connection that drops after a write, which took effect', async () => {
    const emulator = await start({ faults: [{ path: '/api/v2/roles', methods: ['POST'], effect: 'drop-after' }] });
    const auth0 = sdk(emulator);
    await expect(auth0.roles.create({ name: 'Admin' })).rejects.toThrow('fetch failed');
    expect((await auth0.roles.list()).data.map(({ name }) => name)).toEqual(['Admin']);
    expect(statuses(emulator, '/api/v2/roles')).toEqual([null, 200]);
  });

  test('as the read-only client reads, but neither writes nor sees secrets', async () => {
    const emulator = await start({ readOnlyClient: true });
    const login = emulator.readOnlyClient;
    if (login === undefined) throw new Error('no read-only client');
    const auth0 = sdk(emulator, { login });
    const { data: clients } = await auth0.clients.list();
    expect(clients.map(({ name }) => name)).toEqual(['Deploy CLI', 'Deploy CLI (read only)', 'All Applications']);
    expect(clients.some((client) => 'client_secret' in client)).toBe(false);
    expect((await refusalOf(auth0.roles.create({ name: 'Admin' }))).body).toEqual({
      statusCode: 403,
      error: 'Forbidden',
      message: 'Insufficient scope, expected any of: create:roles',
      errorCode: 'insufficient_scope',
    });
    expect((await start()).readOnlyClient).toBe(undefined);
  });
});

describe('over http, for other processes', () => {
  const json = { 'content-type': 'application/json' };
  const control = ({ controlToken }: Emulator) => ({ ...json, 'x-local-token': controlToken });

  test('faults can be added, seen and cleared', async () => {
    const emulator = await start();
    const url = `${emulator.browserOrigin}/_local/faults`;
    const fault = { path: '/oauth/token', effect: 'server-error', status: 502 };
    const added = await fetch(url, { method: 'POST', headers: control(emulator), body: JSON.stringify(fault) });
    expect([added.status, await added.json()]).toEqual([200, { faults: [{ ...fault, seen: 0, struck: 0 }] }]);
    const token = () => fetch(`https://${emulator.domain}/oauth/token`, { method: 'POST' });
    expect((await token()).status).toBe(502);
    expect(await (await fetch(url)).json()).toEqual({ faults: [{ ...fault, seen: 1, struck: 1 }] });
    expect((await fetch(url, { method: 'DELETE', headers: control(emulator) })).status).toBe(204);
    expect(emulator.faults.list()).toEqual([]);
    expect((await token()).status).toBe(400);
  });

  test.each([
    [
      'an unknown effect',
      {},
      'malformed',
      '{"path":"/x","effect":"explode"}',
      '((faults/0/effect must be equal to one of the allowed values))',
    ],
    ['no JSON', {}, 'not-json', '{"path"', '((the body is not JSON))'],
    [
      'what a web page could send',
      { 'content-type': 'text/plain' },
      'not-json',
      '{}',
      '((the body must be application/json))',
    ],
  ])('refuses %s', async (_, own, error, body, message) => {
    const emulator = await start();
    const headers = { ...control(emulator), ...own };
    const refused = await fetch(`${emulator.browserOrigin}/_local/faults`, { method: 'POST', headers, body });
    expect([refused.status, await refused.json()]).toEqual([400, { error, message }]);
    expect(emulator.faults.list()).toEqual([]);
  });

  test('the request log can be read and cleared', async () => {
    const emulator = await start();
    await sdk(emulator).roles.create({ name: 'Admin' });
    const url = `${emulator.browserOrigin}/_local/requests`;
    const atMs = expect.any(Number);
    expect(await (await fetch(url)).json()).toEqual({
      requests: [
        { atMs, method: 'POST', path: '/oauth/token', status: 200, write: false },
        { atMs, method: 'POST', path: '/api/v2/roles', status: 200, write: true },
      ],
    });
    expect((await fetch(url, { method: 'DELETE', headers: control(emulator) })).status).toBe(204);
    expect(emulator.requests()).toEqual([]);
  });
});
