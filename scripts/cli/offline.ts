import { type Command, Option } from 'commander';
import { buildText, checkText, scopesText } from '../lib/report-text.ts';
import { type Cli, environmentOption, examples, jsonOption } from './cli.ts';

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
      const { build } = await import('../commands/build.ts');
      cli.finish(await build({ rootDir, environment: options.env }), buildText, options);
    });

  program
    .command('check')
    .description('find what a tenant would refuse or misunderstand, offline and without writing anything')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run check', 'npm run --silent check -- --env production --json'))
    .action(async (options: { env: string; json?: true }) => {
      const { check } = await import('../commands/check.ts');
      cli.finish(await check({ rootDir, environment: options.env, env }), checkText, options);
    });

  program
    .command('scopes')
    .description("list the Management API scopes the deploy application's grant needs, and no more")
    .addOption(new Option('--read-only', 'of an application for plan, verify and drift alone').conflicts('setup'))
    .option('--setup', 'with those of npm run setup, which looks at more')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run --silent scopes', 'npm run --silent scopes -- --read-only --json'))
    .action(async (options: { env: string; readOnly?: true; setup?: true; json?: true }) => {
      const { scopes } = await import('../commands/scopes.ts');
      const listed = await scopes({
        rootDir,
        environment: options.env,
        ...(options.readOnly && { readOnly: true }),
        ...(options.setup && { setup: true }),
      });
      cli.finish(listed, scopesText, options);
    });
}
