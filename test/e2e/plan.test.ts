import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type PlanReport, plan } from '../../scripts/commands/plan/run.ts';
import type { Result } from '../../scripts/lib/failures.ts';
import type { PlanEntry } from '../../scripts/lib/plan/plan.ts';
import { planText } from '../../scripts/lib/plan/plan-text.ts';
import { stalePlan } from '../../scripts/lib/plan/state-hash.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { clientNamed, MINUTE_MS, OURS, type Rig, reportOf, rig, runOn } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';

/** A team's file is longer or shorter. */
const withoutLines = (text: string): string => text.replaceAll(/tenant\.yaml:\d+:/g, 'tenant.yaml:LINE:');

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
});
afterAll(() => tenant.close());

const planNow = (options: { out?: string; oktaPublicKeyPem?: string } = {}): Promise<Result<PlanReport>> =>
  plan({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    connection: { domain: tenant.emulator.domain, ...tenant.emulator.deployClient, caFile: tenant.emulator.caFile },
    ...options,
  });

async function planned(options: { out?: string; oktaPublicKeyPem?: string } = {}): Promise<PlanReport> {
  const result = await planNow(options);
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return result.value;
}

const entry = ({ entries }: PlanReport, section: string, name: string): PlanEntry | undefined =>
  entries.find((candidate) => candidate.section === section && candidate.name === name);

const changes = ({ entries }: PlanReport): string[] =>
  entries
    .filter(({ change }) => change !== 'unchanged')
    .map(({ change, section, name }) => `${change} ${section} ${name}`);

/** The database that every tenant starts with. */
const UNMANAGED = 'unmanaged databases Username-Password-Authentication';
/** The grant that Auth0 makes with the OIN client. */
const systemGrant = () => `unmanaged clientGrants Okta OIN → https://${tenant.emulator.domain}/api/v2/ (system grant)`;

describe('a fresh tenant', () => {
  test('everything is to be created, and nothing is sent but reads', async () => {
    const sent = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => sent.mockRestore());
    const report = await planned();
    const requests = sent.mock.calls.map(([input]) => (input instanceof Request ? input : new Request(input)));
    expect(requests.filter(({ method }) => method !== 'GET').map(({ url }) => new URL(url).pathname)).toEqual([
      '/oauth/token',
    ]);
    expect(report).toMatchObject({ hasChanges: true, requests: requests.length, writes: 0 });
    expect(report).toMatchObject({ removed: 0, loosened: 0, needs: [] });
    expect(report.entries.filter(({ change }) => change === 'created').map(({ section }) => section)).toEqual([
      'resourceServers',
      'roles',
      'connectionProfiles',
      'userAttributeProfiles',
      ...Array(3).fill('clients'),
      'databases',
      ...OURS.map(() => 'actions'),
    ]);
    expect(await tenant.auth0.actions.list().then(({ data }) => data)).toEqual([]);
  });

  test('bindings are an ordered list', async () => {
    expect(entry(await planned(), 'triggers', 'post-login')?.fields).toEqual([
      { field: 'actions', old: [], new: OURS },
    ]);
  });
});

test(
  'the command exits 2 where there are changes, 1 where it fails and 0 where there is nothing to do',
  async () => {
    const changed = await runOn(tenant, 'plan', '--json', '--out', 'plan.json');
    expect([changed.code, changed.stderr]).toEqual([2, '']);
    const { hasChanges, requests, writes, ...kept } = JSON.parse(changed.stdout);
    expect({ hasChanges, writes }).toEqual({ hasChanges: true, writes: 0 });
    expect(JSON.parse(await readFile(join(tenant.project.rootDir, 'plan.json'), 'utf8'))).toEqual(kept);
    expect((await runOn(tenant, 'plan', '--env', 'nope')).code).toBe(1);

    await restoreDeployed(tenant);
    expect(await runOn(tenant, 'plan')).toMatchObject({ code: 0, stderr: '' });
  },
  MINUTE_MS,
);

