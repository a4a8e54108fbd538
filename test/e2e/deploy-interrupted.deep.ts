import { expect, test } from 'vitest';
import { deployKilledAfter } from './interrupted.ts';

test('a first deploy converges when run again, whichever request it was killed after', async () => {
  let nth = 1;
  while (await deployKilledAfter(nth)) nth += 1;
  expect(nth).toBeGreaterThan(100);
});
