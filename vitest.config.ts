import { defineConfig } from 'vitest/config';
import { resolveSources } from './vitest.sources.ts';

/** Limits for what hangs. How fast a machine is decides no test; `npm run bench` measures durations. */
const limits = {
  testTimeout: 10 * 60_000,
  hookTimeout: 10 * 60_000,
  expect: { poll: { timeout: 5 * 60_000 } },
};

/** Files that start a process, a thread or a server: a tenant, a browser, a bundler. */
const LIVE = ['test/e2e/**/*.test.ts', 'test/**/*.live.test.ts'];

/** Files of these folders share a process, one after the other: loading the tenant and the SDK costs more than most tests. */
const SHARED = ['actions', 'docs', 'emulator', 'library', 'scripts'].map(
  (folder) => `test/${folder}/**/*.live.test.ts`,
);

export default defineConfig({
  test: {
    // Deploys and stalled servers mostly wait: more files at once than two cores would suggest.
    maxWorkers: 3,
    projects: [
      {
        ...resolveSources,
        test: {
          ...limits,
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: LIVE,
          isolate: false,
          setupFiles: ['test/support/starts-nothing.ts', 'test/support/leaks.ts'],
          globalSetup: ['test/support/run-folder.ts'],
        },
      },
      {
        ...resolveSources,
        test: {
          ...limits,
          name: 'shared',
          include: ['test/e2e/**/*.test.ts', ...SHARED],
          isolate: false,
          setupFiles: ['test/support/leaks.ts'],
          globalSetup: ['test/support/run-folder.ts'],
        },
      },
      {
        ...resolveSources,
        test: {
          ...limits,
          name: 'alone',
          include: ['test/**/*.live.test.ts'],
          exclude: SHARED,
          globalSetup: ['test/support/run-folder.ts'],
        },
      },
    ],
  },
});
