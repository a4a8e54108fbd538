import type { Command } from 'commander';
import { type Cli, examples, jsonOption } from '../../cli/cli.ts';
import { severalHelp, withEnvironments } from '../../cli/environments.ts';
import { type ReadingFlags, readingText, readTenants } from '../../cli/read-tenants.ts';
import { withProgress } from '../../cli/with-progress.ts';
import { EXIT } from '../../lib/failures.ts';

/** Registers `drift`, which writes nothing. */
export function registerDrift(program: Command, cli: Cli): void {
  withEnvironments(program.command('drift'))
    .description('what is on the tenant otherwise than git says, for a scheduled job; writes nothing; exit 2 on drift')
    .option(...jsonOption)
    .addHelpText('after', severalHelp)
    .addHelpText('after', examples('npm run drift -- --env production', 'npm run drift -- --all --json'))
    .action((flags: ReadingFlags) =>
      readTenants(cli, 'drift', flags, async (tenant) => {
        const [{ drift }, { driftText }] = await Promise.all([import('./run.ts'), import('./text.ts')]);
        const found = await withProgress(readingText(tenant), drift({ ...tenant, nowMs: Date.now() }));
        cli.finishOwnText(found, driftText, flags);
        if (found.ok && found.value.hasDrift) cli.exitWith(EXIT.attention);
      }),
    );
}
