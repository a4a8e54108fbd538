import { type Command, InvalidArgumentError } from 'commander';
import { type Cli, environmentOption, examples, jsonOption } from '../../cli/cli.ts';
import { onTenant, type Target } from '../../cli/on-tenant.ts';
import type { ChosenVersion } from '../../lib/rollback/target.ts';
import { DEPLOY_WITHIN_MINUTES } from '../../lib/rollback/timeline.ts';

interface Options {
  env: string;
  to?: ChosenVersion[];
  within: number;
  yes?: true;
  json?: true;
}

export function registerRollback(program: Command, cli: Cli): void {
  program
    .command('rollback')
    .description(
      'put the Actions of before the last deploy live again, together, with their secrets of then; run again, it goes ' +
        'further back. The next deploy brings git back',
    )
    .option(...environmentOption)
    .option('--to <name=number>', 'this version of an Action, and of no other; repeatable', parseChosen)
    .option(
      '--within <minutes>',
      'how long one deploy may have taken: Auth0 records only when each version went live',
      parseMinutes,
      DEPLOY_WITHIN_MINUTES,
    )
    .option('--yes', 'do it without asking')
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples('npm run rollback -- --env production', 'npm run rollback -- --to express-configure-grant=3 --yes'),
    )
    .action((options: Options) => onTenant(cli, options.env, options, (target) => run(cli, target, options)));
}

async function run(cli: Cli, target: Target, options: Options): Promise<void> {
  const [{ rollback }, { rollbackPlanText, rollbackText }] = await Promise.all([
    import('./run.ts'),
    import('./text.ts'),
  ]);
  const { to: chosen = [], within: withinMinutes } = options;
  // A stop between two writes would leave a mixture of versions, so a signal ends only the question.
  cli.interruption();
  const done = await rollback({
    ...target,
    chosen,
    withinMinutes,
    onProgress: cli.onProgress,
    async agree(plan) {
      cli.show(rollbackPlanText(plan));
      return options.yes ?? cli.confirm('Put them back?');
    },
  });
  cli.finish(done, rollbackText, options);
}

function parseChosen(text: string, before: ChosenVersion[] = []): ChosenVersion[] {
  const [, name, number] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
  if (name === undefined)
    throw new InvalidArgumentError('expected NAME=NUMBER, for instance express-configure-grant=3.');
  return [...before, { name, number: Number(number) }];
}

function parseMinutes(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected minutes, from 1 to 9999.');
}
