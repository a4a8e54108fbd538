import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ManagementClient } from 'auth0';
import type { Emulator } from '../../../emulator/index.ts';
import { copyProject, rootDir } from '../../../test/support/project.ts';
import { buildOnce } from './ours.ts';
import { type ProcessRun, runNode } from './process-tree.ts';
import { credentials, freshTenant, type Side } from './side.ts';

const CLI = createRequire(import.meta.url).resolve('auth0-deploy-cli');

/** Its waits are as short as those of our deploys to a tenant on this machine. */
const SHORT_WAITS = ['--import', join(rootDir, 'scripts/lib/deploy-cli/preload-waits.ts')];

type Settings = Readonly<Record<string, string>>;
const only = (...sections: string[]): Settings => ({ AUTH0_INCLUDED_ONLY: JSON.stringify(sections) });

/**
 * The setting for later imports: the CLI's second import of a system API fails (docs/notes/deploy-cli.md#system-apis).
 */
const LATER: Settings = {
  AUTH0_EXCLUDED_RESOURCE_SERVERS: JSON.stringify(['Okta OIN Express Configuration API']),
};

/** Runs plain auth0-deploy-cli, except for its waits, on what `npm run build` makes of the same sources. */
export async function stock(): Promise<Side> {
  const [project, emulator] = [await copyProject(), await freshTenant()];
  await buildOnce(project);
  const folder = join(project.rootDir, 'dist/tenant');
  let ids: Settings = {};
  const importFile = (settings: Settings, ...more: string[]): Promise<ProcessRun> =>
    runNode(
      [...SHORT_WAITS, CLI, 'import', '-c', join(folder, 'config.json'), '-i', join(folder, 'tenant.yaml'), ...more],
      {
        cwd: folder,
        env: { ...credentials(emulator), ...ids, ...settings },
      },
    );

  return {
    emulator,
    async run(step) {
      if (step === 'plan') return importFile(LATER, '--dry-run');
      if (step === 'no change') return importFile(LATER);
      if (step === 'one Action changed') {
        await project.edit('dist/tenant/actions/express-configure-domains.cjs', '"EC_CONFIG"', '"EC_INTERNAL"');
        // Its shortest way: it writes whatever it is given.
        return importFile(only('actions', 'triggers'));
      }
      // Three passes, because ids are looked up before the run (docs/notes/deploy-cli.md#names-that-the-run-makes).
      const profiles = await importFile(only('connectionProfiles', 'userAttributeProfiles'));
      const clients = await importFile({
        ...only('clients', 'clientAuthCredentials'),
        AUTH0_EXCLUDED_CLIENTS: JSON.stringify(['Acme SaaS']),
      });
      ids = await readIds(emulator);
      return inOneAfterTheOther([profiles, clients, await importFile({})]);
    },
    async close() {
      await emulator.close();
      await project[Symbol.asyncDispose]();
    },
  };
}

async function readIds({ domain, deployClient }: Emulator): Promise<Settings> {
  const { data } = await new ManagementClient({ domain, ...deployClient, telemetry: false }).clients.list();
  const idOf = (name: string) => data.find((client) => client.name === name)?.client_id ?? '';
  return { LINKED_CLIENT_ID_1: idOf('Acme Reports'), OIN_CLIENT_IDS: idOf('Okta OIN') };
}

const inOneAfterTheOther = (runs: ProcessRun[]): ProcessRun => ({
  wallMs: runs.reduce((sum, { wallMs }) => sum + wallMs, 0),
  peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
});
