import type { Command } from 'commander';
import { type Cli, environmentOption, examples, jsonOption } from '../../cli/cli.ts';
import { checkText } from './text.ts';

/** Registers `check`, which needs no tenant. */
export function registerCheck(program: Command, cli: Cli): void {
  const { rootDir, env } = cli;

  program
    .command('check')
    .description('find what a tenant would refuse or misunderstand, offline and without writing anything')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run check', 'npm run --silent check -- --env production --json'))
    .action(async (options: { env: string; json?: true }) => {
      const { check } = await import('./run.ts');
      cli.finish(await check({ rootDir, environment: options.env, env }), checkText, options);
    });
}
