import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { inject, type TestContext } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    proof: Runs;
  }
}

export interface Runs {
  depth: 'shallow' | 'deep';
  /** The number of runs of every property. */
  property: number;
  /** Random events on which the oracle and the Actions must agree. */
  oracle: number;
  seed: number;
}

const SHALLOW: Runs = { depth: 'shallow', property: 1_000, oracle: 10_000, seed: 20_260_302 };

/** As many as `npm test` has time for, always the same ones, unless `vitest.deep.config.ts` provides others. */
export const RUNS: Runs = inject('proof') ?? SHALLOW;

const CHUNK = 10_000;

/** Checks that something holds of `runs` random values; a failure names seed, path and the smallest value found. */
export async function prove<Value>(
  { annotate }: TestContext,
  runs: number,
  values: fc.Arbitrary<Value>,
  holds: (value: Value) => void | Promise<void>,
): Promise<void> {
  if (RUNS.depth === 'deep') await annotate(String(RUNS.seed), 'seed');
  const property = fc.asyncProperty(values, async (value) => holds(value));
  for (let done = 0; done < runs; done += CHUNK) {
    await fc.assert(property, { seed: RUNS.seed + done, numRuns: Math.min(CHUNK, runs - done), endOnFailure: false });
    if (RUNS.depth === 'deep') await annotate(`${Math.min(done + CHUNK, runs)} of ${runs} random values`);
    await setImmediate();
  }
}
