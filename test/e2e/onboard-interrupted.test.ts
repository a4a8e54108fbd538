import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { onboardKilledAfter } from './onboard-interrupted.ts';
import { type OnboardRig, onboardRig } from './onboard-rig.ts';

/** One onboarding sends some more. Every point, and a thousand customers, are tried by `npm run test:deep`. */
const POINTS = [8, 23];

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig({ plan: 'enterprise' });
}, MINUTE_MS);
afterAll(() => tenant.close());

test.each(POINTS)(
  'an onboarding killed after request %i is finished by the next run, and no right came early',
  async (nth) => {
    expect(await onboardKilledAfter(tenant, nth)).toBe(true);
  },
  MINUTE_MS,
);
