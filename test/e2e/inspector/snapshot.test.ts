/** A tenant kept from start to start, and what a snapshot that can't be loaded or written does: nothing. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagementClient } from 'auth0';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, signIn, startEmulator, UserAgent } from '../../../emulator/index.ts';
import { rootDir } from '../../support/project.ts';
import { startTestTenant, type TestTenant } from '../../support/tenant.ts';

let tenant: TestTenant;
let folder: string;
let file: string;
beforeAll(async () => {
  [tenant, folder] = await Promise.all([startTestTenant(), mkdtemp(join(tmpdir(), 'snapshots-'))]);
  file = join(folder, 'tenant.json');
  const { callback } = await tenant.login(tenant.customers.acmeAdmin);
  await tenant.emulator.okta.complete(callback);
});
afterAll(async () => {
  await tenant.emulator.close();
  await rm(folder, { recursive: true });
});

const start = (snapshotFile: string): Promise<Emulator> =>
  startEmulator({ port: 0, projectDir: rootDir, snapshotFile });

const sdk = ({ domain, deployClient }: Emulator) => new ManagementClient({ domain, ...deployClient, telemetry: false });

function call(method: string, body?: string) {
  const { browserOrigin, controlToken } = tenant.emulator;
  return fetch(`${browserOrigin}/_local/snapshot`, {
    method,
    headers: { 'x-local-token': controlToken, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
}

test('a tenant that was saved is the same in another start, at another address, with that start’s deploy client', async () => {
  const { emulator, customers, oinClientId } = tenant;
  emulator.clock.advance(60_000);
  await emulator.saveSnapshot(file);
  const before = emulator.takeSnapshot();
  const again = await start(file);
  try {
    expect(again.domain).not.toBe(emulator.domain);
    expect(again.clock.now()).toBeGreaterThanOrEqual(Date.parse(before.savedAt));
    const { clients: _, clientGrants: __, ...held } = before.state;
    expect(again.takeSnapshot().state).toMatchObject(held);
    const names = (await sdk(again).clients.list()).data.map(({ name }) => name);
    expect(names).toEqual(['Deploy CLI', 'Okta OIN', 'SaaS', 'All Applications']);

    // Okta is new with each start: it is given a key of its own, as a deploy would.
    const { id = '' } = await sdk(again).clients.credentials.create(oinClientId, {
      credential_type: 'public_key',
      pem: again.okta.publicKeyPem,
    });
    const client_authentication_methods = { private_key_jwt: { credentials: [{ id }] } };
    await sdk(again).clients.update(oinClientId, { client_authentication_methods });
    again.okta.connect(oinClientId);
    const agent = new UserAgent(again.okta.redirectUri);
    const { callback } = await again.clock.run(async () =>
      signIn(agent, await again.okta.begin(), customers.acmeAdmin),
    );
    const { claims } = await again.okta.complete(callback);
    expect(claims).toMatchObject({
      iss: again.issuer,
      express_configuration: { domain_aliases: ['acme.com', 'eu.acme.com'] },
    });
    await sdk(again).roles.create({ name: 'made after' });
  } finally {
    await again.close();
  }
  expect(await readFile(file, 'utf8'), 'closing saves').toContain('made after');
  expect(await readdir(folder)).toEqual(['tenant.json']);
});

test('a browser that was logged in before a load is asked for everything again', async () => {
  const { emulator, customers } = tenant;
  const agent = new UserAgent(emulator.okta.redirectUri);
  const login = () => emulator.clock.run(() => tenant.login(customers.acmeAdmin, { agent }));
  await login();
  expect((await login()).pages).toEqual(['/u/organization', '/u/mfa-otp-challenge']);
  await emulator.loadSnapshot(emulator.takeSnapshot());
  expect((await login()).pages).toEqual([
    ...['/u/organization', '/u/login/identifier', '/u/login/password', '/u/mfa-otp-challenge'],
  ]);
});

test('over http a snapshot is JSON to keep, and to send back', async () => {
  const { auth0, emulator } = tenant;
  const kept = await (await call('GET')).text();
  await auth0.organizations.create({ name: 'passing' });
  const loaded = await call('PUT', kept);
  expect([loaded.status, await loaded.text()]).toEqual([204, '']);
  expect((await auth0.organizations.list()).data.map(({ name }) => name).sort()).toEqual(['acme', 'globex']);
  const { savedAt: _, ...same } = JSON.parse(kept);
  const { runs, ...state } = same.state;
  expect(emulator.takeSnapshot()).toMatchObject({ ...same, state });
  expect(runs.length).toBeGreaterThan(0);
  const { callback } = await emulator.clock.run(() => tenant.login(tenant.customers.acmeAdmin));
  expect(callback.searchParams.has('code'), 'the same key, the same Okta').toBe(true);

  const unsaved = await call('POST');
  expect([unsaved.status, await unsaved.json()]).toEqual([
    409,
    { error: 'no-snapshot-file', message: '((this start was given no snapshotFile: GET this address instead))' },
  ]);
});

describe('a snapshot that can’t be loaded changes nothing', () => {
  const altered = (change: object) => JSON.stringify({ ...tenant.emulator.takeSnapshot(), ...change });

  test.each<[string, () => string, { error: string; message: string }]>([
    [
      'of a newer version',
      () => altered({ version: 9 }),
      {
        error: 'newer-version',
        message:
          '((the snapshot has version 9, and this emulator reads up to 1: load it with the emulator that saved it, or a newer one))',
      },
    ],
    [
      'malformed',
      () => altered({ state: { clients: 5 } }),
      {
        error: 'malformed',
        message: '((the snapshot is malformed: state.settings is missing))',
      },
    ],
    ['cut off', () => altered({}).slice(0, 1_000), { error: 'not-json', message: '((the body is not JSON))' }],
  ])('%s, sent over http', async (_, body, answer) => {
    const before = tenant.emulator.takeSnapshot().state;
    const refused = await call('PUT', body());
    expect([refused.status, await refused.json()]).toEqual([400, answer]);
    expect(tenant.emulator.takeSnapshot().state).toEqual(before);
    const { callback } = await tenant.emulator.clock.run(() => tenant.login(tenant.customers.acmeAdmin));
    expect(callback.searchParams.has('code')).toBe(true);
  });

  test.each([
    ['of a newer version', '{"format":"express-configure local tenant","version":9}', 'newer-version'],
    ['malformed', '{"format":"something else"}', 'malformed'],
    ['cut off', '{"format":"express-conf', 'not-json'],
  ])('%s, to start with: the start fails, and the file is as it was', async (_, text, problem) => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, text);
    await expect(start(broken)).rejects.toMatchObject({
      name: 'SnapshotError',
      problem,
      message: expect.stringContaining(`${broken}: the snapshot `),
    });
    expect(await readFile(broken, 'utf8')).toBe(text);
  });
});

test('where the file can’t be written, the tenant lives on, and closes all the same', async () => {
  const emulator = await start(join(folder, 'gone/tenant.json'));
  await sdk(emulator).roles.create({ name: 'kept' });
  const message = `the snapshot was not written: its folder does not exist; ${folder}/gone/tenant.json is as it was before`;
  const headers = { 'x-local-token': emulator.controlToken };
  const refused = await fetch(`${emulator.browserOrigin}/_local/snapshot`, { method: 'POST', headers });
  expect([refused.status, await refused.json()]).toEqual([500, { error: 'not-written', message: `((${message}))` }]);
  expect((await sdk(emulator).roles.list()).data.map(({ name }) => name)).toEqual(['kept']);
  await expect(emulator.close()).rejects.toMatchObject({ name: 'SnapshotError', message });
  await expect(fetch(`${emulator.browserOrigin}/_local/clock`)).rejects.toThrow('fetch failed');
});
