/** An Action's worker that dies, or is ended, in the middle of a login: that login fails, and nothing else is lost. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtActions, type DeployableAction, startTestTenant, type TestTenant } from '../../support/tenant.ts';

/** Longer than anything here takes. */
const LONG_MS = 10 * 60_000;

let tenant: TestTenant;
let folder: string;
beforeAll(async () => {
  tenant = await startTestTenant({ actionTimeLimitMs: 2 * LONG_MS });
  folder = await mkdtemp(join(tmpdir(), 'killed-worker-'));
});
afterAll(async () => {
  await tenant.emulator.close();
  await rm(folder, { recursive: true });
});

const action = (name: string, body: string): DeployableAction => ({
  name,
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} };`,
});
const writes = action('writes', "api.user.setAppMetadata('written', true);");
const pause = (ms: number): string => `await new Promise((resolve) => setTimeout(resolve, ${ms}));`;

/**
 * Returns the state that a failed login leaves unchanged: not the count of logins, the log and the user's last login.
 */
function held() {
  const { users, runs: _, logs: __, ...rest } = tenant.emulator.takeSnapshot().state;
  const same = Array.isArray(users) ? users.map((user) => ({ ...Object(user), logins_count: 0, last_login: '' })) : [];
  return { ...rest, users: same };
}

describe('its worker dies while the Action waits', () => {
  test.each([
    ['of an error nobody caught', "setTimeout(() => { throw new Error('late') }, 20);", 'late'],
    ['of process.exit', 'setTimeout(() => process.exit(3), 20);', '((the Action ended its process with code 3))'],
    [
      'of a full heap',
      'const full = []; setTimeout(() => { for (;;) full.push(new Array(1e6).fill({})); }, 20);',
      'Worker terminated due to reaching memory limit: JS heap out of memory',
    ],
  ])('%s', async (_, body, description) => {
    await tenant.bindActions([writes, action('dies', `${body} ${pause(LONG_MS)}`)]);
    const before = held();
    const n = tenant.emulator.timeline().at(-1)?.n ?? 0;
    const { callback } = await tenant.login(tenant.customers.acmeAdmin);
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: description,
    });
    expect(callback.searchParams.has('code')).toBe(false);
    expect(held()).toEqual(before);
    const entries = tenant.emulator.timeline().filter((entry) => entry.n > n);
    expect(entries.slice(-2)).toMatchObject([
      { kind: 'action', name: 'dies', error: { message: description } },
      { kind: 'login-refused', error: 'access_denied', description },
    ]);

    await tenant.bindActions(await builtActions());
    const next = await tenant.login(tenant.customers.acmeAdmin);
    expect(next.callback.searchParams.has('code')).toBe(true);
  });
});

test('another login that runs in the same Action goes on', async () => {
  const dying = `if (event.user.email === 'ada@acme.com') setTimeout(() => process.exit(1), 20); ${pause(600)}`;
  await tenant.bindActions([action('dies for one', dying)]);
  const [dead, alive] = await Promise.all([
    tenant.login(tenant.customers.acmeAdmin),
    tenant.login(tenant.customers.globexAdmin),
  ]);
  expect(dead.callback.searchParams.get('error')).toBe('access_denied');
  expect(alive.callback.searchParams.has('code')).toBe(true);
});

test('a tenant that is loaded in the middle of a login holds what was loaded, and the login fails', async () => {
  const begun = join(folder, 'begun');
  const marks = `require('node:fs').writeFileSync(${JSON.stringify(begun)}, '');`;
  await tenant.bindActions([action('waits', `${marks} ${pause(LONG_MS)} api.user.setAppMetadata('written', true);`)]);
  const snapshot = tenant.emulator.takeSnapshot();
  const login = tenant.login(tenant.customers.acmeAdmin);
  await expect.poll(() => existsSync(begun)).toBe(true);
  await tenant.emulator.loadSnapshot(snapshot);
  const { callback } = await login;
  expect(callback.searchParams.get('error_description')).toBe(
    '((the tenant ended the Action: it was reset, loaded or closed))',
  );
  const { runs: _, logs: __, ...state } = tenant.emulator.takeSnapshot().state;
  expect(snapshot.state).toMatchObject(state);
});
