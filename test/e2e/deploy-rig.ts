import { ManagementClient } from 'auth0';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { type DeployReport, deploy } from '../../scripts/commands/deploy.ts';
import type { Result } from '../../scripts/lib/failures.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { type CommandResult, runCommand } from '../support/command.ts';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';

export const MINUTE_MS = 60_000;
export const OURS = ['express-configure-step-up', 'express-configure-grant', 'express-configure-domains'];

export interface Rig {
  emulator: Emulator;
  auth0: ManagementClient;
  project: ProjectCopy;
  deploy(options?: { key?: string; replace?: boolean }): Promise<Result<DeployReport>>;
  close(): Promise<void>;
}

export async function rig(): Promise<Rig> {
  const project = await copyProject();
  const emulator = await startEmulator({ port: 0, projectDir: rootDir });
  const connection = { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile };
  return {
    emulator,
    project,
    auth0: new ManagementClient({ ...connection, telemetry: false }),
    deploy: ({ key, replace = false } = {}) =>
      deploy({
        rootDir: project.rootDir,
        environment: 'local',
        connection,
        replace,
        ...(key && { oktaPublicKeyPem: key }),
      }),
    async close() {
      await emulator.close();
      await project[Symbol.asyncDispose]();
    },
  };
}

/** The command line, run on this tenant. */
export const runOn = ({ project, emulator }: Rig, ...args: string[]): Promise<CommandResult> =>
  runCommand(args, {
    cwd: project.rootDir,
    env: {
      AUTH0_DOMAIN: emulator.domain,
      AUTH0_CLIENT_ID: emulator.deployClient.clientId,
      AUTH0_CLIENT_SECRET: emulator.deployClient.clientSecret,
      NODE_EXTRA_CA_CERTS: emulator.caFile,
    },
  });

export function reportOf(result: Result<DeployReport>): DeployReport {
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return result.value;
}

export const failuresOf = (result: Result<DeployReport>): string => (result.ok ? '' : renderFailures(result.failures));

export const boundNames = async (auth0: ManagementClient): Promise<string[]> => {
  const { data } = await auth0.actions.triggers.bindings.list('post-login');
  return data.map((binding) => binding.action?.name ?? '');
};

export async function clientNamed(auth0: ManagementClient, name: string) {
  const { data } = await auth0.clients.list();
  const client = data.find((candidate) => candidate.name === name);
  if (!client) throw new Error(`no client ${name}`);
  return client;
}
