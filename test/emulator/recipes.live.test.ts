/** The recipes "How to add …" of docs/architecture.md, followed in a copy of the emulator. */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../emulator/emulator.ts';
import { rootDir } from '../support/project.ts';
import { codeOf, page } from '../support/recipe.ts';
import { responseCheck } from './management/response-schemas.ts';

const ROUTE = 'emulator/organizations-route.ts';
const TABLE = 'emulator/middlewares.ts';
const RESOURCE = 'emulator/management/resources/log-streams.ts';
/** What the two recipes write besides a test; `emulator/SUPPORTED.md` is written by a command. */
const TOUCHED = [ROUTE, TABLE, RESOURCE];

const copy = await mkdtemp(join(tmpdir(), 'recipes-'));
const check = responseCheck();
let start: (options: EmulatorOptions) => Promise<Emulator>;
let emulator: Emulator;
let token = '';

beforeAll(async () => {
  await cp(join(rootDir, 'emulator'), join(copy, 'emulator'), { recursive: true });
  await cp(join(rootDir, 'package.json'), join(copy, 'package.json'));
  await symlink(join(rootDir, 'node_modules'), join(copy, 'node_modules'), 'dir');
  for (const file of [ROUTE, RESOURCE]) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await writeFile(join(copy, file), codeOf(file));
  }
  const table = await readFile(join(copy, TABLE), 'utf8');
  const marker = 'const ROUTES: readonly Entry[] = [\n';
  expect(table).toContain(marker);
  await writeFile(
    join(copy, TABLE),
    `import { organizationsRoute } from './organizations-route.ts';\n${table.replace(marker, `${marker}${codeOf(TABLE)}`)}`,
  );
  const door = await import(pathToFileURL(join(copy, 'emulator/index.ts')).href);
  start = door.startEmulator;
  emulator = await start({ port: 0, projectDir: copy, onManagementReply: check.onReply });
  token = await tokenOf(emulator);
}, 60_000);

afterAll(async () => {
  await emulator?.close();
  await rm(copy, { recursive: true });
});

async function tokenOf({ issuer, deployClient }: Emulator): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: deployClient.clientId,
    client_secret: deployClient.clientSecret,
    audience: `${issuer}api/v2/`,
  });
  const response = await fetch(`${issuer}oauth/token`, { method: 'POST', body });
  const { access_token }: { access_token?: unknown } = Object(await response.json());
  return String(access_token);
}

async function call(method: string, path: string, body?: object, tenant = emulator, bearer = token) {
  const response = await fetch(`${tenant.issuer}api/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const SINK = { httpEndpoint: 'https://logs.example/in', httpAuthorization: 'Bearer 5ecret-of-the-sink' };

describe('a resource, of one file', () => {
  test('is created with its defaults, listed, read, changed and deleted', async () => {
    expect(await call('GET', '/log-streams')).toEqual({ status: 200, body: [] });
    const { status, body: made } = await call('POST', '/log-streams', { name: 'all', type: 'http', sink: SINK });
    expect(status).toBe(200);
    expect(made).toEqual({
      id: expect.stringMatching(/^lst_\w{16}$/),
      ...{ name: 'all', type: 'http', sink: SINK, status: 'active' },
    });
    expect((await call('GET', '/log-streams')).body).toEqual([made]);
    expect((await call('GET', `/log-streams/${made.id}`)).body).toEqual(made);
    const changed = await call('PATCH', `/log-streams/${made.id}`, { status: 'paused' });
    expect(changed).toEqual({ status: 200, body: { ...made, status: 'paused' } });
    expect((await call('DELETE', `/log-streams/${made.id}`)).status).toBe(204);
    expect(await call('GET', `/log-streams/${made.id}`)).toMatchObject({
      status: 404,
      body: { message: 'The log stream does not exist.', errorCode: 'inexistent_log_stream' },
    });
  });

  test('takes only what the published schema allows, from who has the scope', async () => {
    expect(
      await call('POST', '/log-streams', { type: 'http', sink: { httpEndpoint: 'http://plain.example' } }),
    ).toMatchObject({ status: 400, body: { errorCode: 'invalid_body' } });
    expect((await call('GET', '/log-streams', undefined, emulator, 'none')).status).toBe(401);
    expect(check.violations().filter((problem) => problem.includes('log-streams'))).toEqual([]);
  });

  test('is in a snapshot, which is checked before it is loaded', async () => {
    const { body: made } = await call('POST', '/log-streams', { type: 'http', sink: SINK });
    const snapshot = JSON.parse(JSON.stringify(emulator.takeSnapshot()));
    expect(snapshot.state.resources).toEqual({ logStreams: [made] });
    await call('DELETE', `/log-streams/${made.id}`);
    await emulator.loadSnapshot(snapshot);
    expect((await call('GET', '/log-streams')).body).toEqual([made]);
    const broken = (resources: object) =>
      emulator.loadSnapshot({ ...snapshot, state: { ...snapshot.state, resources } });
    await expect(broken({ logStreams: [{ ...made, sink: 'x' }] })).rejects.toThrow(
      'state.resources.logStreams[0].sink must be an object',
    );
    await expect(broken({ others: [] })).rejects.toThrow('state.resources.others is not known');
    await emulator.reset();
    expect((await call('GET', '/log-streams')).body).toEqual([]);
  });

  test('is masked in the inspector, and listed in SUPPORTED.md', async () => {
    await call('POST', '/log-streams', { type: 'http', sink: SINK });
    const { maskFor } = await import(pathToFileURL(join(copy, 'emulator/inspector/mask.ts')).href);
    const state = { ...emulator.contents(), logs: [] };
    expect(maskFor(state)({ said: `sent with ${SINK.httpAuthorization}` })).toEqual({ said: 'sent with •••' });
    const { supportedOperations } = await import(pathToFileURL(join(copy, 'emulator/management/supported.ts')).href);
    const lines: string[] = supportedOperations().split('\n');
    expect(lines.filter((line) => line.includes('/log-streams'))).toHaveLength(5);
    expect(lines).toContain('| `POST /log-streams` | `create:log_streams` | kept without effect |');
  });
});

describe('a route, of one file and one entry', () => {
  test('answers, and no page of another origin', async () => {
    await call('POST', '/organizations', { name: 'acme' });
    const address = `${emulator.browserOrigin}/_local/organizations`;
    expect(await (await fetch(address)).json()).toEqual({ organizations: ['acme'] });
    expect((await fetch(address, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(404);
  });
});

test('neither recipe needs more than three files with its test', () => {
  const route = TOUCHED.filter((file) => file !== RESOURCE);
  expect(route.length + 1).toBeLessThanOrEqual(3);
  expect(TOUCHED.filter((file) => page.includes(`// ${file}\n`))).toEqual(TOUCHED);
});
