/** The condition of `exports` in package.json under which this package's own names lead to its sources. */
const SOURCE = 'express-configure-source';

/** Makes vitest resolve `express-configure/actions` to `library/index.ts`. A list replaces Vite's own conditions. */
export const resolveSources = {
  resolve: { conditions: ['module', 'node', 'development|production', SOURCE] },
  ssr: { resolve: { conditions: ['module', 'node', 'development|production', SOURCE] } },
};
