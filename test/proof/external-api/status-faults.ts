import { ACME, answering, oneAfterAnother } from '../../support/domains-api.ts';
import { raw, retryLater } from './answers.ts';
import { type Fault, ONCE, stalling, TWO_TRIES } from './fault.ts';
import type { Neighbours } from './neighbours.ts';

const redirected = (what: string, status: number, location: string): Fault => ({
  what: `redirected ${what}`,
  outcome: 'down',
  ...ONCE,
  answer: answering(ACME, status, { location }),
});

/** None is followed, wherever it leads. */
export const redirectFaults = ({ elsewhereByHttps, elsewhereByHttp }: Neighbours): Fault[] => [
  redirected('on the same host', 301, '/v2/domains'),
  redirected('to another host', 302, elsewhereByHttps),
  redirected('to another host by //', 303, elsewhereByHttps.replace('https:', '')),
  redirected('to http', 307, elsewhereByHttp),
  redirected('to the cloud’s metadata', 301, 'http://169.254.169.254/latest/meta-data/'),
  redirected('to no address', 308, 'https://['),
  { what: 'redirected nowhere', outcome: 'down', ...ONCE, answer: answering(ACME, 302) },
];

const REFUSALS = [304, 400, 401, 403, 407, 408, 418, 500, 501];
const MAY_PASS = [429, 502, 503, 504];
const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n';

/** With acme's domains in the body, so that a status that is not heeded shows. */
export const statusFaults = (): Fault[] => [
  ...REFUSALS.map(
    (status): Fault => ({ what: `status ${status}`, outcome: 'down', ...ONCE, answer: answering(ACME, status) }),
  ),
  ...MAY_PASS.map(
    (status): Fault => ({ what: `status ${status}`, outcome: 'down', ...TWO_TRIES, answer: answering(ACME, status) }),
  ),
  { what: 'status 404', outcome: 'no domains', ...ONCE, answer: answering(ACME, 404) },
  { what: 'status 201', outcome: 'refused', ...ONCE, answer: answering(ACME, 201) },
  { what: 'status 204', outcome: 'refused', ...ONCE, answer: answering('', 204) },
  { what: 'status 206', outcome: 'refused', ...ONCE, answer: answering(ACME, 206) },
  // Node closes the connection and tells axios nothing.
  stalling({ what: 'status 101', ...ONCE, answer: raw(SWITCHING) }),
  { what: 'status 429 until past the budget', outcome: 'down', ...ONCE, answer: retryLater(429, '86400') },
  {
    what: 'status 503, then 401',
    outcome: 'down',
    ...TWO_TRIES,
    answer: oneAfterAnother(answering('', 503), answering(ACME, 401)),
  },
];
