import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/run-folder.ts'],
    // Deploys and stalled servers mostly wait: more files at once than two cores would suggest.
    maxWorkers: 3,
    // Limits for what hangs. How fast a machine is decides no test; `npm run bench` measures durations.
    testTimeout: 10 * 60_000,
    hookTimeout: 10 * 60_000,
    expect: { poll: { timeout: 5 * 60_000 } },
  },
});
