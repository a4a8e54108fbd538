/** Doctor without each of its scopes: `doctor-limits.test.ts` leaves out a few. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { type DoctorRig, healthyRig } from './doctor-rig.ts';
import { expectSaidWithout, leastOf } from './doctor-scopes.ts';

/** Without these doctor fails: the organization and the user were named. */
const NEEDED = ['read:users', 'read:organizations'];

let tenant: DoctorRig;
beforeAll(async () => {
  tenant = await healthyRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

test('without any one of its scopes, that is said, and nothing is named that was not seen', async ({ annotate }) => {
  const scopes = (await leastOf(tenant)).filter((scope) => !NEEDED.includes(scope));
  expect(scopes.length).toBeGreaterThan(15);
  for (const scope of scopes) await expectSaidWithout(tenant, scope);
  await annotate(`${scopes.length} scopes, each left out once`);
});
