import { afterAll, beforeAll, expect, test } from 'vitest';
import { realValues } from '../support/environment.ts';
import { MINUTE_MS } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';
import {
  expectDeployed,
  expectVerified,
  makeOneLose,
  managementOf,
  NAMES,
  type SeveralTenants,
  severalTenants,
} from './several-tenants.ts';

let both: SeveralTenants;
beforeAll(async () => {
  both = await severalTenants();
}, MINUTE_MS);
afterAll(() => both[Symbol.asyncDispose]());

test('two environments that name one tenant are refused before anything is sent', async () => {
  const { code, stderr } = await both.run(['plan', '--all'], {
    ...both.variables(),
    AUTH0_DOMAIN__PROD_US: both.tenants[0]?.domain ?? '',
  });
  expect(code).toBe(1);
  expect(stderr).toBe(
    'tenant/environments/prod-us.yaml SHARED_BY_ENVIRONMENTS expected AUTH0_DOMAIN of environment "prod-us" to be its own: ' +
      `one tenant serves one OIN integration, found ${both.tenants[0]?.domain}, which is that of environment "prod-eu" too\n` +
      'Fix: Give each environment a tenant of its own, or leave one of the two out.\n',
  );
  expect(both.tenants.flatMap((tenant) => tenant.requests())).toEqual([]);
});

test('a tenant is never named by a variable without a suffix', async () => {
  const { AUTH0_DOMAIN__PROD_US: domain = '', ...others } = both.variables();
  const { code, stdout } = await both.run(['plan', '--env', 'prod-eu', '--env', 'prod-us', '--keep-going'], {
    ...others,
    AUTH0_DOMAIN: domain,
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^plan of 2 environments\n {2}prod-eu {2}changes {2}localhost:\d+, 1\d to change\n/);
  expect(stdout).toContain('  prod-us  failed   CONNECTION_UNSET no AUTH0_DOMAIN\n');
});

test('where one can not be planned nothing is written to any', async () => {
  const { code, stdout, stderr } = await both.run(['deploy', '--all', '--yes'], {
    ...both.variables(),
    AUTH0_CLIENT_SECRET__PROD_US: 'a-wrong-secret',
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/ {2}prod-eu {2}skipped {2}nothing was done: another environment failed\n/);
  expect(stdout).toMatch(/ {2}prod-us {2}failed {3}TENANT_CREDENTIALS 401 /);
  expect(stdout + stderr).not.toContain('a-wrong-secret');
  expect(both.writes()).toEqual([0, 0]);
});

/** The snapshot with another OIN client: a tenant's own. The Actions that have its id are then deployed anew. */
function ofAnother(snapshot: string): string {
  const clients: { client_id: string; app_type: string }[] = JSON.parse(snapshot).state.clients;
  const oin = clients.find(({ app_type: type }) => type === 'express_configuration')?.client_id ?? '';
  return realValues(snapshot).replaceAll(oin, [...oin].toReversed().join(''));
}

test(
  'are deployed side by side, each from a folder of its own, and told in one table',
  async () => {
    for (const emulator of both.tenants) {
      await restoreDeployed({ emulator }, emulator === both.tenants[0] ? realValues : ofAnother);
      await managementOf(emulator).tenants.settings.update({ flags: { enable_client_connections: true } });
    }
    await expectDeployed(both);
  },
  2 * MINUTE_MS,
);

test('verify of all agrees, in JSON for machines', () => expectVerified(both));

test(
  'what one refuses is known before anything is written to another',
  async () => {
    const losing = await makeOneLose(both);
    for (const tenant of both.tenants) tenant.clearRequests();
    const { code, stderr, stdout } = await both.run(['deploy', '--all', '--yes']);
    expect([code, both.writes()]).toEqual([1, [0, 0]]);
    expect(stdout + stderr).toMatch(/REMOVALS .*clients "Acme Reports" \(callbacks\)/);
    await losing.update({ callbacks: ['https://reports.acme-saas.com/callback'] });
  },
  2 * MINUTE_MS,
);

test('an OIN submission that two environments claim is an error before a write', async () => {
  const line = '      okta_oin_client_id: Okta OIN\n';
  await both.project.edit('tenant/tenant.yaml', line, `${line}      oin_submission_id: "##SUBMISSION##"\n`);
  for (const name of NAMES) {
    await both.project.edit(`tenant/environments/${name}.yaml`, 'values:\n', 'values:\n  SUBMISSION: sub_1\n');
  }
  for (const tenant of both.tenants) tenant.clearRequests();
  const { code, stderr } = await both.run(['deploy', '--all', '--yes']);
  expect(code).toBe(1);
  expect(stderr).toContain('SHARED_BY_ENVIRONMENTS expected OIN submission id of environment "prod-us" to be its own');
  expect(both.writes()).toEqual([0, 0]);
});
