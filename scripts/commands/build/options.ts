import type { Command } from 'commander';
import { type Cli, environmentOption, examples, jsonOption } from '../../cli/cli.ts';
import { buildText } from './text.ts';

/** Registers `build`, which needs no tenant. */
export function registerBuild(program: Command, cli: Cli): void {
  const { rootDir } = cli;

  program
    .command('build')
    .description('make dist/tenant/ from tenant/ and actions/, after checking all that can be checked offline')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run build', 'npm run --silent build -- --env production --json'))
    .action(async (options: { env: string; json?: true }) => {
      const { build } = await import('./run.ts');
      cli.finish(await build({ rootDir, environment: options.env }), buildText, options);
    });
}
