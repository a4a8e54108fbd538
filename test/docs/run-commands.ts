/** Commands of the pages, run in a project and on a tenant. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { envOf, type Rig, runOn } from '../e2e/deploy-rig.ts';
import { startDns } from '../support/dns.ts';
import { realValues } from '../support/environment.ts';
import { rootDir } from '../support/project.ts';
import { PLACEHOLDERS, type RunCommand } from './commands.ts';

/** Runs the commands one after the other, and expects of each what its page says. */
export async function expectAsPagesSay(tenant: Rig, commands: readonly RunCommand[]): Promise<void> {
  await prepare(tenant);
  await using dns = await startDns();
  await using secondDns = await startDns();
  const resolvers = [dns, secondDns].map(({ resolver }) => `--resolver ${resolver}`).join(' ');
  const scripts = await npmScripts(tenant);
  const [first] = commands;
  for (const one of commands) {
    await getReady(tenant, one, scripts);
    const command = withPlaceholders(one.command) + (one.also === 'resolvers' ? ` ${resolvers}` : '');
    // By npm once: it takes longer than most commands, and does the same each time.
    const { code, output } = one === first ? await shell(tenant, command) : await run(tenant, command, scripts);
    expect({ command, code, output }).toEqual({ command, code: one.exit, output: expect.stringContaining(one.says) });
  }
}

/** What the commands find in a project: environments of the names that pages use, a key, customers. */
async function prepare({ project }: Rig): Promise<void> {
  const at = (file: string): string => join(project.rootDir, file);
  for (const folder of ['scripts', 'emulator']) await symlink(join(rootDir, folder), at(folder));
  for (const name of ['production', 'production-eu']) {
    const local = await readFile(at('tenant/environments/local.yaml'), 'utf8');
    await writeFile(at(`tenant/environments/${name}.yaml`), realValues(local));
  }
  await project.edit(
    'tenant/environments/production-eu.yaml',
    'ADMIN_LOGIN_DOMAIN: "##AUTH0_DOMAIN##"',
    'ADMIN_LOGIN_DOMAIN: eu.acme-saas.com',
  );
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(at('okta-new.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
  await writeFile(at('customers.csv'), 'organization,admin,domains\ninitech,bill@initech.com,initech.com\n');
}

async function getReady(tenant: Rig, { first: { edit, commands = [] } = {} }: RunCommand, scripts: Scripts) {
  if (edit !== undefined) await tenant.project.edit(...edit);
  for (const command of commands) {
    const { code, output } = await run(tenant, command, scripts);
    if (code !== 0) throw new Error(`${command}: ${output}`);
  }
}

type Scripts = Readonly<Record<string, string>>;

async function npmScripts({ project }: Rig): Promise<Scripts> {
  return JSON.parse(await readFile(join(project.rootDir, 'package.json'), 'utf8')).scripts;
}

const NPM_RUN = /^npm run (?:--silent )?([\w:-]+)(?: --(?= ))?/;

/** What npm starts for the command. */
const withoutNpm = (command: string, scripts: Scripts): string =>
  command.replace(NPM_RUN, (_npm, name: string) => scripts[name] ?? name);

const withPlaceholders = (command: string): string =>
  Object.entries(PLACEHOLDERS).reduce(
    (text, [name, value]) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), value),
    command,
  );

/** A command of this project's without quotes, which need a shell. */
const OWN = /^node scripts\/cli\.ts (?!emulator\b)([^'"&|$]+)$/;

/** Runs what npm would start: in this process where it can. */
async function run(tenant: Rig, command: string, scripts: Scripts): Promise<{ code: number | null; output: string }> {
  const line = withoutNpm(command, scripts);
  const words = OWN.exec(line)?.[1]?.split(' ');
  if (words === undefined) return shell(tenant, line);
  const { code, stdout, stderr } = await runOn(tenant, ...words);
  return { code, output: stdout + stderr };
}

/** As people type it, quotes included. */
async function shell(tenant: Rig, command: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, {
    shell: true,
    cwd: tenant.project.rootDir,
    env: {
      // npm puts it there for a script.
      PATH: `${join(rootDir, 'node_modules/.bin')}:${process.env.PATH}`,
      HOME: tenant.project.rootDir,
      npm_config_update_notifier: 'false',
      ...envOf(tenant),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]]: [string, string, (number | null)[]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: code ?? null, output: stdout + stderr };
}
