import { type Command, Option } from 'commander';
import { type Cli, examples, jsonOption, pruneOption } from '../../cli/cli.ts';
import {
  ACCEPT_OPTIONS,
  type AcceptFlags,
  acceptArguments,
  acceptOptions,
  askAboutLosses,
  askToDeploy,
  showAndAsk,
  showPlan,
} from '../../cli/confirm-plan.ts';
import {
  type EnvironmentFlags,
  finishEnvironments,
  severalEnvironments,
  severalHelp,
  singleEnvironment,
  withEnvironments,
} from '../../cli/environments.ts';
import { onTenant, type Target } from '../../cli/on-tenant.ts';
import { processEnvironmentWarnings } from '../../lib/check/environments/process-environment.ts';
import type { LossyPlan } from '../../lib/deploy/accept-losses.ts';
import type { Failed } from '../../lib/failures.ts';
import { countLosses, withLosses } from '../../lib/plan/losses.ts';
import type { TenantOptions } from '../../lib/tenant/open-tenant.ts';
import type { PlanReport } from '../plan/run.ts';
import { printEnvText } from './print-env-text.ts';
import type { DeployOptions } from './run.ts';
import { deployText } from './text.ts';

interface Flags extends EnvironmentFlags, AcceptFlags {
  yes?: true;
  plan?: string;
  replace?: true;
  prune?: true;
  dist?: string;
  printEnv?: true;
  permitOnly?: true;
  json?: true;
}

export function registerDeploy(program: Command, cli: Cli): void {
  withEnvironments(program.command('deploy'))
    .description(
      'bring the tenant of AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET to the state of tenant/ and actions/; shows the plan and asks first',
    )
    .option('--yes', 'do not ask')
    .option('--plan <file>', 'do what that plan says, or nothing where it is not what would be done now')
    .option(...ACCEPT_OPTIONS[0])
    .option(...ACCEPT_OPTIONS[1])
    .option(...ACCEPT_OPTIONS[2])
    .option('--replace', 'let ids in an existing express_configuration change')
    .option(...pruneOption)
    .option(
      '--dist <folder>',
      'where to leave what auth0-deploy-cli imports, relative to the project (with --print-env: dist/tenant)',
    )
    .option(
      '--print-env',
      'deploy nothing: print the environment in which a plain a0deploy import does the same to a tenant deployed to',
    )
    // The processes for several tenants use it: the deploy writes to all of them or to none.
    .addOption(new Option('--permit-only').hideHelp())
    .option(...jsonOption)
    .addHelpText('after', severalHelp)
    .addHelpText(
      'after',
      examples(
        "npm run emulator -- exec 'npm run deploy -- --yes'",
        'npm run deploy -- --env production',
        'npm run deploy -- --env production --plan plan.json',
        'npm run deploy -- --all --plan plan-{env}.json',
      ),
    )
    .action((flags: Flags) => {
      const environment = singleEnvironment(flags);
      if (environment === undefined) return deployToSeveral(cli, flags);
      return onTenant(cli, environment, flags, (target) => deployToOne(cli, target, flags));
    });
}

async function deployToOne(cli: Cli, { env, ...target }: Target, flags: Flags): Promise<void> {
  const { replace, prune, plan, dist } = flags;
  const tenant: TenantOptions = {
    ...target,
    ...(replace && { replace }),
    ...(prune && { prune }),
    ...(dist !== undefined && { folder: dist }),
  };
  if (flags.printEnv) {
    const { printEnv } = await import('./print-env.ts');
    return cli.finishOwnText(await printEnv(tenant), printEnvText, flags);
  }
  for (const warning of processEnvironmentWarnings(env)) cli.onProgress(`Warning: ${warning}.`);
  const { deploy, permitDeploy } = await import('./run.ts');
  const options: DeployOptions = {
    ...tenant,
    ...acceptOptions(cli, flags),
    ...(plan !== undefined && { plan }),
    confirm: (planned) => showAndAsk(cli, planned, flags),
    onProgress: cli.onProgress,
    signal: cli.interruption(),
  };
  if (flags.permitOnly) return cli.finish(await permitDeploy(options), ({ domain }) => `${domain}\n`, flags);
  cli.finish(await deploy(options), deployText, flags);
}

async function deployToSeveral(cli: Cli, flags: Flags): Promise<void> {
  const several = await severalEnvironments(cli, 'deploy', flags);
  if (!several.ok) return cli.finish(several, String, flags);
  const { deployEnvironments } = await import('../../lib/environments/run-environments.ts');
  const { plan, replace, prune } = flags;
  const args = [...(replace ? ['--replace'] : []), ...(prune ? ['--prune'] : []), ...acceptArguments(flags)];
  const acceptLosses = async (given: readonly LossyPlan[]): Promise<Failed | undefined> => {
    // The marks of a file may be edited; what they are made from may not (`stateHash`).
    const plans = given.map(({ domain, entries }) => ({ domain, entries: entries.map(withLosses) }));
    const refused = await askAboutLosses(cli, flags, plans);
    // The processes that deploy have no terminal to ask on.
    if (refused === undefined) args.push(...plans.flatMap(({ entries }) => countLosses(entries).needs));
    return refused;
  };
  const deployed = await deployEnvironments(
    {
      ...several.value,
      ...(plan !== undefined && { plan }),
      confirm: async (planned) => {
        const plans = planned.map(({ report }) => report).filter(isPlan);
        for (const report of plans) await showPlan(cli, report);
        const refused = await askToDeploy(cli, flags, `${planned.length} tenants`);
        if (refused) return refused;
        return acceptLosses(plans);
      },
      confirmLosses: acceptLosses,
    },
    args,
  );
  return finishEnvironments(cli, deployed, flags);
}

const isPlan = (report: unknown): report is PlanReport =>
  typeof report === 'object' && report !== null && 'stateHash' in report;
