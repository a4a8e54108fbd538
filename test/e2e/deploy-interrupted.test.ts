import { expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { deployKilledAfter } from './interrupted.ts';

/** In the middle of the first writes. Every point is tried by `npm run test:deep`. */
const POINTS = [74];

test.each(POINTS)(
  'a first deploy killed after request %i converges when run again, and nothing was lost or usable too early',
  async (nth) => {
    expect(await deployKilledAfter(nth)).toBe(true);
  },
  2 * MINUTE_MS,
);
