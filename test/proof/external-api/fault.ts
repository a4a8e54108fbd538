import type { RequestListener } from 'node:http';
import type { HttpSurroundings } from '../../../library/http-get.ts';
import type { Certificate } from '../../support/domains-api.ts';
import type { OutcomeName } from './outcomes.ts';

/** One thing that goes wrong between the domains Action and the API. Made anew for each run: some answers count. */
export interface Fault {
  what: string;
  outcome: OutcomeName;
  /** Begun by the Action, all of them to the API. */
  connections: number;
  /** What arrived of them, each with the token. */
  requests: number;
  /** What the API does; ACME's domains in good order unless told. */
  answer?: RequestListener;
  certificate?: Certificate;
  secrets?: (healthy: Secrets) => Partial<Secrets>;
  surroundings?: (healthy: HttpSurroundings) => HttpSurroundings;
  /** Only the end of the budget ends it. It comes once the connections and requests above are there; see `trial.ts`. */
  isStalling?: true;
}

export interface Secrets {
  DOMAINS_API_URL: string;
  DOMAINS_API_TOKEN: string;
}

/** Asked once and not again. */
export const ONCE = { connections: 1, requests: 1 };
/** Asked again, as of what may have passed. */
export const TWO_TRIES = { connections: 2, requests: 2 };
export const NO_REQUEST = { connections: 1, requests: 0 };
export const NO_CONNECTION = { connections: 0, requests: 0 };

export const stalling = (fault: Omit<Fault, 'isStalling' | 'outcome'>): Fault => ({
  ...fault,
  outcome: 'down',
  isStalling: true,
});
