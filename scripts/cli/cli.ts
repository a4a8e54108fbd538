import type { Result } from '../lib/failures.ts';

/** Holds what `scripts/cli.ts` passes to the commands: only it reads the process and sets its exit code. */
export interface Cli {
  /** The project. */
  rootDir: string;
  /** Environment variables. */
  env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal that shows colours, and NO_COLOR is not set. */
  hasColors: boolean;
  /** Tells people of a step, once it is done, on one line. */
  onProgress(step: string): void;
  /** Shows people a text of several lines, whose foreign parts it has escaped itself. */
  show(text: string): void;
  /** Asks a yes-or-no question; `undefined` if there is no terminal. */
  confirm(question: string): Promise<boolean | undefined>;
  /** The output for commands that write during their run, and not one result at the end. */
  stdout: {
    isTerminal: boolean;
    /** Resolves once the text has left this process; rejects with `EPIPE` if nobody reads any more. */
    write(text: string): Promise<void>;
  };
  /** Writes a result, or its failures, and sets the exit code: 0 or 1. `toText` gets an escaped report. */
  finish<T>(result: Result<T>, toText: (report: T) => string, options: { json?: true }): void;
  /** The same, where `toText` escapes what is foreign: a document, or one that has several lines in a text. */
  finishOwnText<T>(result: Result<T>, toText: (report: T) => string, options: { json?: true }): void;
  /** Keys as they are pressed, until stdin ends. */
  keys(): AsyncIterable<string>;
  /** Aborts at Ctrl-C, SIGTERM or SIGHUP; the next one ends the process. */
  interruption(): AbortSignal;
  /** Sets an exit code other than that of {@link finish}. */
  exitWith(code: number): void;
}

export const environmentOption = ['--env <name>', 'file of tenant/environments/, without .yaml', 'local'] as const;
export const jsonOption = ['--json', 'the result as JSON on stdout, everything else on stderr'] as const;

/** `plan` and `deploy` have this option. */
export const pruneOption = [
  '--prune',
  'delete Actions that this project has deployed and tenant.yaml no longer declares',
] as const;

/** Collects the values of an option that may be repeated, for `argParser`. */
export const more = (value: string, values: string[]): string[] => [...values, value];

/** Formats examples for `addHelpText('after', …)`. */
export function examples(...commands: string[]): string {
  return ['', 'Examples:', ...commands.map((command) => `  ${command}`)].join('\n');
}

/** Collects the values of an option that may be repeated. */
export const repeated = (value: string, values: string[] | undefined): string[] => [...(values ?? []), value];

/** Returns the environment variables that are not empty, for secrets. */
export function setVariables(env: Cli['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
