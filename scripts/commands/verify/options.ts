import type { Command } from 'commander';
import { type Cli, examples, jsonOption } from '../../cli/cli.ts';
import { severalHelp, withEnvironments } from '../../cli/environments.ts';
import { type ReadingFlags, readingText, readTenants } from '../../cli/read-tenants.ts';
import { withProgress } from '../../cli/with-progress.ts';
import { EXIT } from '../../lib/failures.ts';

/** Registers `verify`, which writes nothing. */
export function registerVerify(program: Command, cli: Cli): void {
  withEnvironments(program.command('verify'))
    .description(
      'read the tenant back and compare it with tenant/ and actions/, check by check; writes nothing; exit 1 where something is wrong, 2 where a deploy would change something',
    )
    .option(...jsonOption)
    .addHelpText('after', severalHelp)
    .addHelpText('after', examples('npm run verify', 'npm run --silent verify -- --env production --json'))
    .action((flags: ReadingFlags) =>
      readTenants(cli, 'verify', flags, async (tenant) => {
        const [{ verify }, { verifyText }] = await Promise.all([import('./run.ts'), import('./text.ts')]);
        const verified = await withProgress(readingText(tenant), verify({ ...tenant, nowMs: Date.now() }));
        cli.finish(verified, verifyText, flags);
        if (verified.ok && verified.value.state === 'failed') cli.exitWith(EXIT.failed);
        if (verified.ok && verified.value.state === 'drift') cli.exitWith(EXIT.attention);
      }),
    );
}
