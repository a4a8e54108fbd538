import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { onboardKilledAfter, onboardManyKilled } from './onboard-interrupted.ts';
import { type OnboardRig, onboardRig } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig({ plan: 'enterprise', rateLimits: { timeScale: 60 } });
}, MINUTE_MS);
afterAll(() => tenant.close());

test('an onboarding is finished by the next run, whichever request it was killed after', async ({ annotate }) => {
  let nth = 1;
  while (await onboardKilledAfter(tenant, nth)) nth += 1;
  await annotate(`${nth - 1} requests, killed after each`);
  expect(nth).toBeGreaterThan(25);
});

const CUSTOMERS = 1000;
const KILLED_AFTER = [50, 700, 1500, 2400, 3000, 3700, 4500, 5100, 6000, 7000];

test('a thousand customers, killed at ten points within Auth0’s rate limits, are all onboarded, each once', async ({
  annotate,
}) => {
  await onboardManyKilled(tenant, CUSTOMERS, KILLED_AFTER);
  await annotate(`${CUSTOMERS} customers, killed ${KILLED_AFTER.length} times`);
});
