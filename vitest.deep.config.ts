import { defineConfig } from 'vitest/config';
import { proofFiles } from './test/proof/deep/proof-files.ts';
import { ProofReporter } from './tools/reports/proof/reporter.ts';
import { resolveSources } from './vitest.sources.ts';

/** `npm run test:deep`, or `npm run test:deep -- --sequence.seed=N` for the random values of an earlier run. */
export default defineConfig({
  ...resolveSources,
  test: {
    include: await proofFiles(),
    globalSetup: ['test/support/run-folder.ts', 'test/proof/deep/setup.ts'],
    reporters: ['default', new ProofReporter()],
    testTimeout: 4 * 3_600_000,
    hookTimeout: 120_000,
  },
});
