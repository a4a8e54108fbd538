/** Two environments of one project, each with a tenant of its own. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Management, ManagementClient } from 'auth0';
import { expect } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { type CommandResult, runProcess } from '../support/command.ts';
import { realValues } from '../support/environment.ts';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';
import { clientNamed } from './deploy-rig.ts';

export const NAMES = ['prod-eu', 'prod-us'];

export interface SeveralTenants extends AsyncDisposable {
  project: ProjectCopy;
  /** In the order of {@link NAMES}. */
  tenants: readonly [Emulator, Emulator];
  /** Environment variables that lead to both. */
  variables(): Record<string, string>;
  /** The command line in a process of its own, with {@link variables} unless others are given. */
  run(args: string[], env?: Record<string, string>): Promise<CommandResult>;
  /** How many writes each tenant has had since its list of requests was cleared. */
  writes(): number[];
}

/** Starts two fresh tenants beside a project with an environment for each. */
export async function severalTenants(): Promise<SeveralTenants> {
  const project = await copyProject();
  const local = await readFile(join(project.rootDir, 'tenant/environments/local.yaml'), 'utf8');
  for (const name of NAMES) {
    await writeFile(join(project.rootDir, `tenant/environments/${name}.yaml`), realValues(local));
  }
  const start = () => startEmulator({ port: 0, projectDir: rootDir });
  const tenants = [await start(), await start()] as const;
  const variables = (): Record<string, string> => {
    const own = tenants.flatMap(({ domain, deployClient }, index) => {
      const suffix = index === 0 ? 'PROD_EU' : 'PROD_US';
      return [
        [`AUTH0_DOMAIN__${suffix}`, domain],
        [`AUTH0_CLIENT_ID__${suffix}`, deployClient.clientId],
        [`AUTH0_CLIENT_SECRET__${suffix}`, deployClient.clientSecret],
      ];
    });
    return { ...Object.fromEntries(own), NODE_EXTRA_CA_CERTS: tenants[0].caFile };
  };
  return {
    project,
    tenants,
    variables,
    run: (args, env = variables()) => runProcess(args, { cwd: project.rootDir, env }),
    writes: () => tenants.map((tenant) => tenant.requests().filter(({ write }) => write).length),
    async [Symbol.asyncDispose]() {
      await Promise.all(tenants.map((tenant) => tenant.close()));
      await project[Symbol.asyncDispose]();
    },
  };
}

export const managementOf = ({ domain, deployClient }: Emulator): ManagementClient =>
  new ManagementClient({ domain, ...deployClient, telemetry: false });

/** The application "Acme Reports" of a tenant. */
async function reportsOf(tenant: Emulator) {
  const auth0 = managementOf(tenant);
  const { client_id: id = '' } = await clientNamed(auth0, 'Acme Reports');
  return { update: (body: Management.UpdateClientRequestContent) => auth0.clients.update(id, body) };
}

/** Deploys to both, and expects each tenant to be complete but for Okta's key. */
export async function expectDeployed(both: SeveralTenants): Promise<void> {
  const { code, stdout, stderr } = await both.run(['deploy', '--all', '--yes']);
  expect(stderr).toContain('[prod-eu] verified by reading back\n');
  expect(stderr).toContain('[prod-us] verified by reading back\n');
  expect(stdout).toMatch(
    /^deploy of 2 environments\n {2}prod-eu {2}done {2}localhost:\d+, awaiting-okta-key, \d+ writes\n {2}prod-us {2}done {2}localhost:/,
  );
  expect(code).toBe(0);
  const yaml = await readFile(join(both.project.rootDir, 'dist/environments/prod-us/tenant.yaml'), 'utf8');
  expect(yaml).toContain(both.tenants[1].domain);
}

/** Expects `verify --all` to find both tenants as they were deployed. */
export async function expectVerified(both: SeveralTenants): Promise<void> {
  const { code, stdout } = await both.run(['verify', '--all', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    command: 'verify',
    environments: NAMES.map((environment) => ({
      environment,
      status: 'done',
      report: { state: 'awaiting-okta-key' },
    })),
  });
}

/** Makes a deploy change the application "Acme Reports" of both tenants; at the second it would remove a callback. */
export async function makeOneLose(both: SeveralTenants) {
  const [harmless, losing] = await Promise.all([reportsOf(both.tenants[0]), reportsOf(both.tenants[1])]);
  await harmless.update({ description: 'by hand' });
  await losing.update({
    callbacks: ['https://reports.acme-saas.com/callback', 'https://by-hand.acme-saas.com/callback'],
  });
  await both.project.edit(
    'tenant/tenant.yaml',
    '  - name: Acme Reports\n',
    '  - name: Acme Reports\n    description: Reports\n',
  );
  return losing;
}
