import { defineConfig } from 'vitest/config';
import { resolveSources } from './vitest.sources.ts';

/** What Stryker runs against each mutant: what imports the Actions' sources, and is quick. */
export default defineConfig({
  ...resolveSources,
  test: {
    include: ['test/library/**/*.test.ts', 'test/actions/**/*.test.ts', 'test/proof/vectors.test.ts'],
    exclude: ['test/actions/bundles.live.test.ts'],
    globalSetup: ['test/support/run-folder.ts'],
    testTimeout: 20_000,
  },
});
