import { expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { deployKilledAfter } from './interrupted.ts';

/** A first deploy sends some more than these. Every point is tried by `npm run test:deep`. */
const REQUESTS = 150;
const POINTS = 5;
const SEED = 4711;

/** One point in each fifth, by the seed. */
const points = Array.from({ length: POINTS }, (_none, index) => {
  const width = REQUESTS / POINTS;
  return 1 + Math.floor(index * width) + ((SEED * (index + 1)) % width);
});

test.each(points)(
  'a first deploy killed after request %i converges when run again, and nothing was lost or usable too early',
  async (nth) => {
    expect(await deployKilledAfter(nth)).toBe(true);
  },
  2 * MINUTE_MS,
);
