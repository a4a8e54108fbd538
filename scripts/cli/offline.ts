import { type Command, Option } from 'commander';
import { buildText } from '../commands/build/text.ts';
import { checkText } from '../commands/check/text.ts';
import { scopesText } from '../commands/scopes/text.ts';
import { type CallingCommand, COMMAND_CALLS } from '../lib/management-api/command-calls.ts';
import { type Cli, environmentOption, examples, jsonOption } from './cli.ts';

const PURPOSES = ['deploy', 'reading', 'setup', ...Object.keys(COMMAND_CALLS)];

interface ScopesFlags {
  env: string;
  for: 'deploy' | 'reading' | 'setup' | CallingCommand;
  readOnly?: true;
  setup?: true;
  json?: true;
}

/** Commands that need no tenant. */
export function registerOffline(program: Command, cli: Cli): void {
  const { rootDir, env } = cli;

  program
    .command('build')
    .description('make dist/tenant/ from tenant/ and actions/, after checking all that can be checked offline')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run build', 'npm run --silent build -- --env production --json'))
    .action(async (options: { env: string; json?: true }) => {
      const { build } = await import('../commands/build/run.ts');
      cli.finish(await build({ rootDir, environment: options.env }), buildText, options);
    });

  program
    .command('check')
    .description('find what a tenant would refuse or misunderstand, offline and without writing anything')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run check', 'npm run --silent check -- --env production --json'))
    .action(async (options: { env: string; json?: true }) => {
      const { check } = await import('../commands/check/run.ts');
      cli.finish(await check({ rootDir, environment: options.env, env }), checkText, options);
    });

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
      const { scopes } = await import('../commands/scopes/run.ts');
      const purpose = options.setup ? 'setup' : options.readOnly ? 'reading' : options.for;
      cli.finish(await scopes({ rootDir, environment: options.env, for: purpose }), scopesText, options);
    });
}
