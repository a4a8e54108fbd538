import { type Command, Option } from 'commander';
import { type Cli, environmentOption, examples, jsonOption } from '../../cli/cli.ts';
import { COMMAND_CALLS, SHARED_APPLICATIONS } from '../../lib/management-api/command-calls.ts';
import type { Purpose } from './run.ts';
import { scopesText } from './text.ts';

const PURPOSES = ['deploy', 'reading', 'setup', ...Object.keys(SHARED_APPLICATIONS), ...Object.keys(COMMAND_CALLS)];

interface ScopesFlags {
  env: string;
  for: Purpose;
  readOnly?: true;
  setup?: true;
  json?: true;
}

/** Registers `scopes`, which needs no tenant. */
export function registerScopes(program: Command, cli: Cli): void {
  const { rootDir } = cli;

  program
    .command('scopes')
    .description("list the Management API scopes that an application's grant needs, and no more")
    .addOption(new Option('--for <purpose>', 'of the application for it alone').choices(PURPOSES).default('deploy'))
    .addOption(new Option('--read-only', 'the same as --for reading: plan, verify and drift').conflicts('setup'))
    .option('--setup', 'the same as --for setup: npm run setup looks at more than deploys do')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run --silent scopes', 'npm run --silent scopes -- --for onboard --json'))
    .action(async (options: ScopesFlags) => {
      const { scopes } = await import('./run.ts');
      const purpose = options.setup ? 'setup' : options.readOnly ? 'reading' : options.for;
      cli.finish(await scopes({ rootDir, environment: options.env, for: purpose }), scopesText, options);
    });
}
