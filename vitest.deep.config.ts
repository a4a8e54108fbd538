import { defineConfig } from 'vitest/config';
import { ProofReporter } from './test/proof/deep/reporter.ts';

/** `npm run test:deep`, or `npm run test:deep -- --sequence.seed=N` for the random values of an earlier run. */
export default defineConfig({
  test: {
    include: ['test/proof/**/*.test.ts', 'test/proof/deep/mutation.deep.ts', 'test/e2e/*.deep.ts'],
    globalSetup: ['test/proof/deep/setup.ts'],
    reporters: ['default', new ProofReporter()],
    testTimeout: 4 * 3_600_000,
    hookTimeout: 120_000,
  },
});
