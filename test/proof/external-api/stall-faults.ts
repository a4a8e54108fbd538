import { setTimeout } from 'node:timers/promises';
import type { HttpSurroundings } from '../../../library/http-get.ts';
import { ACME, answering, JSON_TYPE, oneAfterAnother } from '../../support/domains-api.ts';
import { dripping, drippingRaw, HEAD, raw, resetting, retryLater } from './answers.ts';
import { type Fault, ONCE, stalling, TWO_TRIES } from './fault.ts';

/** Answers that don't end, or break off. */
export const stallFaults = (): Fault[] => [
  stalling({ what: 'headers never come', ...ONCE, answer: () => {} }),
  stalling({ what: 'headers drip', ...ONCE, answer: drippingRaw(20, 'a', 'HTTP/1.1 200 OK\r\nX-Drip: ') }),
  stalling({ what: 'early hints for ever', ...ONCE, answer: drippingRaw(5, 'HTTP/1.1 103 Early Hints\r\n\r\n') }),
  stalling({ what: 'body stops', ...ONCE, answer: raw(`${HEAD}${ACME.slice(0, -1)}`) }),
  stalling({ what: 'body drips', ...ONCE, answer: dripping(20, ' ', JSON_TYPE) }),
  stalling({ what: 'status 503, then nothing', ...TWO_TRIES, answer: oneAfterAnother(answering('', 503), () => {}) }),
  { what: 'reset before headers', outcome: 'down', ...TWO_TRIES, answer: resetting('') },
  { what: 'reset amid headers', outcome: 'down', ...TWO_TRIES, answer: resetting(HEAD.slice(0, -2)) },
  { what: 'reset amid the body', outcome: 'down', ...TWO_TRIES, answer: resetting(`${HEAD}${ACME.slice(0, 9)}`) },
  {
    what: 'closed amid the body',
    outcome: 'down',
    ...TWO_TRIES,
    answer: (_request, response) => void response.socket?.end(`${HEAD}${ACME.slice(0, 9)}`),
  },
  {
    what: 'reset once the second try is under way',
    outcome: 'down',
    ...TWO_TRIES,
    answer: oneAfterAnother(answering('', 502), async (...exchange) => {
      await setTimeout(50);
      resetting('')(...exchange);
    }),
  },
];

const HOUR_MS = 3_600_000;

/** The clock of the Action's host is set after the budget's end was computed. */
const clockSetBy =
  (jumpMs: number) =>
  (healthy: HttpSurroundings): HttpSurroundings => {
    let readings = 0;
    return { ...healthy, nowMs: () => healthy.nowMs() + (readings++ === 0 ? 0 : jumpMs) };
  };

/** None lengthens the budget. */
export const clockFaults = (): Fault[] => [
  {
    what: 'clock set forward before the second try',
    outcome: 'down',
    ...ONCE,
    answer: answering('', 503),
    surroundings: clockSetBy(HOUR_MS),
  },
  stalling({
    what: 'clock set back before the second try',
    ...TWO_TRIES,
    answer: oneAfterAnother(answering('', 503), () => {}),
    surroundings: clockSetBy(-HOUR_MS),
  }),
  stalling({
    what: 'clock set back before a dated wait',
    ...ONCE,
    answer: (...exchange) => retryLater(429, new Date().toUTCString())(...exchange),
    surroundings: clockSetBy(-HOUR_MS),
  }),
];
