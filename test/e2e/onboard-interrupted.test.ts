import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { onboardKilledAfter, onboardManyKilled } from './onboard-interrupted.ts';
import { type OnboardRig, onboardRig } from './onboard-rig.ts';

/** One onboarding sends some more than these. Every point, and a thousand customers, are tried by `npm run test:deep`. */
const REQUESTS = 36;
const POINTS = 6;
const SEED = 4711;

const points = Array.from({ length: POINTS }, (_none, index) => {
  const width = REQUESTS / POINTS;
  return 1 + index * width + ((SEED * (index + 1)) % width);
});

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig({ plan: 'enterprise', rateLimits: { timeScale: 60 } });
}, MINUTE_MS);
afterAll(() => tenant.close());

test.each(points)(
  'an onboarding killed after request %i is finished by the next run, and no right came early',
  async (nth) => {
    expect(await onboardKilledAfter(tenant, nth)).toBe(true);
  },
  MINUTE_MS,
);

test(
  'many customers, killed three times within Auth0’s rate limits, are all onboarded, each once',
  async () => {
    await onboardManyKilled(tenant, 30, [60, 200, 350]);
  },
  2 * MINUTE_MS,
);
