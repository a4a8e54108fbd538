import type { Command } from 'commander';
import { type Cli, environmentOption, examples, jsonOption, setVariables } from '../../cli/cli.ts';
import { ACCEPT_OPTIONS, type AcceptFlags, acceptOptions, showAndAsk } from '../../cli/confirm-plan.ts';
import { EXIT } from '../../lib/failures.ts';
import { connectionFromEnv } from '../../lib/tenant/connection.ts';
import { variablesOf } from '../../lib/tenant/variables.ts';

interface Flags extends AcceptFlags {
  env: string;
  withoutCustomDomain?: true;
  yes?: true;
  json?: true;
}

export function registerSetup(program: Command, cli: Cli): void {
  program
    .command('setup')
    .description(
      "a real tenant's first run, step by step, from the deploy application to Okta's key; goes on where it ended; exit 2 where someone must act",
    )
    .option(...environmentOption)
    .option('--without-custom-domain', 'people log in at the tenant’s own domain for good')
    .option('--yes', 'do not ask before the deploy')
    .option(...ACCEPT_OPTIONS[0])
    .option(...ACCEPT_OPTIONS[1])
    .option(...ACCEPT_OPTIONS[2])
    .option(...jsonOption)
    .addHelpText('after', examples('npm run setup -- --env production', 'npm run setup -- --env production --json'))
    .action(async (flags: Flags) => {
      const { setup } = await import('./run.ts');
      const { setupText } = await import('./text.ts');
      const env = variablesOf(cli.env, flags.env);
      const { withoutCustomDomain } = flags;
      const report = await setup({
        rootDir: cli.rootDir,
        environment: flags.env,
        connection: connectionFromEnv(env),
        secrets: setVariables(env),
        ...(withoutCustomDomain && { withoutCustomDomain }),
        ...acceptOptions(cli, flags),
        confirm: (plan) => showAndAsk(cli, plan, flags),
        onProgress: cli.onProgress,
        signal: cli.interruption(),
      });
      cli.finishOwnText(report, setupText, flags);
      if (report.ok && report.value.state === 'waiting') cli.exitWith(EXIT.attention);
    });
}
