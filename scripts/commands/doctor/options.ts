import { type Command, Option } from 'commander';
import { type Cli, environmentOption, examples, jsonOption } from '../../cli/cli.ts';
import { onTenant, type Target } from '../../cli/on-tenant.ts';
import { EXIT } from '../../lib/failures.ts';

interface Flags {
  env: string;
  org?: string;
  user?: string;
  allOrganizations?: true;
  json?: true;
}

export function registerDoctor(program: Command, cli: Cli): void {
  const command = program.command('doctor');
  command
    .description(
      'look at every prerequisite and limitation of Express Configuration on the tenant; writes nothing; exit 2 where someone must act',
    )
    .option(...environmentOption)
    .option('--org <name>', 'look at this organization (its name or id) instead of a sample')
    .option('--user <email>', 'with --org: what this user (address or id) would get there, and why')
    .addOption(new Option('--all-organizations', 'look at every organization instead of a sample').conflicts('org'))
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples(
        "npm run emulator -- exec 'npm run doctor'",
        'npm run doctor -- --env production',
        'npm run doctor -- --env production --org acme --user ada@acme.com',
      ),
    )
    .action((flags: Flags) => {
      if (flags.user !== undefined && flags.org === undefined) {
        command.error('error: --user needs --org: what someone may depends on the organization');
      }
      return onTenant(cli, flags.env, flags, (target) => run(cli, target, flags));
    });
}

async function run(cli: Cli, target: Target, flags: Flags): Promise<void> {
  const [{ doctor }, { doctorText }] = await Promise.all([import('./run.ts'), import('./text.ts')]);
  const report = await doctor({
    ...target,
    ...(flags.org !== undefined && { organization: flags.org }),
    ...(flags.user !== undefined && { user: flags.user }),
    ...(flags.allOrganizations && { allOrganizations: true }),
    nowMs: Date.now(),
    onProgress: cli.onProgress,
  });
  cli.finish(report, doctorText, flags);
  if (report.ok && report.value.needsSomeone) cli.exitWith(EXIT.attention);
}
