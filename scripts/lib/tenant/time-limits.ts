import { isLoopback } from './connection.ts';

/** Limits the time after which a tenant counts as not answering. */
export interface TimeLimits {
  /** For one request, its body included. */
  requestMs: number;
  /** For all requests of one command, with retries and waits. */
  runMs: number;
  /** For one import by auth0-deploy-cli. */
  importMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** The limits for a real tenant: auth0-deploy-cli waits up to five minutes if Auth0 limits its rate. */
const OF_A_TENANT: TimeLimits = { requestMs: 30 * SECOND_MS, runMs: 45 * MINUTE_MS, importMs: 10 * MINUTE_MS };
const ON_LOOPBACK: TimeLimits = { requestMs: 30 * SECOND_MS, runMs: 10 * MINUTE_MS, importMs: 3 * MINUTE_MS };

/** Returns the limits: a whole run is shorter for a tenant on this machine. */
export const timeLimits = (domain: string): TimeLimits => (isLoopback({ domain }) ? ON_LOOPBACK : OF_A_TENANT);
