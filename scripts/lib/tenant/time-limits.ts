import { isLoopback } from './connection.ts';

/** How long a tenant may take before it counts as one that does not answer. */
export interface TimeLimits {
  /** For one request, its body included. */
  requestMs: number;
  /** For all requests of one command, retries and their waiting included. */
  runMs: number;
  /** For one import by auth0-deploy-cli. */
  importMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** auth0-deploy-cli waits up to five minutes where Auth0 limits its rate. */
const OF_A_TENANT: TimeLimits = { requestMs: 30 * SECOND_MS, runMs: 45 * MINUTE_MS, importMs: 10 * MINUTE_MS };
const ON_LOOPBACK: TimeLimits = { requestMs: 30 * SECOND_MS, runMs: 10 * MINUTE_MS, importMs: 3 * MINUTE_MS };

/** How long to wait: a whole run shorter for a tenant on this machine, which may be as busy as any. */
export const timeLimits = (domain: string): TimeLimits => (isLoopback({ domain }) ? ON_LOOPBACK : OF_A_TENANT);
