import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkMalformed } from '../support/malformed/check.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await startTestTenant();
});
afterEach(() => tenant.emulator.close());

test('500 malformed requests: none fails the tenant, tells of its insides, or is refused and done', async () => {
  const { compared, refused } = await checkMalformed(tenant, { requests: 500, seed: 20_261_125 });
  expect(compared).toBeGreaterThan(300);
  expect(refused.size).toBeGreaterThan(90);
});

test('300 malformed requests for tokens, pushed logins and logouts neither', async () => {
  const { compared, refused } = await checkMalformed(tenant, { requests: 300, seed: 20_261_129, onlyTokens: true });
  expect(compared).toBeGreaterThan(150);
  expect(refused.size).toBeGreaterThan(6);
});
