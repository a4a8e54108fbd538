import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandResult, startCommand } from '../support/command.ts';
import { useExternalApi } from '../support/domains-api.ts';
import { keyClient } from '../support/machine-client.ts';
import { MINUTE_MS, type Rig, rig } from './deploy-rig.ts';

const ACTION_SECRET = 'canary-domains-api-token-4711';

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
  await useExternalApi(tenant.project);
});
afterAll(() => tenant.close());

const isLinux = process.platform === 'linux';

/** The command lines of a process and of all that descend from it. */
async function commandLines(pid: number): Promise<string[]> {
  const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const children = (await read(`task/${pid}/children`)).trim().split(' ').filter(Boolean).map(Number);
  return [await read('cmdline'), ...(await Promise.all(children.map(commandLines))).flat()];
}

/** Runs the command line, and notes every command line that shows meanwhile. */
async function watched(args: string[], credential: Record<string, string>) {
  const { emulator, project } = tenant;
  const seen = new Set<string>();
  const { child, finished } = startCommand(args, {
    cwd: project.rootDir,
    env: {
      AUTH0_DOMAIN: emulator.domain,
      NODE_EXTRA_CA_CERTS: emulator.caFile,
      DOMAINS_API_URL: 'https://domains.acme-saas.com',
      DOMAINS_API_TOKEN: ACTION_SECRET,
      ...credential,
    },
  });
  while (child.exitCode === null) {
    for (const line of await commandLines(child.pid ?? 0)) seen.add(line);
    await sleep(20);
  }
  return { ...(await finished), commandLines: [...seen].join('\n') };
}

/** Everything under a folder, as one text. */
async function textUnder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

/** Where any of these shows, by name. */
const leaks = (texts: Record<string, string>, secrets: readonly string[]): string[] =>
  Object.entries(texts).flatMap(([name, text]) => secrets.filter((secret) => text.includes(secret)).map(() => name));

async function traces(run: CommandResult & { commandLines: string }): Promise<Record<string, string>> {
  const { rootDir } = tenant.project;
  const { stdout, stderr, commandLines } = run;
  const kept = await readFile(join(rootDir, 'plan.json'), 'utf8').catch(() => '');
  return { stdout, stderr, commandLines, dist: await textUnder(join(rootDir, 'dist')), plan: kept };
}

test.skipIf(!isLinux)(
  'no secret is in an output, a file, a plan or the list of processes: of a deploy that fails, of a first deploy, of a plan',
  async () => {
    const { auth0, emulator } = tenant;
    const { deployClient } = emulator;
    const login = { AUTH0_CLIENT_ID: deployClient.clientId, AUTH0_CLIENT_SECRET: deployClient.clientSecret };
    const secrets = [deployClient.clientSecret, ACTION_SECRET];

    // auth0-deploy-cli repeats whole the object that it could not write, secrets and all.
    const { id = '' } = await auth0.actions.create({
      name: 'express-configure-domains',
      code: 'exports.onExecuteCredentialsExchange = async () => {};',
      supported_triggers: [{ id: 'credentials-exchange', version: 'v2' }],
    });
    const refused = await watched(['deploy', '--yes'], login);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Problem updating actions {');
    expect(leaks(await traces(refused), secrets)).toEqual([]);
    await auth0.actions.delete(id);

    const deployed = await watched(['deploy', '--yes'], login);
    expect(deployed.code).toBe(0);
    expect(deployed.commandLines).toContain('auth0-deploy-cli');
    expect(leaks(await traces(deployed), secrets)).toEqual([]);

    await tenant.project.edit(
      'tenant/environments/local.yaml',
      'DOMAINS_API_TOKEN:\n    version: 1',
      'DOMAINS_API_TOKEN:\n    version: 2',
    );
    const planned = await watched(['plan', '--out', 'plan.json'], login);
    expect(planned.code).toBe(2);
    const traced = await traces(planned);
    expect(traced.plan).toContain('express-configure-domains');
    expect(leaks(traced, secrets)).toEqual([]);
  },
  2 * MINUTE_MS,
);

test.skipIf(!isLinux)(
  'nor is a private key',
  async () => {
    const { data } = await tenant.auth0.clientGrants.list({ client_id: tenant.emulator.deployClient.clientId });
    const { clientId, privateKeyPem } = await keyClient(tenant.auth0, tenant.emulator.domain, data[0]?.scope ?? []);
    const lines = privateKeyPem.split('\n').slice(1, -2);
    const deployed = await watched(['deploy', '--yes'], {
      AUTH0_CLIENT_ID: clientId,
      AUTH0_CLIENT_PRIVATE_KEY: privateKeyPem,
    });
    expect({ code: deployed.code, stderr: deployed.stderr }).toMatchObject({ code: 0 });
    expect(deployed.commandLines).toContain('auth0-deploy-cli');
    expect(leaks(await traces(deployed), [...lines, ACTION_SECRET])).toEqual([]);
  },
  2 * MINUTE_MS,
);
