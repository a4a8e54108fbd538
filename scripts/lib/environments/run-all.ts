import { EXIT } from '../failures.ts';
import { ownVariablesOf, type Variables } from '../tenant/variables.ts';
import { runPool } from './pool.ts';
import { type ChildResult, runChild } from './run-child.ts';

/** Commands that take several environments. */
export type EnvironmentsCommand = 'plan' | 'deploy' | 'verify' | 'drift';

export interface EnvironmentsOptions {
  rootDir: string;
  command: EnvironmentsCommand;
  environments: readonly string[];
  env: Variables;
  /** At most so many at a time. */
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
  /** What the command says with `--json`. */
  report?: unknown;
}

/** One command for each environment, side by side. `{env}` in an argument stands for the environment's name. */
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

/** A file’s name with the environment’s in place of `{env}`. */
export const withName = (text: string, environment: string): string => text.replaceAll('{env}', environment);

function toRow(environment: string, result: ChildResult | undefined): EnvironmentOutcome {
  if (result === undefined) return { environment, status: 'skipped' };
  const { exitCode, report } = result;
  const status = exitCode === EXIT.done ? 'done' : exitCode === EXIT.attention ? 'changes' : 'failed';
  return { environment, status, report };
}
