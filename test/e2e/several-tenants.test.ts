import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Management, ManagementClient } from 'auth0';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { runProcess } from '../support/command.ts';
import { realValues } from '../support/environment.ts';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';
import { clientNamed, MINUTE_MS } from './deploy-rig.ts';

const NAMES = ['prod-eu', 'prod-us'];

let project: ProjectCopy;
let tenants: Emulator[];
beforeAll(async () => {
  project = await copyProject();
  const local = await readFile(join(project.rootDir, 'tenant/environments/local.yaml'), 'utf8');
  for (const name of NAMES)
    await writeFile(join(project.rootDir, `tenant/environments/${name}.yaml`), realValues(local));
  tenants = await Promise.all(NAMES.map(() => startEmulator({ port: 0, projectDir: rootDir })));
});
afterAll(async () => {
  await Promise.all(tenants.map((tenant) => tenant.close()));
  await project[Symbol.asyncDispose]();
});

function variables(): Record<string, string> {
  const own = tenants.flatMap(({ domain, deployClient }, index) => {
    const suffix = index === 0 ? 'PROD_EU' : 'PROD_US';
    return [
      [`AUTH0_DOMAIN__${suffix}`, domain],
      [`AUTH0_CLIENT_ID__${suffix}`, deployClient.clientId],
      [`AUTH0_CLIENT_SECRET__${suffix}`, deployClient.clientSecret],
    ];
  });
  return { ...Object.fromEntries(own), NODE_EXTRA_CA_CERTS: tenants[0]?.caFile ?? '' };
}

const run = (args: string[], env: Record<string, string> = variables()) =>
  runProcess(args, { cwd: project.rootDir, env });
/** The application "Acme Reports" of a tenant. */
async function reportsOf({ domain, deployClient }: Emulator) {
  const auth0 = new ManagementClient({ domain, ...deployClient, telemetry: false });
  const { client_id: id = '' } = await clientNamed(auth0, 'Acme Reports');
  return { update: (body: Management.UpdateClientRequestContent) => auth0.clients.update(id, body) };
}
const writes = () => tenants.map((tenant) => tenant.requests().filter(({ write }) => write).length);

test('two environments that name one tenant are refused before anything is sent', async () => {
  const { code, stderr } = await run(['plan', '--all'], {
    ...variables(),
    AUTH0_DOMAIN__PROD_US: tenants[0]?.domain ?? '',
  });
  expect(code).toBe(1);
  expect(stderr).toBe(
    'tenant/environments/prod-us.yaml SHARED_BY_ENVIRONMENTS expected AUTH0_DOMAIN of environment "prod-us" to be its own: ' +
      `one tenant serves one OIN integration, found ${tenants[0]?.domain}, which is that of environment "prod-eu" too\n` +
      'Fix: Give each environment a tenant of its own, or leave one of the two out.\n',
  );
  expect(tenants.flatMap((tenant) => tenant.requests())).toEqual([]);
});

