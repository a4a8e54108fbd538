import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { CliProcess } from '../../scripts/cli/cli-process.ts';
import { commandLine } from '../../scripts/cli/command-line.ts';
import { projectDir, rootDir } from './project.ts';

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  child: ChildProcess;
  /** Returns the output so far. */
  stderr(): string;
  /** Settles when stderr holds the text. */
  said(text: string): Promise<void>;
  finished: Promise<CommandResult>;
}

export interface CommandOptions {
  /** The project's folder; the fixture by default. */
  cwd?: string;
  /** All environment variables besides PATH. */
  env?: Record<string, string>;
}

const path = `${join(rootDir, 'node_modules/.bin')}:${process.env.PATH}`;

/** Starts this project's command line with its own Node, without npm between: signals reach it. */
export function startCommand(args: string[], options: CommandOptions = {}): RunningCommand {
  const cwd = options.cwd ?? projectDir;
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

/** Runs the command line in a separate process, for tests about that process. */
export const runProcess = (...args: Parameters<typeof startCommand>): Promise<CommandResult> =>
  startCommand(...args).finished;

/**
 * Runs the command line within this process, with separate streams, variables and folder: loading it in another process
 * costs more than most commands.
 */
export async function runCommand(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [stdout, stderr] = [collector(), collector()];
  const signals = new EventEmitter();
  const own: CliProcess = {
    cwd: () => options.cwd ?? projectDir,
    env: { PATH: path, ...options.env },
    stdin: Readable.from([]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    exitCode: undefined,
    on: (event, listener) => signals.on(event, listener),
    interrupt: () => void signals.emit('SIGINT'),
    exit(code) {
      own.exitCode = code;
    },
  };
  const { run, stop } = commandLine(own);
  await run(args).catch(stop);
  return { code: Number(own.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
}

function collector(): { stream: Writable; text(): string } {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream, text: () => text };
}
