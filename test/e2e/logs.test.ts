/** Who uses Express Configuration, read from the tenant's log as `npm run logs` does. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../emulator/index.ts';
import { logs } from '../../scripts/commands/logs/run.ts';
import { scopes } from '../../scripts/commands/scopes/run.ts';
import type { UsageEvent } from '../../scripts/lib/logs/usage.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { shellOption } from '../../scripts/lib/shell.ts';
import { type CommandResult, runCommand, startCommand } from '../support/command.ts';
import { machineClient } from '../support/machine-client.ts';
import { projectDir, rootDir } from '../support/project.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';
import { envOf, MINUTE_MS } from './deploy-rig.ts';
import { linesOf, newestLogId, strangeRequests } from './logs-rig.ts';

let tenant: PublishedTenant;
let folder: string;
beforeAll(async () => {
  tenant = await startPublishedTenant();
  folder = await mkdtemp(join(tmpdir(), 'express-configure-logs-'));
});
afterAll(async () => {
  await tenant.emulator.close();
  await rm(folder, { recursive: true });
});

const env = () => envOf(tenant);
const tell = (...args: string[]): Promise<CommandResult> => runCommand(['logs', ...args], { env: env() });
describe('logins', () => {
  let before: string;
  beforeAll(async () => {
    before = await newestLogId(tenant);
    const { acmeAdmin, globexAdmin, member } = tenant.customers;
    const { okta } = tenant.emulator;
    await okta.complete((await tenant.login(acmeAdmin)).callback);
    await tenant.login(member);
    await tenant.login(globexAdmin);
  });

  const told = async (...args: string[]) => linesOf((await tell('--since', before, '--json', ...args)).stdout);
  const short = ({ step, outcome, code, organizationName }: UsageEvent) =>
    [organizationName, step, outcome, ...(code === undefined ? [] : [code])].join(' ');

  test('each step of a login is a line, with its outcome and the reason of a refusal', async () => {
    const usages = await told();
    expect(usages.map(short)).toEqual([
      'acme second factor asked',
      'acme second factor ok',
      'acme login ok',
      'acme token ok',
      'acme login failed EC_NOT_AUTHORIZED',
      'globex second factor asked',
      'globex second factor ok',
      'globex login ok',
    ]);
    expect(new Set(usages.map(({ clientId }) => clientId))).toEqual(new Set([tenant.oinClientId]));
    expect(new Set(usages.map(({ logId }) => logId)).size).toBe(usages.length);
  });

  test('people are ids unless names are asked for', async () => {
    const { userId, username } = tenant.customers.acmeAdmin;
    const [withoutName] = await told();
    expect(withoutName).toMatchObject({ userId });
    expect(JSON.stringify(await told())).not.toContain(username);
    const [withName] = await told('--names');
    expect(withName).toMatchObject({ userId, userName: username });
  });

  test('of one organization by name or id, and of failures alone', async () => {
    const acme = await tenant.auth0.organizations.getByName('acme');
    expect(await told('--org', 'globex', '--failed')).toEqual([]);
    expect((await told('--org', acme.id ?? '')).map(short)).toEqual((await told('--org', 'acme')).map(short));
    expect((await told('--failed')).map(short)).toEqual(['acme login failed EC_NOT_AUTHORIZED']);
  });

  test('an organization that is not there is a failure, not an empty answer', async () => {
    const { code, stdout, stderr } = await tell('--org', 'acmee');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'ORGANIZATION_UNKNOWN expected the name of an organization of the tenant, or an id (org_…), found "acmee"\n' +
        'Fix: Correct --org; the id also finds the events of an organization that is gone.\n',
    );
  });

  test('a time is found by searching, and its events are the same', async () => {
    const hour = linesOf((await tell('--since', '1h', '--json')).stdout);
    expect(hour.map(short)).toEqual((await told()).map(short));
    expect((await tell('--since', '2099-01-01T00:00:00Z')).stdout).toBe('');
  });

  test('for people it is a table, without colours where there is no terminal', async () => {
    const { code, stdout, stderr } = await tell('--since', before, '--failed');
    const { userId } = tenant.customers.member;
    expect(stdout).toMatch(/^time +step +outcome +code +organization +user +event +what\n/);
    expect(stdout.split('\n')[1]).toMatch(
      new RegExp(`^\\S+Z  login          failed   EC_NOT_AUTHORIZED  acme          ${userId.replace('|', '\\|')}`),
    );
    expect(stdout.split('\n')[1]).toMatch(/ {2}f {11}Access denied \(EC_NOT_AUTHORIZED\)$/);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      new RegExp(`^1 events of OIN client ${tenant.oinClientId}, of \\d+ read; the last is 900\\d+\n$`),
    );
  });

  test('needs no scope but those that are listed for it', async () => {
    const least = await scopes({ rootDir: projectDir, environment: 'local', for: 'logs' });
    if (!least.ok) throw new Error('no scopes');
    const client = await machineClient(tenant.auth0, tenant.emulator.domain, least.value.scopes);
    const as = { ...env(), AUTH0_CLIENT_ID: client.clientId, AUTH0_CLIENT_SECRET: client.clientSecret };
    const { code, stdout } = await runCommand(['logs', '--org', 'acme', '--json'], { env: as });
    expect({ code, count: linesOf(stdout).length }).toEqual({ code: 0, count: 5 });
  });
});

test('a tenant without an OIN client has nothing to tell', async () => {
  const bare = await startEmulator({ port: 0, projectDir: rootDir });
  onTestFinished(() => bare.close());
  const told = await logs({
    rootDir: projectDir,
    connection: { domain: bare.domain, ...bare.deployClient },
    since: { sinceMs: 0 },
    write: async () => undefined,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  expect(told.ok ? '' : renderFailures(told.failures)).toBe(
    'NOT_AS_DEPLOYED expected an application on the tenant with express_configuration, which names Okta’s client, found none\n' +
      'Fix: Run npm run deploy first, or check AUTH0_DOMAIN.\n',
  );
});

test.each<[string, object]>([
  ['an id that is no id of an event', { logId: '../../users' }],
  ['an id that steers a terminal', { logId: '\u001b[2J' }],
  ['an id of another kind', { logId: 5 }],
  ['a time before all times', { sinceMs: -1 }],
  ['a time beyond all dates', { sinceMs: 1e300 }],
  ['half a millisecond', { sinceMs: 1.5 }],
  ['a pending event that is none', { logId: 'abc', pending: 'a b' }],
])('a checkpoint with %s is no checkpoint', async (_what, position) => {
  const file = join(folder, 'malformed.json');
  await writeFile(file, JSON.stringify({ domain: tenant.emulator.domain, ...position }));
  const { code, stdout, stderr } = await tell('--json', '--checkpoint', file);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('malformed.json CHECKPOINT_FILE expected ');
  expect(stderr).toContain(', found something else\n');
});

describe('an event that the tenant no longer has', () => {
  const GONE = '90020200101000000000000000000000001';

  test('behind a checkpoint is told, with the way on, and that way works', async () => {
    const file = join(folder, "o'gone.json");
    const content = JSON.stringify({ domain: tenant.emulator.domain, logId: GONE, sinceMs: 1 });
    await writeFile(file, content);
    const { code, stdout, stderr } = await tell('--json', '--checkpoint', file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `${file} CHECKPOINT_FILE expected a checkpoint whose event the tenant still has, found ${GONE}, which is not in the log any more; events after it may be gone with it\n` +
        'Fix: Remove the file and begin at the time of the last line you have, or earlier: ' +
        `npm run logs -- --env local ${shellOption('checkpoint', file)} --since 7d. Drop lines whose logId you have already.\n`,
    );
    expect(await readFile(file, 'utf8')).toBe(content);
    await rm(file);
    expect((await tell('--json', '--checkpoint', file, '--since', '7d')).code).toBe(0);
    expect((await tell('--json', '--checkpoint', file)).code).toBe(0);
  });

  test('is as unknown to --since, and --follow does not wait for it', async () => {
    const { code, stderr } = await tell('--follow', '--since', GONE);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        `LOG_EVENT_UNKNOWN expected the log_id of an event that the tenant still has, found ${GONE}\n` +
        'Fix: Name a time instead: --since 7d tells what is left of the last seven days.\n',
    });
  });

  test('does not matter where the checkpoint goes before --since', async () => {
    const file = join(folder, 'before.json');
    await writeFile(file, JSON.stringify({ domain: tenant.emulator.domain, logId: await newestLogId(tenant) }));
    expect((await tell('--json', '--checkpoint', file, '--since', GONE)).code).toBe(0);
  });
});

describe('1,200 events', () => {
  let before: string;
  /** Ids of all of them, oldest first. */
  let all: string[];
  beforeAll(async () => {
    before = await newestLogId(tenant);
    await strangeRequests(tenant, 1_200);
    all = linesOf((await tell('--since', before, '--json')).stdout).map(({ logId }) => logId);
  }, MINUTE_MS);

  const checkpoint = () => join(folder, `${Math.random()}.json`);

  test('are told each once, in order', () => {
    expect(all).toHaveLength(1_200);
    expect(all).toEqual([...new Set(all)].sort());
  });

  test('of which a search by time finds the last 1,000, and says so', async () => {
    const { stdout, stderr } = await tell('--since', '1h', '--json');
    expect(linesOf(stdout).map(({ logId }) => logId)).toEqual(all.slice(-1_000));
    expect(stderr).toContain(
      'Note: a search ends at 1,000 events; what is older than the first of them is not told.\n',
    );
  });

  test(
    'after Ctrl-C in the middle go on where they ended: none lost, none twice',
    async () => {
      const file = checkpoint();
      const args = ['logs', '--since', before, '--json', '--checkpoint', file];
      tenant.emulator.faults.add({ path: '/api/v2/logs', nth: 10, effect: 'too-many-requests', retryAfterSeconds: 30 });
      const first = startCommand(args, { env: env() });
      await first.said('waiting 30 s: 429 Global limit has been reached\n');
      first.child.kill('SIGINT');
      const { code, stdout, stderr } = await first.finished;
      expect(code).toBe(0);
      expect(stderr).toContain('900 events of OIN client ');
      const second = await runCommand(args, { env: env() });
      expect([...linesOf(stdout), ...linesOf(second.stdout)].map(({ logId }) => logId)).toEqual(all);
      expect(second.stderr).not.toContain('Note:');
      expect((await runCommand(args, { env: env() })).stdout).toBe('');
    },
    MINUTE_MS,
  );

  test('end quietly where nobody reads any more', async () => {
    const file = checkpoint();
    const running = startCommand(['logs', '--since', before, '--json', '--checkpoint', file], { env: env() });
    running.child.stdout?.once('data', () => running.child.stdout?.destroy());
    const { code, stderr } = await running.finished;
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/EPIPE|Error|\bat /);
    const { logId } = JSON.parse(await readFile(file, 'utf8'));
    expect(all.indexOf(logId)).toBeLessThan(1_100);
  });
});

