/** A deploy, an export by the stock CLI and every other operation by the SDK: all answers are as Auth0 publishes them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../../emulator/management/operations.ts';
import { a0deploy } from '../../e2e/a0deploy.ts';
import { MINUTE_MS, type Rig, reportOf, rig } from '../../e2e/deploy-rig.ts';
import { callNeighbours } from './neighbours-scenario.ts';
import { callRefused } from './refused-scenario.ts';
import { EXCEPTIONS } from './response-exceptions.ts';
import { responseCheck } from './response-schemas.ts';

const check = responseCheck();
let tenant: Rig;
beforeAll(async () => {
  tenant = await rig({ onManagementReply: check.onReply });
}, MINUTE_MS);
afterAll(() => tenant.close());

test(
  'a deploy and an export',
  async () => {
    reportOf(await tenant.deploy({ key: tenant.emulator.okta.publicKeyPem }));
    await a0deploy(tenant, ['export', '-f', 'yaml', '-o', 'exported']);
    expect(check.violations()).toEqual([]);
  },
  2 * MINUTE_MS,
);

test('every neighbour, done and refused', async () => {
  await callNeighbours(tenant.auth0);
  await callRefused(tenant);
  expect(check.violations()).toEqual([]);
});

test('no operation was left out', () => {
  const succeeded = new Set(
    check
      .seen()
      .filter((place) => / 2\d\d$/.test(place))
      .map((place) => place.slice(0, -4)),
  );
  expect(Object.keys(operations).filter((operation) => !succeeded.has(operation))).toEqual([]);
});

test('every exception is still one', () => {
  const met = check.excused();
  expect(EXCEPTIONS.filter((exception) => !met.includes(exception)).map(({ reason }) => reason)).toEqual([]);
});
