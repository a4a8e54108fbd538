import { expect, test } from 'vitest';
import { deployKilledAfter } from './interrupted.ts';

test('a first deploy converges when run again, whichever request it was killed after', async ({ annotate }) => {
  let nth = 1;
  while (await deployKilledAfter(nth)) {
    if (nth % 10 === 0) await annotate(`killed after each of the first ${nth} requests`);
    nth += 1;
  }
  await annotate(`${nth - 1} requests, killed after each`);
  expect(nth).toBeGreaterThan(100);
});
