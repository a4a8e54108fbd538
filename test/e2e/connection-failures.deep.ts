/** Each failure of a connection by each command, and the long waits: `connection-failures.test.ts` takes a sample. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { CAUSES, expectFailure, expectGivenUp, type FailureRig, failureRig } from './connection-failures.ts';
import { MINUTE_MS } from './deploy-rig.ts';

let tenant: FailureRig;
beforeAll(async () => {
  tenant = await failureRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

describe.each(['plan', 'import', 'verify'] as const)('%s tells apart', (command) => {
  test.each(Object.entries(CAUSES))('%s', (_, cause) => expectFailure(tenant, command, cause));
});

// At the same time, for each waits as long as a tenant on loopback may take.
describe.concurrent('a server that never answers is given up', () => {
  test.for([
    ['plan', 'GET /api/v2/roles', 30],
    ['plan', 'POST /oauth/token', 10],
    ['import', 'GET /api/v2/roles', 30],
    ['import', 'POST /oauth/token', 10],
    ['import', 'POST /api/v2/roles', 30],
  ] as const)('by %s, at %s', ([command, request, limitSeconds]) =>
    expectGivenUp(tenant, command, request, limitSeconds),
  );
});
