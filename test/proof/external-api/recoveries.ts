import type { HttpSurroundings } from '../../../library/http-get.ts';
import { ACME, answering, oneAfterAnother } from '../../support/domains-api.ts';
import { resetting, retryLater } from './answers.ts';
import { type Fault, TWO_TRIES } from './fault.ts';
import { failing, withAgent } from './network-faults.ts';

const recovering = (what: string, first: NonNullable<Fault['answer']>): Fault => ({
  what: `${what}, then well`,
  outcome: 'claimed',
  ...TWO_TRIES,
  answer: oneAfterAnother(first, answering(ACME)),
});

/** What has passed when the API is asked a second time. */
export const recoveries = (): Fault[] => [
  recovering('status 503', answering('', 503)),
  recovering('reset before headers', resetting('')),
  recovering('status 429 with a time', retryLater(429, '1')),
  { what: 'DNS: SERVFAIL, then well', outcome: 'claimed', connections: 2, requests: 1, surroundings: onceUnresolved },
];

function onceUnresolved(healthy: HttpSurroundings): HttpSurroundings {
  const { lookup = failing('ENOTFOUND') } = healthy.agentOptions;
  let lookups = 0;
  return withAgent({
    lookup: (...question) => (lookups++ === 0 ? failing('EAI_AGAIN') : lookup)(...question),
  })(healthy);
}
