import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { rootDir } from './project.ts';

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  child: ChildProcess;
  /** What it has said so far. */
  stderr(): string;
  /** Settles when stderr holds the text. */
  said(text: string): Promise<void>;
  finished: Promise<CommandResult>;
}

/** Starts this project's command line with its own Node, without npm between: signals reach it. */
export function startCommand(
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): RunningCommand {
  const cwd = options.cwd ?? rootDir;
  const path = `${join(rootDir, 'node_modules/.bin')}:${process.env.PATH}`;
  const child = spawn(process.execPath, [join(rootDir, 'scripts/cli.ts'), ...args], {
    cwd,
    env: { PATH: path, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return {
    child,
    stderr: () => output.stderr,
    async said(text) {
      while (!output.stderr.includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended without saying ${JSON.stringify(text)}: ${output.stderr}`);
        await Promise.race([once(child.stderr, 'data'), once(child, 'close')]);
      }
    },
    finished: once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, ...output })),
  };
}

export const runCommand = (...args: Parameters<typeof startCommand>): Promise<CommandResult> =>
  startCommand(...args).finished;
