import type { Result } from '../lib/failures.ts';

/** What `scripts/cli.ts` hands to the commands: it alone reads the process and sets its exit code. */
export interface Cli {
  /** The project. */
  rootDir: string;
  /** Environment variables. */
  env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal that shows colours, and nobody asked for none (NO_COLOR). */
  hasColors: boolean;
  /** Tells people of a step, once it is done, on one line. */
  onProgress(step: string): void;
  /** Shows people a text of several lines, whose foreign parts it has escaped itself. */
  show(text: string): void;
  /** Asks a yes-or-no question; `undefined` where there is no terminal to ask on. */
  confirm(question: string): Promise<boolean | undefined>;
  /** For commands that write as they go, and not one result at their end. */
  stdout: {
    isTerminal: boolean;
    /** Resolves once it is out of this process; rejects with `EPIPE` where nobody reads any more. */
    write(text: string): Promise<void>;
  };
  /** Writes a result, or why there is none, and sets the exit code: 0 or 1. `toText` gets a report that is escaped. */
  finish<T>(result: Result<T>, toText: (report: T) => string, options: { json?: true }): void;
  /** The same, where `toText` escapes what is foreign: a document, or one that has several lines in a text. */
  finishOwnText<T>(result: Result<T>, toText: (report: T) => string, options: { json?: true }): void;
  /** Keys as they are pressed, until stdin ends. */
  keys(): AsyncIterable<string>;
  /** Aborts at Ctrl-C, SIGTERM or SIGHUP; the next one ends the process. */
  interruption(): AbortSignal;
  /** Where it is neither 0 nor 1 as {@link finish} says. */
  exitWith(code: number): void;
}

export const environmentOption = ['--env <name>', 'file of tenant/environments/, without .yaml', 'local'] as const;
export const jsonOption = ['--json', 'the result as JSON on stdout, everything else on stderr'] as const;

/** `plan` and `deploy` have this option. */
export const pruneOption = [
  '--prune',
  'delete Actions that this project has deployed and tenant.yaml no longer declares',
] as const;

/** For `argParser` of an option that may be there several times. */
export const more = (value: string, values: string[]): string[] => [...values, value];

/** For `addHelpText('after', …)`. */
export function examples(...commands: string[]): string {
  return ['', 'Examples:', ...commands.map((command) => `  ${command}`)].join('\n');
}

/** Of an option that may be repeated. */
export const repeated = (value: string, values: string[] | undefined): string[] => [...(values ?? []), value];

/** The environment variables that say something, for secrets. */
export function setVariables(env: Cli['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