test('a tenant is never named by a variable without a suffix', async () => {
  const { AUTH0_DOMAIN__PROD_US: domain = '', ...others } = variables();
  const { code, stdout } = await run(['plan', '--env', 'prod-eu', '--env', 'prod-us', '--keep-going'], {
    ...others,
    AUTH0_DOMAIN: domain,
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^plan of 2 environments\n {2}prod-eu {2}changes {2}localhost:\d+, 1\d to change\n/);
  expect(stdout).toContain('  prod-us  failed   CONNECTION_UNSET no AUTH0_DOMAIN\n');
});

test('where one can not be planned nothing is written to any', async () => {
  const { code, stdout, stderr } = await run(['deploy', '--all', '--yes'], {
    ...variables(),
    AUTH0_CLIENT_SECRET__PROD_US: 'a-wrong-secret',
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/ {2}prod-eu {2}skipped {2}nothing was done: another environment failed\n/);
  expect(stdout).toMatch(/ {2}prod-us {2}failed {3}TENANT_CREDENTIALS 401 /);
  expect(stdout + stderr).not.toContain('a-wrong-secret');
  expect(writes()).toEqual([0, 0]);
});

test('without a yes nothing is written', async () => {
  const { code, stderr } = await run(['deploy', '--all']);
  expect(code).toBe(1);
  expect(stderr).toContain('Plan of environment prod-us for ');
  expect(stderr).toContain('CONFIRMATION_NEEDED ');
  expect(writes()).toEqual([0, 0]);
});

test(
  'are deployed side by side, each from a folder of its own, and told in one table',
  async () => {
    const { code, stdout, stderr } = await run(['deploy', '--all', '--yes']);
    expect(stderr).toContain('[prod-eu] verified by reading back\n');
    expect(stderr).toContain('[prod-us] verified by reading back\n');
    expect(stdout).toMatch(
      /^deploy of 2 environments\n {2}prod-eu {2}done {2}localhost:\d+, awaiting-okta-key, \d+ writes\n {2}prod-us {2}done {2}localhost:/,
    );
    expect(code).toBe(0);
    const yaml = await readFile(join(project.rootDir, 'dist/environments/prod-us/tenant.yaml'), 'utf8');
    expect(yaml).toContain(tenants[1]?.domain);
  },
  2 * MINUTE_MS,
);

test('verify and drift of all agree, in JSON for machines', async () => {
  const verified = await run(['verify', '--all', '--json']);
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.stdout)).toMatchObject({
    command: 'verify',
    environments: NAMES.map((environment) => ({
      environment,
      status: 'done',
      report: { state: 'awaiting-okta-key' },
    })),
  });
  const drifted = await run(['drift', '--all', '--json']);
  expect(drifted.code).toBe(0);
  expect(JSON.parse(drifted.stdout)).toMatchObject({
    environments: NAMES.map((environment) => ({ environment, status: 'done', report: { hasDrift: false } })),
  });
});

test(
  'what one refuses is known before anything is written to another, with saved plans too',
  async () => {
    // One has a harmless difference, the other loses a callback.
    const [harmless, losing] = await Promise.all(tenants.map((tenant) => reportsOf(tenant)));
    await harmless?.update({ description: 'by hand' });
    await losing?.update({
      callbacks: ['https://reports.acme-saas.com/callback', 'https://by-hand.acme-saas.com/callback'],
    });
    await project.edit(
      'tenant/tenant.yaml',
      '  - name: Acme Reports\n',
      '  - name: Acme Reports\n    description: Reports\n',
    );
    expect((await run(['plan', '--all', '--out', 'plan-{env}.json'])).code).toBe(2);
    for (const tenant of tenants) tenant.clearRequests();
    for (const how of [['--plan', 'plan-{env}.json'], ['--plan', 'plan-{env}.json', '--yes'], ['--yes']]) {
      const { code, stderr, stdout } = await run(['deploy', '--all', ...how]);
      expect([how, code, writes()]).toEqual([how, 1, [0, 0]]);
      expect(stdout + stderr).toMatch(/REMOVALS .*clients "Acme Reports" \(callbacks\)/);
    }
    // What is refused for another reason than a loss is too.
    await losing?.update({ callbacks: [] });
    const stale = await run(['deploy', '--all', '--plan', 'plan-{env}.json', '--accept-removals']);
    expect([stale.code, writes()]).toEqual([1, [0, 1]]);
    expect(stale.stdout).toMatch(/ {2}prod-eu {2}skipped {2}.*\n {2}prod-us {2}failed {3}PLAN_STALE /);
    const going = await run(['deploy', '--all', '--plan', 'plan-{env}.json', '--accept-removals', '--keep-going']);
    expect(going.stdout).toMatch(/ {2}prod-eu {2}done {4}.*\n {2}prod-us {2}failed {2}PLAN_STALE /);
    expect((await run(['deploy', '--all', '--yes', '--accept-removals'])).code).toBe(0);
  },
  4 * MINUTE_MS,
);

test('an OIN submission that two environments claim is an error before a write', async () => {
  const line = '      okta_oin_client_id: Okta OIN\n';
  await project.edit('tenant/tenant.yaml', line, `${line}      oin_submission_id: "##SUBMISSION##"\n`);
  for (const name of NAMES) {
    await project.edit(`tenant/environments/${name}.yaml`, 'values:\n', 'values:\n  SUBMISSION: sub_1\n');
  }
  for (const tenant of tenants) tenant.clearRequests();
  const { code, stderr } = await run(['deploy', '--all', '--yes']);
  expect(code).toBe(1);
  expect(stderr).toContain('SHARED_BY_ENVIRONMENTS expected OIN submission id of environment "prod-us" to be its own');
  expect(writes()).toEqual([0, 0]);
});
