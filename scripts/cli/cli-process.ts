import { EXIT, type Failed } from '../lib/failures.ts';
import { printable, printableReport, withoutCommands } from '../lib/printable.ts';
import { renderFailed, renderJson } from '../lib/render.ts';
import type { Cli } from './cli.ts';
import { askOn } from './confirm.ts';
import { keysOf } from './keys.ts';

/** Describes the process of the command line: Node's `process`, or a test's. */
export interface CliProcess {
  cwd(): string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(isRaw: boolean): unknown; destroy(): unknown };
  readonly stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  exitCode: number | string | null | undefined;
  on(event: NodeJS.Signals, listener: () => void): unknown;
  /** Sends itself SIGINT. */
  interrupt(): void;
  exit(code: number): void;
}

const ignore = (): void => {};

/** Gives the commands what they need of a process. */
export function cliOn(process: CliProcess): Cli {
  const interrupted = new AbortController();
  const cli: Cli = {
    rootDir: process.cwd(),
    env: process.env,
    // no-color.org
    hasColors: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    onProgress: (step) => void process.stderr.write(`${withoutCommands(printable(step))}\n`),
    show: (text) => void process.stderr.write(`${withoutCommands(text)}\n`),
    confirm: (question) => askOn(process.stdin, process.stderr, printable(question), interrupted.signal),
    stdout: {
      isTerminal: process.stdout.isTTY === true,
      write: (text) =>
        new Promise((resolve, reject) => {
          // An error goes to the callback too; an event without a listener would end the process.
          if (!process.stdout.listeners('error').includes(ignore)) process.stdout.on('error', ignore);
          process.stdout.write(withoutCommands(text), (error) => (error ? reject(error) : resolve()));
        }),
    },
    finish(result, toText, options) {
      cli.finishOwnText(result, (report) => toText(printableReport(report)), options);
    },
    finishOwnText(result, toText, options) {
      process.exitCode = result.ok ? EXIT.done : EXIT.failed;
      if (options.json) process.stdout.write(renderJson(result.ok ? result.value : withoutFlag(result)));
      else if (result.ok) process.stdout.write(withoutCommands(toText(result.value)));
      else process.stderr.write(withoutCommands(renderFailed(result)));
    },
    keys: () => keysOf(process.stdin, () => process.interrupt(), interrupted.signal),
    interruption() {
      let atMs = 0;
      const stop = (): void => {
        // Some shells between npm and us deliver one Ctrl-C twice.
        if (interrupted.signal.aborted && Date.now() - atMs > 500) process.exit(EXIT.failed);
        if (!interrupted.signal.aborted) atMs = Date.now();
        interrupted.abort();
      };
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
      return interrupted.signal;
    },
    exitWith(code) {
      process.exitCode = code;
    },
  };
  return cli;
}

const withoutFlag = ({ ok: _ok, ...failed }: Failed) => failed;
