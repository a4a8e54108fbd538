import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectHandler } from '../../../emulator/runtime/sandbox.ts';
import { askExternalApi, externalApi } from '../../../library/external-api.ts';
import { domains as settings } from '../../fixture/project/actions/config.ts';
import { onExecutePostLogin } from '../../fixture/project/actions/domains.ts';
import { DOMAINS_API_TOKEN, ORGANIZATION_ID } from '../../support/domains-api.ts';
import { allFaults } from './all-faults.ts';
import { startNeighbours } from './neighbours.ts';
import { MODES, OUTCOMES } from './outcomes.ts';
import { observing, surroundings, type Trial, tryAll } from './trial.ts';

/**
 * Limits what the server can send of an endless body before the Action hangs up; the connection's buffers take most of
 * it.
 */
const MAX_SENT_BYTES = 16 * 1024 * 1024;

const REQUEST = {
  line: `GET /v1/organizations/${ORGANIZATION_ID}/verified-domains`,
  authorization: `Bearer ${DOMAINS_API_TOKEN}`,
  accept: 'application/json',
};

observing();
const neighbours = await startNeighbours();
afterAll(() => neighbours[Symbol.asyncDispose]());

describe.each(MODES)('with the failure mode $mode', ({ mode, onSourceDown, onInvalid }) => {
  const faults = allFaults(neighbours);
  let trials: Map<string, Trial>;

  beforeAll(async () => {
    Object.assign(settings, { onSourceDown, onInvalid });
    settings.sources = [{ ...externalApi, read: (event) => askExternalApi(event, surroundings()) }];
    trials = await tryAll(selectHandler({ onExecutePostLogin }, 'onExecutePostLogin'), faults, neighbours);
  });

  test.each(faults)('$what: $outcome', ({ what, outcome, connections, requests }) => {
    const trial = trials.get(what);
    expect(trial?.outcome).toEqual(OUTCOMES[outcome][mode]);
    expect(trial?.requests).toEqual(Array(requests).fill(REQUEST));
    expect(trial?.connections).toEqual(Array(connections).fill(expect.stringMatching(/^domains\.acme-saas\.com:\d+$/)));
    expect(trial?.leftOpen).toBe(0);
    expect(trial?.sentBytes).toBeLessThan(MAX_SENT_BYTES);
  });

  test('nothing arrives elsewhere', () => {
    expect(neighbours.requestsElsewhere()).toEqual([]);
  });
});
