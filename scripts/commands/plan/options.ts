import type { Command } from 'commander';
import { type Cli, examples, jsonOption, pruneOption } from '../../cli/cli.ts';
import { severalHelp, withEnvironments } from '../../cli/environments.ts';
import { type ReadingFlags, readingText, readTenants } from '../../cli/read-tenants.ts';
import { withProgress } from '../../cli/with-progress.ts';
import { EXIT } from '../../lib/failures.ts';

/** Registers `plan`, which writes nothing to the tenant. */
export function registerPlan(program: Command, cli: Cli): void {
  withEnvironments(program.command('plan'))
    .description('what a deploy would change on the tenant, field by field; writes nothing; exit 2 where there is any')
    .option('--out <file>', 'keep the plan as JSON; of several, {env} in it stands for the name')
    .option(...pruneOption)
    .option(...jsonOption)
    .addHelpText('after', severalHelp)
    .addHelpText('after', examples("npm run emulator -- exec 'npm run plan'", 'npm run plan -- --out plan.json'))
    .action((flags: ReadingFlags) =>
      readTenants(cli, 'plan', flags, async (tenant) => {
        const [{ plan }, { planText }] = await Promise.all([import('./run.ts'), import('../../lib/plan/plan-text.ts')]);
        const planned = await withProgress(
          readingText(tenant),
          plan({ ...tenant, ...(flags.prune && { prune: true }), ...(flags.out !== undefined && { out: flags.out }) }),
        );
        cli.finishOwnText(planned, planText, flags);
        if (planned.ok && planned.value.hasChanges) cli.exitWith(EXIT.attention);
      }),
    );
}
