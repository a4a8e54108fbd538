import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { builtActions, startTestTenant, type TestTenant } from '../support/tenant.ts';

/** Never reached, but where an Action is to be ended at it. */
const AMPLE_MS = 10 * 60_000;
const SHORT_MS = 2_000;

let tenant: TestTenant;
let limitMs = AMPLE_MS;
beforeAll(async () => {
  tenant = await startTestTenant({ actionTimeLimitMs: () => limitMs });
});
afterEach(() => {
  limitMs = AMPLE_MS;
});
afterAll(() => tenant.emulator.close());

const handler = (body: string): string => `exports.onExecutePostLogin = async (event, api) => { ${body} };`;

describe('an Action that misbehaves fails its login only', () => {
  test.each([
    ['throws', 'throw new Error("boom")', AMPLE_MS, 'boom'],
    ['loops for ever before an await', 'for (;;) {}', SHORT_MS, 'Script execution time exceeded'],
    ['loops for ever after an await', 'await null; for (;;) {}', SHORT_MS, 'Script execution time exceeded'],
    ['ends its process', 'process.exit(0)', AMPLE_MS, '((the Action ended its process with code 0))'],
  ])('when it %s', async (_, body, ownLimitMs, description) => {
    limitMs = ownLimitMs;
    await tenant.bindActions([{ name: 'faulty', code: handler(body) }]);
    const login = tenant.login(tenant.customers.acmeAdmin);
    const others = await Promise.all(
      Array.from({ length: 3 }, () => fetch(`${tenant.emulator.issuer}.well-known/jwks.json`)),
    );
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { callback } = await login;
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: description,
    });
    expect(callback.searchParams.has('code')).toBe(false);

    limitMs = AMPLE_MS;
    await tenant.bindActions(await builtActions());
    const next = await tenant.login(tenant.customers.acmeAdmin);
    expect(next.callback.searchParams.has('code')).toBe(true);
  });
});

test('an Action that does not parse is deployed, and fails every login until it is mended', async () => {
  await tenant.bindActions([{ name: 'faulty', code: `${handler('')};"` }]);
  const { callback } = await tenant.login(tenant.customers.acmeAdmin);
  expect(Object.fromEntries(callback.searchParams)).toMatchObject({
    error: 'access_denied',
    error_description: 'Invalid or unexpected token',
  });
  await tenant.bindActions(await builtActions());
  expect((await tenant.login(tenant.customers.acmeAdmin)).callback.searchParams.has('code')).toBe(true);
});

test('the limit is shared by the Actions of one stretch', async () => {
  const slow = handler(`await new Promise((resolve) => setTimeout(resolve, ${0.75 * SHORT_MS}))`);
  limitMs = SHORT_MS;
  await tenant.bindActions([
    { name: 'slow-1', code: slow },
    { name: 'slow-2', code: slow },
  ]);
  const { callback } = await tenant.login(tenant.customers.acmeAdmin);
  expect(callback.searchParams.get('error_description')).toBe('Script execution time exceeded');
});

test('five factor commands in one flow fail it', async () => {
  await tenant.bindActions([
    { name: 'greedy', code: handler("for (let i = 0; i < 5; i++) api.authentication.challengeWith({ type: 'otp' })") },
  ]);
  const { callback } = await tenant.login(tenant.customers.acmeAdmin);
  expect(callback.searchParams.get('error_description')).toBe(
    '((more than 4 challenge or enroll commands in one flow))',
  );
});
