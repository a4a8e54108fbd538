import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../failures.ts';
import { undoAtEnd } from '../runs/undo-at-exit.ts';
import { type Connection, isLoopback } from '../tenant/connection.ts';
import type { FailedRequest } from '../tenant/failed-request.ts';
import { timeLimits } from '../tenant/time-limits.ts';
import { parseReport, REPORT_FD } from './child-report.ts';
import { cliFailure } from './cli-failure.ts';
import type { Ended, Import } from './import.ts';
import { type KeyFile, writeKeyFile } from './key-file.ts';

const CLI = createRequire(import.meta.url).resolve('auth0-deploy-cli');
const preload = (name: string): string[] => ['--import', fileURLToPath(new URL(`./${name}.ts`, import.meta.url))];

/** Holds the result of an import. */
export interface Imported {
  failures: Failure[];
  /** Notes for people about an import that did not fail. */
  notes: string[];
}

/**
 * Runs `auth0-deploy-cli import` on a file of the output folder in a separate process: it keeps its settings in globals
 * (docs/notes/deploy-cli.md#global-settings) and may end its process. That process gets only the environment variables
 * of `options`, since the CLI makes every variable a keyword (docs/notes/deploy-cli.md#keywords). It ends when this
 * process ends.
 *
 * @returns failures and notes. Without failures the tenant may still differ from the file: the CLI also exits 0 on
 * some failures
 */
export async function importWithDeployCli(options: Import): Promise<Imported> {
  const { connection } = options;
  const keyFile = 'privateKeyPem' in connection ? writeKeyFile(connection.privateKeyPem) : undefined;
  try {
    const ended = await run(options, keyFile);
    return { failures: ended.with === 0 ? [] : [cliFailure(options, ended)], notes: ended.notes };
  } finally {
    keyFile?.remove();
  }
}

async function run(options: Import, keyFile?: KeyFile): Promise<Ended & Pick<Imported, 'notes'>> {
  const { connection, keywords, traffic, signal, cli = CLI } = options;
  const folder = join(options.rootDir, options.folder);
  let child: ChildProcess | undefined;
  let isInterrupted = false;
  const stop = (): void => {
    isInterrupted = true;
    child?.kill();
  };
  const takeBack = undoAtEnd(stop);
  child = spawn(
    process.execPath,
    [
      ...preload('preload-requests'),
      ...(options.hasPrompts ? [] : preload('preload-schema')),
      ...(isLoopback(connection) ? preload('preload-waits') : []),
      ...[cli, 'import', '-c', join(folder, 'config.json'), '-i', join(folder, options.file)],
    ],
    {
      cwd: folder,
      env: childEnvironment(connection, keywords, keyFile),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: timeLimits(connection.domain).importMs,
    },
  );
  signal?.addEventListener('abort', stop);
  const output: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const failed: FailedRequest[] = [];
  const notes: string[] = [];
  let hasToken = false;
  const pipe = child.stdio[REPORT_FD];
  if (pipe && 'read' in pipe) {
    createInterface({ input: pipe }).on('line', (line) => {
      const report = parseReport(line);
      if (report === undefined) return;
      if ('note' in report) {
        notes.push(report.note);
        return;
      }
      if ('failed' in report) failed.push(report.failed);
      else {
        const { method, url } = report.sent;
        traffic.count(method, url);
        hasToken ||= new URL(url).pathname.startsWith('/api/');
      }
      // The CLI reads the key once, for its token, and asks for that before all else.
      keyFile?.remove();
    });
  }
  const [code, killedBy]: (number | string | null)[] = await once(child, 'close').finally(() => {
    takeBack();
    signal?.removeEventListener('abort', stop);
  });
  const isLate = child.killed && !isInterrupted;
  return { with: code ?? killedBy, isLate, output: output.join(''), hasToken, failed, notes };
}

function childEnvironment(
  connection: Connection,
  keywords: Readonly<Record<string, string>>,
  keyFile: KeyFile | undefined,
): Readonly<Record<string, string>> {
  return {
    ...connection.machineEnv,
    ...(connection.caFile !== undefined && { NODE_EXTRA_CA_CERTS: connection.caFile }),
    // The SDK's 10 retries take minutes; a real tenant's rate limit needs them (docs/notes/deploy-cli.md#retries).
    ...(isLoopback(connection) && { AUTH0_API_MAX_RETRIES: '1' }),
    ...keywords,
    AUTH0_DOMAIN: connection.domain,
    AUTH0_CLIENT_ID: connection.clientId,
    ...('clientSecret' in connection && { AUTH0_CLIENT_SECRET: connection.clientSecret }),
    ...(keyFile && { AUTH0_CLIENT_SIGNING_KEY_PATH: keyFile.path }),
  };
}
