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

/** Of this process, which is the tenant, its Actions' workers and the browsers that log in. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().rss;
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
  const before = heldBytes();
  await together(LOGINS);
  const growth = heldBytes() - before;
  await tenant.emulator.close();
  await annotate(`${LOGINS} logins, growth after the first ${WARM}: ${(growth / 1e6).toFixed(1)} MB`);
  expect(problems.slice(0, 5)).toEqual([]);
  expect(growth).toBeLessThanOrEqual(MAX_GROWTH_BYTES);
});
