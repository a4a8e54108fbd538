import type { Command } from 'commander';
import { EXIT } from '../lib/failures.ts';
import { connectionFromEnv } from '../lib/tenant/connection.ts';
import { variablesOf } from '../lib/tenant/variables.ts';
import { type Cli, environmentOption, examples, jsonOption, setVariables } from './cli.ts';
import { showAndAsk } from './confirm-plan.ts';

interface Flags {
  env: string;
  withoutCustomDomain?: true;
  yes?: true;
  acceptTenantWide?: true;
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
    .option('--accept-tenant-wide', 'change settings that reach applications tenant.yaml does not name')
    .option(...jsonOption)
    .addHelpText('after', examples('npm run setup -- --env production', 'npm run setup -- --env production --json'))
    .action(async (flags: Flags) => {
      const { setup } = await import('../commands/setup.ts');
      const { setupText } = await import('../lib/setup/setup-text.ts');
      const env = variablesOf(cli.env, flags.env);
      const { withoutCustomDomain, acceptTenantWide } = flags;
      const report = await setup({
        rootDir: cli.rootDir,
        environment: flags.env,
        connection: connectionFromEnv(env),
        secrets: setVariables(env),
        ...(withoutCustomDomain && { withoutCustomDomain }),
        ...(acceptTenantWide && { acceptTenantWide }),
        confirm: (plan) => showAndAsk(cli, plan, flags),
        onProgress: cli.onProgress,
        signal: cli.interruption(),
      });
      cli.finishOwnText(report, setupText, flags);
      if (report.ok && report.value.state === 'waiting') cli.exitWith(EXIT.attention);
    });
}
