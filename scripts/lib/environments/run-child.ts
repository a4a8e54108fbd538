import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../cli.ts', import.meta.url));

export interface ChildResult {
  /** 0 done, 1 failed, 2 changes. */
  exitCode: number;
  /** Its JSON; `undefined` where it said none. */
  report: unknown;
}

/**
 * Runs one command for one environment, in a separate process: auth0-deploy-cli keeps its settings in globals, and two
 * deploys in one process mix them up (docs/notes/deploy-cli.md#global-settings).
 *
 * @param options.onLine is called with each line of its progress
 */
export async function runChild(options: {
  rootDir: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  onLine: (line: string) => void;
  signal: AbortSignal;
}): Promise<ChildResult> {
  const { rootDir, args, env, onLine, signal } = options;
  const child = spawn(process.execPath, [CLI, ...args, '--json'], {
    cwd: rootDir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  createInterface({ input: child.stderr }).on('line', onLine);
  const [code]: (number | null)[] = await once(child, 'close');
  signal.removeEventListener('abort', stop);
  return { exitCode: code ?? 1, report: parse(stdout) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