describe('--follow', () => {
  test(
    'tells what comes, waits where it is told to, takes a new token, and Ctrl-C ends it',
    async () => {
      const before = await newestLogId(tenant);
      const args = ['logs', '--follow', '--every', '1', '--since', before, '--json'];
      const running = startCommand(args, { env: env() });
      const lines = async (count: number): Promise<string[]> => {
        for (;;) {
          const seen = stdout.split('\n').slice(0, -1);
          if (seen.length >= count) return seen;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      let stdout = '';
      running.child.stdout?.on('data', (text: string) => {
        stdout += text;
      });
      await strangeRequests(tenant, 1);
      await lines(1);
      tenant.emulator.faults.add(
        { path: '/api/v2/logs', times: 2, effect: 'too-many-requests' },
        { path: '/api/v2/logs', nth: 3, effect: 'server-error', status: 503 },
        { path: '/api/v2/logs', nth: 4, effect: 'expired-token' },
        { path: '/api/v2/logs', nth: 6, effect: 'drop-after' },
      );
      await strangeRequests(tenant, 2);
      await lines(3);
      await running.said('waiting 1 s: 429 Global limit has been reached\nwaiting 1 s: 429 ');
      await running.said(': 503 ');
      await strangeRequests(tenant, 120);
      const all = await lines(123);
      await running.said('waiting 1 s: UND_ERR_SOCKET\n');
      running.child.kill('SIGINT');
      const { code } = await running.finished;
      expect(code).toBe(0);
      expect(new Set(all.map((line) => JSON.parse(line).logId)).size).toBe(123);
    },
    MINUTE_MS,
  );

  test(
    'without it a tenant that stays busy is a failure in the end, and one that says no at once',
    async () => {
      tenant.emulator.faults.add({ path: '/api/v2/logs', times: 5, effect: 'too-many-requests' });
      const busy = await tell('--since', '1h');
      expect(busy.code).toBe(1);
      expect(busy.stderr.match(/waiting 1 s: 429/g)).toHaveLength(4);
      expect(busy.stderr).toContain('TENANT_BUSY expected the tenant to have time for this (the log of ');
      const client = await machineClient(tenant.auth0, tenant.emulator.domain, ['read:clients']);
      const as = { ...env(), AUTH0_CLIENT_ID: client.clientId, AUTH0_CLIENT_SECRET: client.clientSecret };
      const refused = await runCommand(['logs', '--follow'], { env: as });
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('403 Insufficient scope, expected any of: read:logs');
    },
    MINUTE_MS,
  );
});
