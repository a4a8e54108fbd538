import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startTestTenant } from '../support/tenant.ts';

const LOGINS = 10_000;
const AT_A_TIME = 8;
const WARM = 1_000;
const MAX_GROWTH_BYTES = 50e6;

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

/**
 * Returns the memory of this process (the tenant, its Actions' workers and the browsers that log in), after it has
 * freed what it can.
 */
async function held(): Promise<NodeJS.MemoryUsage> {
  for (let round = 0; round < 3; round += 1) {
    collectGarbage();
    await setTimeout(500);
  }
  return process.memoryUsage();
}

test('10,000 express logins, 8 at a time: none fails, and the tenant does not grow', async ({ annotate }) => {
  const tenant = await startTestTenant();
  const problems: string[] = [];
  let begun = 0;
  const browser = async (until: number): Promise<void> => {
    while (begun < until) {
      begun += 1;
      const person = begun % 2 === 0 ? tenant.customers.acmeAdmin : tenant.customers.globexAdmin;
      try {
        const { callback } = await tenant.login(person);
        const { claims } = await tenant.emulator.okta.complete(callback);
        if (!String(claims.scope).includes('express_configure:sso')) problems.push(JSON.stringify(claims));
      } catch (error) {
        problems.push(String(error));
      }
    }
  };
  const together = (until: number) => Promise.all(Array.from({ length: AT_A_TIME }, () => browser(until)));
  await together(WARM);
  const before = await held();
  await together(LOGINS);
  const after = await held();
  await tenant.emulator.close();
  const growth = after.rss - before.rss;
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  await annotate(
    `${LOGINS} logins, growth after the first ${WARM}: ${megabytes(growth)}, of it ${megabytes(after.heapUsed - before.heapUsed)} in use by JavaScript`,
  );
  expect(problems.slice(0, 5)).toEqual([]);
  expect(growth).toBeLessThanOrEqual(MAX_GROWTH_BYTES);
});
