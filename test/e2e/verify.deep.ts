/** Each change by hand that verify finds, by itself: `verify.test.ts` makes them together. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS, type Rig } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';
import { changesByHand, failing, verifyTenant } from './verify-rig.ts';

let tenant: Rig;
beforeAll(async () => {
  tenant = await deployedRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

test('each of them is found, and nothing else', async ({ annotate }) => {
  const changes = changesByHand(tenant);
  for (const { what, now, back, expected } of changes) {
    await now();
    const report = await verifyTenant(tenant);
    await back();
    expect(failing(report), what).toEqual([expected]);
    expect(report.state).toBe('failed');
    expect(failing(await verifyTenant(tenant)), what).toEqual([]);
  }
  await annotate(`${changes.length} changes`);
});
