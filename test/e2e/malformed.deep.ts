import { afterEach, beforeEach, expect, test } from 'vitest';
import { RUNS } from '../proof/runs.ts';
import { checkMalformed } from '../support/malformed/check.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await startTestTenant();
});
afterEach(() => tenant.emulator.close());

test('10,000 malformed requests: none fails the tenant, tells of its insides, or is refused and done', async ({
  annotate,
}) => {
  const tally = await checkMalformed(tenant, { requests: 10_000, seed: RUNS.seed });
  await annotate(String(RUNS.seed), 'seed');
  await annotate(JSON.stringify(tally.classes));
  expect(tally.compared).toBeGreaterThan(6_000);
});

test('10,000 malformed requests for tokens, pushed logins and logouts neither', async ({ annotate }) => {
  const tally = await checkMalformed(tenant, { requests: 10_000, seed: RUNS.seed, onlyTokens: true });
  await annotate(String(RUNS.seed), 'seed');
  await annotate(JSON.stringify(tally.classes));
  expect(tally.compared).toBeGreaterThan(5_000);
});