describe('a deployed tenant', () => {
  test('plans clean', async () => {
    const report = await planned();
    expect(changes(report)).toEqual([UNMANAGED, systemGrant()]);
    expect(report.hasChanges).toBe(false);
    expect(planText(report)).toMatch(/\nNo changes: 18 unchanged, 2 unmanaged\.\n/);
  });

  test("Okta's key is a change until it is usable", async () => {
    const report = await planned({ oktaPublicKeyPem: tenant.emulator.okta.publicKeyPem });
    expect(changes(report)).toEqual([expect.stringMatching(/^created oktaKey [\w-]{43}$/), UNMANAGED, systemGrant()]);
    reportOf(await tenant.deploy({ key: tenant.emulator.okta.publicKeyPem }));
    const after = await planned({ oktaPublicKeyPem: tenant.emulator.okta.publicKeyPem });
    expect(changes(after)).toEqual([UNMANAGED, systemGrant()]);
  });

  test('a usable key is pointed at while an Action is not bound', async () => {
    const { bindings } = tenant.auth0.actions.triggers;
    const bind = (names: readonly string[]) =>
      bindings.updateMany('post-login', {
        bindings: names.map((value) => ({ ref: { type: 'action_name', value }, display_name: value })),
      });
    const note = 'Okta can ask for tokens while not every Action is live and bound: deploy soon.';
    expect((await planned()).notes).not.toContain(note);
    await bind(OURS.slice(1));
    expect((await planned()).notes).toContain(note);
    await bind(OURS);
  });

  test("an edited Action is a diff of lines, the other Actions' entries stay", async () => {
    await tenant.project.edit('actions/domains.ts', 'domains(settings)', 'domains({ ...settings, required: true })');
    const report = await planned();
    await tenant.project.edit('actions/domains.ts', 'domains({ ...settings, required: true })', 'domains(settings)');
    expect(changes(report)).toEqual(['changed actions express-configure-domains', UNMANAGED, systemGrant()]);
    const [code] = entry(report, 'actions', 'express-configure-domains')?.fields ?? [];
    expect(code).toMatchObject({
      field: 'code',
      old: expect.stringMatching(/^sha256 [0-9a-f]{64}$/),
      new: expect.stringMatching(/^sha256 [0-9a-f]{64}$/),
    });
    const changed = code?.diff?.split('\n').filter((line) => /^[+-]/.test(line)) ?? [];
    expect(changed.map((line) => line.replace(/^(.).*= domains\((.*)\);$/, '$1 $2'))).toEqual([
      '- domains2',
      '+ { ...domains2, required: true }',
    ]);
  });

  test('a raised version of a secret is told by name and version', async () => {
    await tenant.project.edit('tenant/environments/local.yaml', 'version: 1', 'version: 2');
    const report = await planned();
    await tenant.project.edit('tenant/environments/local.yaml', 'version: 2', 'version: 1');
    expect(changes(report)).toEqual([
      ...OURS.slice(0, 3).map((name) => `changed actions ${name}`),
      UNMANAGED,
      systemGrant(),
    ]);
    expect(entry(report, 'actions', 'express-configure-grant')?.fields).toEqual([
      {
        field: 'secret versions',
        old: [expect.stringMatching(/^OIN_CLIENT_IDS@1\([0-9a-f]{8}\)$/)],
        new: [expect.stringMatching(/^OIN_CLIENT_IDS@2\([0-9a-f]{8}\)$/)],
      },
    ]);
  });

  test('what is on the tenant alone is unmanaged, and tells whom a tenant-wide change reaches', async () => {
    const { auth0 } = tenant;
    await auth0.clients.create({ name: 'Storefront', app_type: 'spa' });
    await auth0.clients.create({ name: 'Worker', app_type: 'non_interactive' });
    await auth0.roles.create({ name: 'Support' });
    await auth0.connections.create({ name: 'shoppers', strategy: 'auth0' });
    await auth0.connections.create({ name: 'okta-customer', strategy: 'okta', options: {} });
    await auth0.tenants.settings.update({ customize_mfa_in_postlogin_action: false });
    const report = await planned();
    await auth0.tenants.settings.update({ customize_mfa_in_postlogin_action: true });
    expect(changes(report)).toEqual([
      'changed tenant settings',
      'unmanaged roles Support',
      'unmanaged clients Storefront',
      'unmanaged clients Worker',
      UNMANAGED,
      'unmanaged databases shoppers',
      systemGrant(),
    ]);
    expect(report.otherApplications).toEqual(['Storefront']);
    expect(withoutLines(planText(report))).toContain(
      'Affects 1 other application (Storefront):\n' +
        '~ tenant "settings"  tenant/tenant.yaml:LINE:3\n' +
        '    customize_mfa_in_postlogin_action: false → true\n',
    );
  });

  test('callbacks that are replaced and an organization that is no longer required are marked and counted', async () => {
    const { auth0 } = tenant;
    const { client_id: id = '', callbacks } = await clientNamed(auth0, 'Acme Reports');
    const live = ['https://one.acme.example/callback', 'https://two.acme.example/callback'];
    await auth0.clients.update(id, { callbacks: live, organization_usage: 'require' });
    const report = await planned();
    await auth0.clients.update(id, { callbacks: callbacks ?? [], organization_usage: 'allow' });
    expect(report).toMatchObject({ removed: 2, loosened: 1, needs: ['--accept-removals', '--accept-loosening'] });
    expect(entry(report, 'clients', 'Acme Reports')?.fields).toEqual([
      { field: 'callbacks', old: live, new: callbacks, removed: live },
      { field: 'organization_usage', old: 'require', new: 'allow', loosened: ['logins outside an organization'] },
    ]);
    expect(planText(report)).toContain(
      ' 2 values are removed from what stays, 1 setting is loosened.\nA deploy needs --accept-removals and --accept-loosening,',
    );
  });

  test('how people log in is a change for every application', async () => {
    const { auth0 } = tenant;
    await auth0.prompts.updateSettings({ universal_login_experience: 'classic', identifier_first: false });
    const report = await planned();
    await auth0.prompts.updateSettings({ universal_login_experience: 'new', identifier_first: true });
    expect(withoutLines(planText(report))).toContain(
      'Affects 1 other application (Storefront):\n' +
        '~ prompts "settings"  tenant/tenant.yaml:LINE:3\n' +
        '    universal_login_experience: classic → new\n' +
        '    identifier_first: false → true\n',
    );
  });

  test('texts of the pages are imported by every deploy, and are an entry beside the settings', async () => {
    const { auth0, project } = tenant;
    const texts = '  customText: { en: { login: { login: { title: Hello } } } }\n';
    await project.edit('tenant/tenant.yaml', '  identifier_first: true\n', `  identifier_first: true\n${texts}`);
    await auth0.prompts.updateSettings({ identifier_first: false });
    const report = await planned();
    await auth0.prompts.updateSettings({ identifier_first: true });
    const clean = await planned();
    await project.edit('tenant/tenant.yaml', texts, '');
    expect([report, clean].map((plan) => changes(plan).filter((line) => line.includes('prompts')))).toEqual([
      ['changed prompts settings', 'unread prompts customText'],
      ['unread prompts customText'],
    ]);
  });

  test('a plan that was kept is stale once a field it rests on changes, and only then', async () => {
    const { auth0, project } = tenant;
    await planned({ out: 'plan.json' });
    const saved = JSON.parse(await readFile(join(project.rootDir, 'plan.json'), 'utf8'));
    await auth0.clients.create({ name: 'Unrelated', app_type: 'spa' });
    expect(stalePlan(saved, await planned())).toBeUndefined();

    const { client_id: id = '' } = await clientNamed(auth0, 'Acme Reports');
    await auth0.clients.update(id, { callbacks: ['https://elsewhere.example/callback'] });
    expect(stalePlan(saved, await planned())).toEqual({
      code: 'PLAN_STALE',
      expected: 'the tenant and the sources to be as they were planned',
      found: 'a change in clients "Acme Reports"',
      fix: 'Run npm run plan again, and review what it says.',
    });
    await auth0.clients.update(id, { callbacks: ['https://reports.acme.example/callback'] });
  });

  test('no secret is in a plan: not of the deploy, and not what somebody wrote into the deployed code', async () => {
    const { auth0, emulator } = tenant;
    const { data } = await auth0.actions.list({ actionName: OURS[1] ?? '' });
    const id = data[0]?.id ?? '';
    const code = data[0]?.deployed_version?.code ?? '';
    await auth0.actions.update(id, { code: `${code}\n// ${emulator.deployClient.clientSecret}` });
    await vi.waitFor(() => auth0.actions.deploy(id), { timeout: MINUTE_MS });
    const report = await planned({ out: 'plan.json' });
    const kept = await readFile(join(tenant.project.rootDir, 'plan.json'), 'utf8');
    expect(entry(report, 'actions', OURS[1] ?? '')?.fields[0]?.diff).toContain('-// ***');
    expect(`${JSON.stringify(report)}${planText(report)}${kept}`).not.toContain(emulator.deployClient.clientSecret);
  });

  test('what ends a deploy ends a plan', async () => {
    const { auth0 } = tenant;
    const { client_id: id = '' } = await clientNamed(auth0, 'Acme SaaS');
    await auth0.clients.update(id, { name: 'Renamed' });
    await auth0.clients.create({ name: 'Okta OIN', app_type: 'spa' });
    const oin = (await auth0.clients.list()).data.find((client) => client.app_type === 'express_configuration');
    await auth0.clients.update(oin?.client_id ?? '', { name: 'Another' });
    const result = await planNow();
    expect(result.ok ? '' : renderFailures(result.failures)).toMatch(
      /^tenant\/tenant\.yaml:\d+:5 OIN_CLIENT_CONFLICT expected "Okta OIN" on the tenant to be of app_type express_configuration, found app_type spa\n/,
    );
  });
});
