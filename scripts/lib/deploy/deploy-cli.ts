import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Failure } from '../failures.ts';
import { type Connection, isLoopback } from '../tenant/connection.ts';
import { secretOf } from '../tenant/credential.ts';
import type { Traffic } from '../tenant/management.ts';
import { beforeEnding } from './before-ending.ts';
import { type KeyFile, writeKeyFile } from './key-file.ts';
import { mask } from './mask.ts';

const CLI = createRequire(import.meta.url).resolve('auth0-deploy-cli');
const preload = (name: string): string[] => ['--import', fileURLToPath(new URL(`./${name}.ts`, import.meta.url))];
const TIME_LIMIT_MS = 10 * 60_000;

/**
 * Runs `auth0-deploy-cli import` on a file of the output folder, in a process of its own: it keeps its settings in
 * globals and ends the process when it likes. That process gets no other environment variable than these, since the CLI
 * makes every one a keyword.
 *
 * @param options.hasPrompts the file has a section `prompts:`, which the CLI then checks by its whole schema
 * @param options.keywords values of the secrets that the file names; they are in no file and in no argument
 * @param options.notes gets what people should know of an import that did not fail
 * @returns what went wrong. That nothing did does not say that the tenant is as it should be: the CLI also exits 0 on
 *   some failures
 */
export async function importWithDeployCli(options: {
  rootDir: string;
  /** Relative to the project. */
  folder: string;
  /** In that folder. */
  file: string;
  hasPrompts: boolean;
  connection: Connection;
  keywords: Readonly<Record<string, string>>;
  traffic: Traffic;
  notes: Set<string>;
  /** Ends the process. */
  signal?: AbortSignal;
  /** The CLI's main file, instead of the installed one's. */
  cli?: string;
}): Promise<Failure[]> {
  const { connection, keywords, traffic, notes, cli = CLI } = options;
  const folder = join(options.rootDir, options.folder);
  const file = `${options.folder}/${options.file}`;
  const keyFile = 'privateKeyPem' in connection ? writeKeyFile(connection.privateKeyPem) : undefined;
  const child = spawn(
    process.execPath,
    [
      ...preload('preload-requests'),
      ...(options.hasPrompts ? [] : preload('preload-schema')),
      ...[cli, 'import', '-c', join(folder, 'config.json'), '-i', join(folder, options.file)],
    ],
    {
      cwd: folder,
      env: childEnvironment(connection, keywords, keyFile),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: TIME_LIMIT_MS,
    },
  );
  const stop = (): void => void child.kill();
  options.signal?.addEventListener('abort', stop);
  const takeBack = beforeEnding(() => child.kill());
  const output: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const [, , , sent] = child.stdio;
  if (sent && 'read' in sent) {
    createInterface({ input: sent }).on('line', (line) => {
      const [kind = '', ...rest] = line.split(' ');
      // The CLI reads the key once, for its token, and asks for that before all else.
      if (kind !== 'NOTE') keyFile?.remove();
      if (kind === 'NOTE') notes.add(wholeSchema(rest.join(' ')));
      else traffic.count(kind, rest.join(' '));
    });
  }
  const [code, signal]: (number | string | null)[] = await once(child, 'close').finally(() => {
    options.signal?.removeEventListener('abort', stop);
    takeBack();
    keyFile?.remove();
  });
  if (code === 0) return [];
  const secrets = [secretOf(connection), ...Object.values(keywords)];
  return [cliFailure(file, mask(output.join(''), secrets), code ?? signal)];
}

function childEnvironment(
  connection: Connection,
  keywords: Readonly<Record<string, string>>,
  keyFile: KeyFile | undefined,
): Readonly<Record<string, string>> {
  return {
    ...connection.machineEnv,
    ...(connection.caFile !== undefined && { NODE_EXTRA_CA_CERTS: connection.caFile }),
    // The SDK's 10 retries take minutes; a real tenant's rate limit needs them (deploy-cli.md section 1).
    ...(isLoopback(connection) && { AUTH0_API_MAX_RETRIES: '1' }),
    ...keywords,
    AUTH0_DOMAIN: connection.domain,
    AUTH0_CLIENT_ID: connection.clientId,
    ...('clientSecret' in connection && { AUTH0_CLIENT_SECRET: connection.clientSecret }),
    ...(keyFile && { AUTH0_CLIENT_SIGNING_KEY_PATH: keyFile.path }),
  };
}

const wholeSchema = (reason: string): string =>
  `auth0-deploy-cli is not laid out as it was (${reason}): it compiles its whole schema, which takes half a minute and 2 GB a stage. Nothing else is different.`;

const NETWORK = ['interceptors did not return an alternative response', 'fetch failed'];

function cliFailure(file: string, output: string, ending: number | string | null | undefined): Failure {
  const isNetwork = NETWORK.some((text) => output.includes(text));
  return {
    code: 'DEPLOY_CLI',
    expected: `auth0-deploy-cli to import ${file}`,
    found: `exit ${ending}: ${errorLines(output)}`,
    where: { file },
    fix: isNetwork
      ? 'The tenant did not answer, or its certificate is not trusted: check AUTH0_DOMAIN and NODE_EXTRA_CA_CERTS.'
      : 'Correct what the message names and run the command again: it continues where it ended.',
  };
}

/** The lines the CLI logs as errors, without their time; its last ones where there are none. */
function errorLines(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const first = lines.findIndex((line) => / - error: /.test(line));
  const relevant = first === -1 ? lines.slice(-3) : lines.slice(first, first + 8);
  return relevant.map((line) => line.replace(/^\S+ - error: /, '')).join('\n  ');
}
