import { defineConfig } from 'vitest/config';

/** What Stryker runs against each mutant: what imports the Actions' sources, and is quick. */
export default defineConfig({
  test: {
    include: ['test/actions/**/*.test.ts', 'test/proof/vectors.test.ts'],
    exclude: ['test/actions/bundles.test.ts'],
    testTimeout: 20_000,
  },
});
