import { EXIT } from '../failures.ts';
import { ownVariablesOf, type Variables } from '../tenant/variables.ts';
import { runPool } from './pool.ts';
import { type ChildResult, runChild } from './run-child.ts';

/** Names the commands that take several environments. */
export type EnvironmentsCommand = 'plan' | 'deploy' | 'verify' | 'drift';

export interface EnvironmentsOptions {
  rootDir: string;
  command: EnvironmentsCommand;
  environments: readonly string[];
  env: Variables;
  /** How many run at a time, at most. */
  limit: number;
  /** Go on with the others where one fails. */
  keepGoing: boolean;
  onProgress: (line: string) => void;
  signal: AbortSignal;
}

export interface EnvironmentOutcome {
  environment: string;
  /** `skipped`: another one had failed before it was begun. */
  status: 'done' | 'changes' | 'failed' | 'skipped';
  /** The command's output with `--json`. */
  report?: unknown;
}

/**
 * Runs one command for each environment, side by side. `{env}` in an argument is replaced by the environment's name.
 */
export async function runAll(
  options: EnvironmentsOptions,
  command: EnvironmentsCommand,
  environments: readonly string[],
  args: readonly string[],
): Promise<EnvironmentOutcome[]> {
  const { rootDir, limit, keepGoing, onProgress, signal } = options;
  const results = await runPool(
    environments,
    { limit, keepGoing, isFailure: ({ exitCode }: ChildResult) => exitCode === EXIT.failed || signal.aborted },
    (environment) =>
      runChild({
        rootDir,
        args: [command, '--env', environment, ...args.map((arg) => withName(arg, environment))],
        env: ownVariablesOf(options.env, environment, options.environments),
        onLine: (line) => onProgress(`[${environment}] ${line}`),
        signal,
      }),
  );
  return environments.map((environment, index) => toRow(environment, results[index]));
}

/** Returns a file’s name with the environment’s in place of `{env}`. */
export const withName = (text: string, environment: string): string => text.replaceAll('{env}', environment);

function toRow(environment: string, result: ChildResult | undefined): EnvironmentOutcome {
  if (result === undefined) return { environment, status: 'skipped' };
  const { exitCode, report } = result;
  const status = exitCode === EXIT.done ? 'done' : exitCode === EXIT.attention ? 'changes' : 'failed';
  return { environment, status, report };
}
