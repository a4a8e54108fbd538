/** Two tenants that are deployed to from nothing, and saved plans of both; `several-tenants.test.ts` begins with a snapshot. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import {
  expectDeployed,
  expectVerified,
  makeOneLose,
  NAMES,
  type SeveralTenants,
  severalTenants,
} from './several-tenants.ts';

let both: SeveralTenants;
beforeAll(async () => {
  both = await severalTenants();
}, MINUTE_MS);
afterAll(() => both[Symbol.asyncDispose]());

test('without a yes nothing is written', async () => {
  const { code, stderr } = await both.run(['deploy', '--all']);
  expect(code).toBe(1);
  expect(stderr).toContain('Plan of environment prod-us for ');
  expect(stderr).toContain('CONFIRMATION_NEEDED ');
  expect(both.writes()).toEqual([0, 0]);
});

test('are deployed side by side, each from a folder of its own, and told in one table', () => expectDeployed(both));

test('verify and drift of all agree, in JSON for machines', async () => {
  await expectVerified(both);
  const drifted = await both.run(['drift', '--all', '--json']);
  expect(drifted.code).toBe(0);
  expect(JSON.parse(drifted.stdout)).toMatchObject({
    environments: NAMES.map((environment) => ({ environment, status: 'done', report: { hasDrift: false } })),
  });
});

test('what one refuses is known before anything is written to another, with saved plans too', async () => {
  const losing = await makeOneLose(both);
  expect((await both.run(['plan', '--all', '--out', 'plan-{env}.json'])).code).toBe(2);
  for (const tenant of both.tenants) tenant.clearRequests();
  for (const how of [['--plan', 'plan-{env}.json'], ['--plan', 'plan-{env}.json', '--yes'], ['--yes']]) {
    const { code, stderr, stdout } = await both.run(['deploy', '--all', ...how]);
    expect([how, code, both.writes()]).toEqual([how, 1, [0, 0]]);
    expect(stdout + stderr).toMatch(/REMOVALS .*clients "Acme Reports" \(callbacks\)/);
  }
  // What is refused for another reason than a loss is too.
  await losing.update({ callbacks: [] });
  const stale = await both.run(['deploy', '--all', '--plan', 'plan-{env}.json', '--accept-removals']);
  expect([stale.code, both.writes()]).toEqual([1, [0, 1]]);
  expect(stale.stdout).toMatch(/ {2}prod-eu {2}skipped {2}.*\n {2}prod-us {2}failed {3}PLAN_STALE /);
  const going = await both.run(['deploy', '--all', '--plan', 'plan-{env}.json', '--accept-removals', '--keep-going']);
  expect(going.stdout).toMatch(/ {2}prod-eu {2}done {4}.*\n {2}prod-us {2}failed {2}PLAN_STALE /);
  expect((await both.run(['deploy', '--all', '--yes', '--accept-removals'])).code).toBe(0);
});
