/** Each of doctor's codes by itself: `doctor.test.ts` plants several at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { PLANTS } from './doctor-plants.ts';
import { codesOf, type DoctorRig, healthyRig } from './doctor-rig.ts';

let tenant: DoctorRig;
beforeAll(async () => {
  tenant = await healthyRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

const plants = PLANTS.map(([code, plant, ...besides]) => ({ code, plant, besides }));
test.each(plants)('$code is named, and nothing else', async ({ code, plant, besides }) => {
  const undo = await plant(tenant);
  const report = await tenant.doctor().finally(undo);
  expect(codesOf(report).toSorted()).toEqual([code, ...besides].toSorted());
  expect(report.needsSomeone).toBe(true);
  expect(report.findings.filter(({ fix }) => /<\w+>/.test(fix))).toEqual([]);
});

test('all are gone again', async () => {
  expect(codesOf(await tenant.doctor())).toEqual([]);
});
