/** Hostile texts of a tenant in the JSON of every command that shows them. */
import { afterAll, beforeAll, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import type { DoctorRig } from './doctor-rig.ts';
import { expectThemselvesInJson, TOLD } from './hostile-output.ts';
import { hostileRig } from './hostile-tenant.ts';

let tenant: DoctorRig;
beforeAll(async () => {
  tenant = await hostileRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

test.each(TOLD.filter(({ args }) => args[0] !== 'rollback'))(
  'are themselves in the JSON of $args, which a runner does not obey',
  ({ args }) => expectThemselvesInJson(tenant, args),
);
