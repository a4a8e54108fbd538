import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { plan } from '../../scripts/commands/plan/run.ts';
import { scopes } from '../../scripts/commands/scopes/run.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { startCommand } from '../support/command.ts';
import { keyClient } from '../support/machine-client.ts';
import { boundNames, MINUTE_MS, OURS, type Rig } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

let tenant: Rig;
let client: { clientId: string; privateKeyPem: string };
beforeAll(async () => {
  tenant = await deployedRig();
  const least = await scopes({ rootDir: tenant.project.rootDir, environment: 'local' });
  if (!least.ok) throw new Error('no scopes');
  client = await keyClient(tenant.auth0, tenant.emulator.domain, least.value.scopes);
});
afterAll(() => tenant.close());

/** The command line with this client's key, its temporary files in a folder of their own. */
async function start(args: string[], key: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'key-client-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { emulator, project } = tenant;
  const command = startCommand(args, {
    cwd: project.rootDir,
    env: {
      TMPDIR: folder,
      AUTH0_DOMAIN: emulator.domain,
      AUTH0_CLIENT_ID: client.clientId,
      NODE_EXTRA_CA_CERTS: emulator.caFile,
      ...key,
    },
  });
  return { command, folder };
}

/** All files that a run has left; the folder of locks stays, empty. */
const leftIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => name !== 'express-configure-locks');

/** Modes and content of the first key file that shows up in the folder while the command runs. */
async function keyFileIn(folder: string, isRunning: () => boolean) {
  while (isRunning()) {
    for (const name of (await readdir(folder)).filter((entry) => entry.startsWith('express-configure-key-'))) {
      const path = join(folder, name, 'key.pem');
      const pem = await readFile(path, 'utf8').catch(() => '');
      if (pem === '') continue;
      const modes = await Promise.all([stat(join(folder, name)), stat(path)]).catch(() => []);
      if (modes.length > 0) return { pem, modes: modes.map(({ mode }) => (mode & 0o777).toString(8)) };
    }
    await sleep(2);
  }
  return undefined;
}

test(
  'a deploy by private key is complete; the key is in a file for this user alone, and only meanwhile',
  async () => {
    await tenant.auth0.tenants.settings.update({ friendly_name: 'by hand' });
    const { command, folder } = await start(['deploy', '--yes'], { AUTH0_CLIENT_PRIVATE_KEY: client.privateKeyPem });
    const { child } = command;
    expect(await keyFileIn(folder, () => child.exitCode === null)).toEqual({
      pem: client.privateKeyPem,
      modes: ['700', '600'],
    });
    const { code, stdout, stderr } = await command.finished;
    expect({ code, stderr: stderr.split('\n').at(0) }).toEqual({
      code: 0,
      stderr: `Plan of environment local for ${tenant.emulator.domain}`,
    });
    expect(stdout).toContain(`${tenant.emulator.domain} is complete but for Okta's key\n`);
    expect(await leftIn(folder)).toEqual([]);
    expect(await boundNames(tenant.auth0)).toEqual(OURS);
    const [line = ''] = client.privateKeyPem.split('\n').slice(1);
    expect(`${stdout}${stderr}`).not.toContain(line);
  },
  MINUTE_MS,
);

test('the key may be a file, or one line with \\n', async () => {
  const folder = join(tenant.project.rootDir, '.keys');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'deploy.pem'), client.privateKeyPem);
  await chmod(join(folder, 'deploy.pem'), 0o600);
  for (const key of [
    { AUTH0_CLIENT_SIGNING_KEY_PATH: '.keys/deploy.pem' },
    { AUTH0_CLIENT_PRIVATE_KEY: client.privateKeyPem.replaceAll('\n', '\\n') },
  ]) {
    const { command } = await start(['plan'], key);
    expect(await command.finished).toMatchObject({ code: 0, stderr: '' });
  }
});

// `deploy-signal.test.ts` sends the other.
test(
  'when SIGTERM ends a deploy, the key file goes, and the tenant is asked nothing more',
  async () => {
    await tenant.auth0.tenants.settings.update({ friendly_name: 'before SIGTERM' });
    const { command, folder } = await start(['deploy', '--yes'], { AUTH0_CLIENT_PRIVATE_KEY: client.privateKeyPem });
    const { child } = command;
    expect(await keyFileIn(folder, () => child.exitCode === null)).toBeDefined();
    child.kill('SIGTERM');
    await command.finished;
    expect(child.exitCode).toBe(1);
    expect(command.stderr()).toContain('INTERRUPTED ');
    expect(await leftIn(folder)).toEqual([]);
    const seen = tenant.emulator.requests().length;
    await sleep(2_000);
    expect(tenant.emulator.requests().slice(seen)).toEqual([]);
  },
  MINUTE_MS,
);

test('a key that the application does not have is told as such', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { domain, caFile } = tenant.emulator;
  const planned = await plan({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    connection: {
      domain,
      caFile,
      clientId: client.clientId,
      privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  });
  expect(planned).toMatchObject({ ok: false, failures: [{ code: 'TENANT_CREDENTIALS' }] });
  expect(planned.ok ? '' : renderFailures(planned.failures)).toContain('AUTH0_CLIENT_PRIVATE_KEY');
});
