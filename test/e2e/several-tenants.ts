/** Two environments of one project, each with a tenant of its own. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Management, ManagementClient } from 'auth0';
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
export async function reportsOf(tenant: Emulator) {
  const auth0 = managementOf(tenant);
  const { client_id: id = '' } = await clientNamed(auth0, 'Acme Reports');
  return { update: (body: Management.UpdateClientRequestContent) => auth0.clients.update(id, body) };
}
