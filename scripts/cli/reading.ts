import type { Command } from 'commander';
import { EXIT } from '../lib/failures.ts';
import type { ManyCommand } from '../lib/many/run-all.ts';
import type { TenantOptions } from '../lib/tenant/open-tenant.ts';
import { type Cli, examples, jsonOption, pruneOption } from './cli.ts';
import {
  type EnvironmentFlags,
  finishMany,
  severalEnvironments,
  severalHelp,
  singleEnvironment,
  withEnvironments,
} from './environments.ts';
import { onTenant } from './on-tenant.ts';
import { working } from './working.ts';

interface Flags extends EnvironmentFlags {
  out?: string;
  prune?: true;
  json?: true;
}

/** Commands that read a tenant, or several, and write nothing. */
export function registerReading(program: Command, cli: Cli): void {
  withEnvironments(program.command('plan'))
    .description('what a deploy would change on the tenant, field by field; writes nothing; exit 2 where there is any')
    .option('--out <file>', 'keep the plan as JSON; of several, {env} in it stands for the name')
    .option(...pruneOption)
    .option(...jsonOption)
    .addHelpText('after', severalHelp)
    .addHelpText('after', examples("npm run emulator -- exec 'npm run plan'", 'npm run plan -- --out plan.json'))
    .action((flags: Flags) =>
      read(cli, 'plan', flags, async (tenant) => {
        const [{ plan }, { planText }] = await Promise.all([
          import('../commands/plan/run.ts'),
          import('../lib/plan/plan-text.ts'),
        ]);
        const planned = await working(
          reading(tenant),
          plan({ ...tenant, ...(flags.prune && { prune: true }), ...(flags.out !== undefined && { out: flags.out }) }),
        );
        cli.finishOwnText(planned, planText, flags);
        if (planned.ok && planned.value.hasChanges) cli.exitWith(EXIT.attention);
      }),
    );

  withEnvironments(program.command('verify'))
    .description(
      'read the tenant back and compare it with tenant/ and actions/, check by check; writes nothing; exit 1 where something is wrong, 2 where a deploy would change something',
    )
    .option(...jsonOption)
    .addHelpText('after', severalHelp)
    .addHelpText('after', examples('npm run verify', 'npm run --silent verify -- --env production --json'))
    .action((flags: Flags) =>
      read(cli, 'verify', flags, async (tenant) => {
        const [{ verify }, { verifyText }] = await Promise.all([
          import('../commands/verify/run.ts'),
          import('../commands/verify/text.ts'),
        ]);
        const verified = await working(reading(tenant), verify({ ...tenant, nowMs: Date.now() }));
        cli.finish(verified, verifyText, flags);
        if (verified.ok && verified.value.state === 'failed') cli.exitWith(EXIT.failed);
        if (verified.ok && verified.value.state === 'drift') cli.exitWith(EXIT.attention);
      }),
    );

  withEnvironments(program.command('drift'))
    .description('what is on the tenant otherwise than git says, for a scheduled job; writes nothing; exit 2 on drift')
    .option(...jsonOption)
    .addHelpText('after', severalHelp)
    .addHelpText('after', examples('npm run drift -- --env production', 'npm run drift -- --all --json'))
    .action((flags: Flags) =>
      read(cli, 'drift', flags, async (tenant) => {
        const [{ drift }, { driftText }] = await Promise.all([
          import('../commands/drift/run.ts'),
          import('../commands/drift/text.ts'),
        ]);
        const found = await working(reading(tenant), drift({ ...tenant, nowMs: Date.now() }));
        cli.finishOwnText(found, driftText, flags);
        if (found.ok && found.value.hasDrift) cli.exitWith(EXIT.attention);
      }),
    );
}

const reading = ({ connection }: TenantOptions): string => `reading ${connection.domain}`;

async function read(
  cli: Cli,
  command: ManyCommand,
  flags: Flags,
  one: (tenant: TenantOptions) => Promise<void>,
): Promise<void> {
  const environment = singleEnvironment(flags);
  if (environment === undefined) {
    const several = await severalEnvironments(cli, command, flags);
    if (!several.ok) return cli.finish(several, String, flags);
    const { readMany } = await import('../lib/many/many.ts');
    const args = [...(flags.out === undefined ? [] : ['--out', flags.out]), ...(flags.prune ? ['--prune'] : [])];
    return finishMany(cli, await readMany(several.value, args), flags);
  }
  return onTenant(cli, environment, flags, one);
}
