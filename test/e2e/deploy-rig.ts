import { ManagementClient } from 'auth0';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts';
import { type DeployOptions, type DeployReport, deploy } from '../../scripts/commands/deploy/run.ts';
import type { Result } from '../../scripts/lib/failures.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { type CommandResult, runCommand } from '../support/command.ts';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';

/** How long a test waits at most for what takes a minute on an idle machine: a busy one may take ten times as long. */
export const MINUTE_MS = 10 * 60_000;
export { OURS } from '../support/our-actions.ts';

export interface Rig {
  emulator: Emulator;
  auth0: ManagementClient;
  project: ProjectCopy;
  /** Accepts what it removes and loosens, unless told otherwise. */
  deploy(options?: { key?: string } & Partial<DeployOptions>): Promise<Result<DeployReport>>;
  close(): Promise<void>;
}

/** Starts a fresh local tenant beside a copy of what a team edits. */
export async function rig(options: Partial<EmulatorOptions> = {}): Promise<Rig> {
  const project = await copyProject();
  const emulator = await startEmulator({ port: 0, projectDir: rootDir, ...options });
  const connection = { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile };
  return {
    emulator,
    project,
    auth0: new ManagementClient({ ...connection, telemetry: false }),
    deploy: ({ key, ...more } = {}) =>
      deploy({
        rootDir: project.rootDir,
        environment: 'local',
        connection,
        ...(key && { oktaPublicKeyPem: key }),
        acceptRemovals: true,
        acceptLoosening: true,
        ...more,
      }),
    async close() {
      await emulator.close();
      await project[Symbol.asyncDispose]();
    },
  };
}

/** Environment variables that lead to this tenant. */
export const envOf = ({ emulator }: Pick<Rig, 'emulator'>): Record<string, string> => ({
  AUTH0_DOMAIN: emulator.domain,
  AUTH0_CLIENT_ID: emulator.deployClient.clientId,
  AUTH0_CLIENT_SECRET: emulator.deployClient.clientSecret,
  NODE_EXTRA_CA_CERTS: emulator.caFile,
});

/** The command line, run on this tenant. */
export const runOn = (tenant: Rig, ...args: string[]): Promise<CommandResult> =>
  runCommand(args, { cwd: tenant.project.rootDir, env: envOf(tenant) });

/** Returns the report of a deploy; throws its failures as text where it has none. */
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
