import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { doctor } from '../../scripts/commands/doctor/run.ts';
import { doctorText } from '../../scripts/commands/doctor/text.ts';
import { runProcess } from '../support/command.ts';
import { useExternalApi } from '../support/domains-api.ts';
import { machineClient } from '../support/machine-client.ts';
import { envOf, MINUTE_MS, rig, runOn } from './deploy-rig.ts';
import { ADA, codesOf, type DoctorRig, healthyRig } from './doctor-rig.ts';
import { doctorWith, expectSaidWithout, leastOf, notSeen } from './doctor-scopes.ts';

let tenant: DoctorRig;
beforeAll(async () => {
  tenant = await healthyRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

test('the scopes that are listed for it are enough, and only read', async () => {
  const granted = await leastOf(tenant);
  expect(granted.filter((scope) => !scope.startsWith('read:'))).toEqual([]);
  const report = await doctorWith(tenant, granted);
  expect(notSeen(report)).toEqual([]);
  expect(report.explanations[0]?.okta).toBe('success');
  const { stdout } = await runOn(tenant, 'scopes', '--for', 'doctor');
  expect(stdout).toBe(`${granted.join('\n')}\n`);
});

/** Every scope is left out once by `npm run test:deep`. */
test.each(['read:actions', 'read:organization_members', 'read:scim_token'])(
  'without %s, that is said, and nothing is named that was not seen',
  (scope) => expectSaidWithout(tenant, scope),
  MINUTE_MS,
);

test('without the scopes for the organization and the user that were named it fails, and says which', async () => {
  const granted = await leastOf(tenant);
  const { emulator, project } = tenant;
  for (const scope of ['read:users', 'read:organizations']) {
    const client = await machineClient(
      tenant.auth0,
      emulator.domain,
      granted.filter((each) => each !== scope),
    );
    const result = await doctor({
      rootDir: project.rootDir,
      environment: 'local',
      connection: { domain: emulator.domain, ...client },
      organization: 'acme',
      user: ADA,
      nowMs: Date.now(),
    });
    expect(result.ok ? '' : result.failures[0]?.found).toBe(`that the application may not look (${scope})`);
  }
});

test('what the subscription lacks is named', async () => {
  const free = await rig({ plan: 'free', entitlements: { maxEnterpriseConnections: 0, maxOrganizations: 0 } });
  onTestFinished(() => free.close());
  const { code, stdout } = await runOn(free, 'doctor', '--json');
  expect(code).toBe(2);
  const report = JSON.parse(stdout);
  expect(report.findings).toContainEqual(
    expect.objectContaining({
      code: 'SUBSCRIPTION_OKTA_CONNECTIONS',
      severity: 'manual',
      found: 'the tenant has none yet, which proves nothing',
    }),
  );
  expect(codesOf(report).filter((each) => each.startsWith('SUBSCRIPTION'))).toEqual([
    'SUBSCRIPTION_ORGANIZATIONS',
    'SUBSCRIPTION_ROLES',
    'SUBSCRIPTION_FACTOR',
  ]);
});

test('of many organizations a sample is looked at, all where asked, and each for its domains', async () => {
  const { auth0 } = tenant;
  const ids: string[] = [];
  for (let n = 1; n < 8; n += 1) {
    const { id = '' } = await auth0.organizations.create({
      name: `customer-${n}`,
      metadata: { domains: n === 7 ? 'acme.com' : `customer-${n}.com` },
    });
    ids.push(id);
  }
  const sample = await tenant.doctor();
  const all = await tenant.doctor({ allOrganizations: true });
  for (const id of ids) await auth0.organizations.delete(id);

  expect(sample.organizations).toEqual({ looked: 5, total: 8, isNamed: false });
  expect(all.organizations).toEqual({ looked: 8, total: 8, isNamed: false });
  const shared = (report: typeof all) => report.findings.filter(({ code }) => code === 'DOMAIN_SHARED');
  expect(shared(sample).map(({ found }) => found)).toEqual([
    'acme.com is claimed by "acme" and "customer-7"',
    'eu.acme.com of "acme" is below acme.com of "acme" and "customer-7"',
  ]);
  expect(doctorText(sample)).toContain('looked at 5 of 8 organizations with ');
  expect(doctorText(sample)).toContain('\nNote: the others were not looked at but for their domains; --all-org');
  expect(doctorText(all)).not.toContain('Note: the others');
  const without = (report: typeof all) =>
    report.findings.filter(({ code }) => code === 'ORGANIZATION_WITHOUT_ADMIN').length;
  expect([without(sample), without(all)]).toEqual([4, 7]);
});

test('no person is named whom the operator did not name', async () => {
  await tenant.auth0.users.update(tenant.adaId, { email_verified: false, blocked: true });
  const report = await tenant.doctor();
  await tenant.auth0.users.update(tenant.adaId, { email_verified: true, blocked: false });
  expect(codesOf(report)).toContain('ADMIN_BLOCKED');
  for (const text of [JSON.stringify(report), doctorText(report)]) expect(text).not.toContain('ada@');
});

test('domains of an API are asked for only with its secrets, and these are not shown', async () => {
  await useExternalApi(tenant.project);
  const args = ['doctor', '--org', 'acme', '--user', ADA];
  // Each in a process of its own: the tests' process lets nothing out to the domains API.
  const options = { cwd: tenant.project.rootDir, env: envOf(tenant) };
  const without = await runProcess(args, options);
  expect(without.stdout).toContain('\n  domains: not asked: set DOMAINS_API_URL and DOMAINS_API_TOKEN\n');
  expect(without.stdout).not.toContain('EC_DOMAINS');

  const secrets = { DOMAINS_API_URL: 'https://domains.invalid', DOMAINS_API_TOKEN: 'canary-4711' };
  const asked = await runProcess(args, { ...options, env: { ...options.env, ...secrets } });
  expect(asked.stdout).toMatch(/^ {2}EC_DOMAINS_SOURCE_DOWN \(R24\) {2}A source of domains in .* gave no answer\.$/m);
  expect(asked.stdout + asked.stderr).not.toContain('canary-4711');
});
