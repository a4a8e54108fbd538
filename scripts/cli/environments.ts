import { type Command, InvalidArgumentError } from 'commander';
import type { EnvironmentsCommand, EnvironmentsOptions } from '../lib/environments/run-all.ts';
import type { EnvironmentsReport } from '../lib/environments/run-environments.ts';
import { EXIT, failed, ok, type Result } from '../lib/failures.ts';
import { type Cli, repeated } from './cli.ts';

/** The local tenant's environment: it is deployed to by `npm start`, never with `--all`. */
const LOCAL = 'local';
const LIMIT = 2;

export interface EnvironmentFlags {
  env?: string[];
  all?: true;
  concurrency: number;
  keepGoing?: true;
}

/** Adds the options of a command that takes one environment, several, or all. */
export function withEnvironments(command: Command): Command {
  return command
    .option(
      '--env <name>',
      'file of tenant/environments/, without .yaml; repeat it for several (default: local)',
      repeated,
    )
    .option('--all', `every environment but ${LOCAL}`)
    .option('--concurrency <number>', 'of several, how many at a time', positive, LIMIT)
    .option('--keep-going', 'of several, go on with the others where one fails');
}

export const severalHelp = [
  '',
  'Of several environments each takes its tenant from variables with its own suffix:',
  'AUTH0_DOMAIN__PRODUCTION_EU is AUTH0_DOMAIN of production-eu.',
].join('\n');

/** Returns the only environment of the options; `undefined` if there are several. */
export const singleEnvironment = ({ env = [LOCAL], all }: EnvironmentFlags): string | undefined =>
  all || env.length > 1 ? undefined : env[0];

/** Returns several environments, and how to run a command for them. */
export async function severalEnvironments(
  cli: Cli,
  command: EnvironmentsCommand,
  { env = [], all, concurrency, keepGoing }: EnvironmentFlags,
): Promise<Result<EnvironmentsOptions>> {
  const { environmentNames } = await import('../lib/manifest/environment.ts');
  const known = await environmentNames(cli.rootDir);
  const environments = all ? known.filter((name) => name !== LOCAL) : [...new Set(env)];
  const unknown = environments.filter((name) => !known.includes(name));
  if (environments.length === 0 || unknown.length > 0) {
    return failed({
      code: 'UNKNOWN_ENVIRONMENT',
      expected: `environments of tenant/environments/: ${known.join(', ')}`,
      found: unknown.map((name) => `"${name}"`).join(', ') || `none but ${LOCAL}`,
      fix: 'Choose some with --env, or create tenant/environments/NAME.yaml.',
    });
  }
  return ok({
    rootDir: cli.rootDir,
    command,
    environments,
    env: cli.env,
    limit: concurrency,
    keepGoing: keepGoing ?? false,
    onProgress: cli.onProgress,
    signal: cli.interruption(),
  });
}

/** Prints the final table and sets the exit code: 1 where one failed, 2 where one has changes. */
export async function finishEnvironments(
  cli: Cli,
  result: Result<EnvironmentsReport>,
  flags: { json?: true },
): Promise<void> {
  const { environmentsText } = await import('../lib/environments/environments-text.ts');
  cli.finish(result, environmentsText, flags);
  if (!result.ok) return;
  const statuses = result.value.environments.map(({ status }) => status);
  if (statuses.some((status) => status === 'failed' || status === 'skipped')) cli.exitWith(EXIT.failed);
  else if (statuses.includes('changes')) cli.exitWith(EXIT.attention);
}

function positive(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number from 1 to 999.');
}
