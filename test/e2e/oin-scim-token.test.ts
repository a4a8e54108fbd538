import { afterAll, beforeAll, expect, test } from 'vitest';
import { oinScimToken } from '../../scripts/commands/oin/scim-token.ts';
import { scopes } from '../../scripts/commands/scopes/run.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { machineClient } from '../support/machine-client.ts';
import { type Rig, rig, runOn } from './deploy-rig.ts';

let tenant: Rig;
let connectionId: string;

beforeAll(async () => {
  tenant = await rig();
  connectionId = await oktaConnection('okta-acme');
  await tenant.auth0.connections.scimConfiguration.create(connectionId);
  await tenant.auth0.connections.scimConfiguration.tokens.create(connectionId, {});
});
afterAll(() => tenant.close());

async function oktaConnection(name: string): Promise<string> {
  const { id = '' } = await tenant.auth0.connections.create({
    name,
    strategy: 'okta',
    options: { client_id: '0oa1', domain: 'acme.okta.example', type: 'back_channel' },
  });
  return id;
}

const tokens = () => tenant.auth0.connections.scimConfiguration.tokens.get(connectionId);
const scimToken = (...args: string[]) => runOn(tenant, 'oin', 'scim-token', ...args);
const users = (token: string) =>
  fetch(`https://${tenant.emulator.domain}/scim/v2/connections/${connectionId}/Users`, {
    headers: { authorization: `Bearer ${token}` },
  });

async function failing(nameOrId: string): Promise<string> {
  const { domain, deployClient } = tenant.emulator;
  const made = await oinScimToken({
    connection: { domain, ...deployClient },
    nameOrId,
    confirm: async () => true,
    onProgress: () => undefined,
    nowMs: Date.now(),
  });
  return made.ok ? 'no failure' : renderFailures(made.failures);
}

test('asks before it makes one, and without a terminal or --yes makes none', async () => {
  const { code, stdout, stderr } = await scimToken('--connection', 'okta-acme');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`connection "okta-acme" (${connectionId}) has 1 of 2 active SCIM tokens\n`);
  expect(stderr).toContain('CONFIRMATION_NEEDED ');
  expect(await tokens()).toHaveLength(1);
});

test('what is not an Okta connection with SCIM is refused', async () => {
  await oktaConnection('okta-globex');
  await tenant.auth0.connections.create({ name: 'people', strategy: 'auth0' });
  const expected = 'SCIM_CONNECTION expected an Okta connection for which SCIM is set up, by name or id, found ';
  const found = async (nameOrId: string) => (await failing(nameOrId)).split('\n')[0];
  expect(await found('okta-acm')).toBe(`${expected}no connection "okta-acm"`);
  expect(await found('con_0000000000000000')).toBe(`${expected}no connection "con_0000000000000000"`);
  expect(await found('okta-globex')).toBe(`${expected}"okta-globex" without SCIM`);
  expect(await found('people')).toBe(`${expected}"people" of strategy auth0`);
});

test('the wrong lifetime, and no connection, are usage errors', async () => {
  const { code, stderr } = await scimToken('--connection', 'okta-acme', '--lifetime', '900', '--yes');
  expect({ code, stderr }).toMatchObject({ code: 1 });
  expect(stderr).toContain(
    "option '--lifetime <seconds>' argument '900' is invalid. expected a number of seconds above 900.",
  );
  expect((await scimToken('--yes')).stderr).toContain("required option '--connection <name-or-id>' not specified");
});

test('a token whose answer was lost is named, to be deleted', async () => {
  const [first] = await tokens();
  tenant.emulator.faults.add({ path: '/api/v2/**/tokens', methods: ['POST'], effect: 'drop-after' });
  const said = await failing(connectionId);
  const lost = (await tokens()).find(({ token_id }) => token_id !== first?.token_id)?.token_id ?? 'none';
  expect(said).toContain('TENANT_UNREACHABLE expected the tenant to answer (a SCIM token on ');
  expect(said).toMatch(
    new RegExp(`\nFix: A token was made whose value is lost: ${lost} of \\S+Z, never used\\. Delete it `),
  );
  await tenant.auth0.connections.scimConfiguration.tokens.delete(connectionId, lost);
});

test('with the scopes that are listed for it, the token is shown once, on stdout, and works', async () => {
  const least = await scopes({ rootDir: tenant.project.rootDir, environment: 'local', for: 'scim-token' });
  if (!least.ok) throw new Error('no scopes');
  const client = await machineClient(tenant.auth0, tenant.emulator.domain, least.value.scopes);
  const as = { ...tenant, emulator: { ...tenant.emulator, deployClient: client } };
  const args = ['--connection', connectionId, '--lifetime', '3600', '--scopes', 'get:users,post:users', '--yes'];
  const { code, stdout, stderr } = await runOn(as, 'oin', 'scim-token', ...args);
  expect(code).toBe(0);
  const made = (await tokens()).at(-1);
  const [head, , token = ''] = stdout.split('\n');
  expect(head).toBe(
    `SCIM token ${made?.token_id} of connection "okta-acme": get:users, post:users, until ${made?.valid_until}`,
  );
  expect(made?.scopes).toEqual(['get:users', 'post:users']);
  expect((await users(token)).status).toBe(200);
  expect(stdout.split(token)).toHaveLength(2);
  expect(stderr).not.toContain(token);
});

test('a third one is refused before anything is asked or written, naming the two there are', async () => {
  tenant.emulator.clearRequests();
  const { code, stdout, stderr } = await scimToken('--connection', 'okta-acme', '--yes', '--json');
  expect(code).toBe(1);
  expect(stderr).toBe(`connection "okta-acme" (${connectionId}) has 2 of 2 active SCIM tokens\n`);
  const [older, newer] = await tokens();
  const { failures } = JSON.parse(stdout);
  expect(failures).toMatchObject([{ code: 'SCIM_TOKEN_LIMIT' }]);
  expect(failures[0].found).toBe(
    `${older?.token_id} of ${older?.created_at}, never used; ` +
      `${newer?.token_id} of ${newer?.created_at}, last used ${newer?.last_used_at}, until ${newer?.valid_until}`,
  );
  expect(tenant.emulator.requests().filter(({ write }) => write)).toEqual([]);
});

test('one that has expired makes room', async () => {
  const { domain, deployClient, clock } = tenant.emulator;
  clock.advance(3601 * 1000);
  const asked: string[] = [];
  const made = await oinScimToken({
    connection: { domain, ...deployClient },
    nameOrId: 'okta-acme',
    confirm: async (question) => asked.push(question) > 0,
    onProgress: () => undefined,
    nowMs: clock.now(),
  });
  expect(made).toMatchObject({ ok: true, value: { connection: { id: connectionId, name: 'okta-acme' } } });
  expect(asked).toEqual([
    `Make a SCIM token for connection "okta-acme" (${connectionId}) with get:users, post:users, put:users, patch:users, delete:users, without an end?`,
  ]);
});
