import type { Command } from 'commander';
import type { DeployOptions } from '../commands/deploy.ts';
import { type Failed, failed } from '../lib/failures.ts';
import type { Plan } from '../lib/plan/plan.ts';
import { deployText } from '../lib/report-text.ts';
import { connectionFromEnv } from '../lib/tenant/connection.ts';
import { type Cli, environmentOption, examples, jsonOption, setVariables } from './cli.ts';

interface Flags {
  env: string;
  yes?: true;
  plan?: string;
  acceptTenantWide?: true;
  replace?: true;
  json?: true;
}

export function registerDeploy(program: Command, cli: Cli): void {
  program
    .command('deploy')
    .description(
      'bring the tenant of AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET to the state of tenant/ and actions/; shows the plan and asks first',
    )
    .option(...environmentOption)
    .option('--yes', 'do not ask')
    .option('--plan <file>', 'do what that plan says, or nothing where it is not what would be done now')
    .option('--accept-tenant-wide', 'change settings that reach applications tenant.yaml does not name')
    .option('--replace', 'let ids in an existing express_configuration change')
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples(
        "npm run emulator -- exec 'npm run deploy -- --yes'",
        'npm run deploy -- --env production',
        'npm run deploy -- --env production --plan plan.json',
      ),
    )
    .action(async (flags: Flags) => {
      const connection = connectionFromEnv(cli.env);
      if (!connection.ok) return cli.finish(connection, String, flags);
      const { deploy } = await import('../commands/deploy.ts');
      const { env: environment, replace, plan, acceptTenantWide } = flags;
      const options: DeployOptions = {
        rootDir: cli.rootDir,
        environment,
        connection: connection.value,
        secrets: setVariables(cli),
        ...(replace && { replace }),
        ...(acceptTenantWide && { acceptTenantWide }),
        ...(plan !== undefined && { plan }),
        confirm: (planned) => showAndAsk(cli, planned, flags),
        onProgress: cli.onProgress,
        signal: cli.interruption(),
      };
      cli.finish(await deploy(options), deployText, flags);
    });
}

/** A plan that was kept has been reviewed. */
async function showAndAsk(cli: Cli, plan: Plan, { yes, plan: file }: Flags): Promise<Failed | undefined> {
  const { planText } = await import('../lib/plan/plan-text.ts');
  cli.onProgress(planText(plan));
  if (yes || file !== undefined) return undefined;
  const answer = await cli.confirm(`Deploy this to ${plan.domain}?`);
  if (answer) return undefined;
  return failed({
    code: 'NOT_CONFIRMED',
    expected: 'a yes to the plan, --yes, or --plan FILE',
    found: answer === undefined ? 'no terminal to ask at' : 'a no',
    fix: 'Nothing was changed. Review the plan and run the command again.',
  });
}
