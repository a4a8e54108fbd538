import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Failed, failed, ok, type Result } from '../lib/failures.ts';
import { type ManyCommand, type ManyOptions, type ManyRow, runAll, withName } from '../lib/many/run-all.ts';
import { checkShared, type Identity } from '../lib/many/shared.ts';
import { readPlanFile } from '../lib/plan/plan-file.ts';
import { makeOwnFolder } from '../lib/runs/own-folder.ts';
import { ownVariablesOf } from '../lib/tenant/variables.ts';

/** A command’s outcome on each of several tenants. */
export interface ManyReport {
  command: ManyCommand;
  environments: ManyRow[];
}

/** Reads several tenants, side by side. */
export async function readMany(options: ManyOptions, args: readonly string[]): Promise<Result<ManyReport>> {
  const shared = checkDomains(options);
  if (shared.length > 0) return failed(...shared);
  return ok({
    command: options.command,
    environments: await runAll(options, options.command, options.environments, args),
  });
}

export interface DeployManyOptions extends ManyOptions {
  /** Plans made earlier, with `{env}` for the environment's name. */
  plan?: string;
  /** Asked once all are planned; what it answers with a failure is not done. */
  confirm: (planned: readonly ManyRow[]) => Promise<Failed | undefined>;
}

/** Plans all tenants before it writes to any; where one can't be planned, only `keepGoing` lets the others be written. */
export async function deployMany(options: DeployManyOptions, args: readonly string[]): Promise<Result<ManyReport>> {
  const shared = checkDomains(options);
  if (shared.length > 0) return failed(...shared);
  if (options.plan !== undefined) {
    const deployed = await deployPlanned(options, options.environments, options.plan, args);
    return deployed.ok ? ok({ command: 'deploy', environments: deployed.value }) : deployed;
  }
  const folder = makeOwnFolder(tmpdir(), 'express-configure-plans');
  try {
    return await planAndDeploy(options, join(folder.path, '{env}.json'), args);
  } finally {
    folder.remove();
  }
}

async function planAndDeploy(
  options: DeployManyOptions,
  plan: string,
  args: readonly string[],
): Promise<Result<ManyReport>> {
  const forPlan = args.filter((arg) => arg === '--replace' || arg === '--prune');
  const planned = await runAll(options, 'plan', options.environments, ['--out', plan, ...forPlan]);
  const sound = planned.filter(({ status }) => status === 'done' || status === 'changes');
  if (sound.length === 0 || (sound.length < planned.length && !options.keepGoing)) {
    return ok({ command: 'deploy', environments: planned.map(notDeployed) });
  }
  const refused = await options.confirm(planned);
  if (refused) return refused;
  const names = sound.map(({ environment }) => environment);
  const deployed = await deployPlanned(options, names, plan, args);
  if (!deployed.ok) return deployed;
  const rows = new Map(deployed.value.map((row) => [row.environment, row]));
  return ok({ command: 'deploy', environments: planned.map((row) => rows.get(row.environment) ?? row) });
}

/** Each keeps what it imported in a folder by the environment's name. */
async function deployPlanned(
  options: DeployManyOptions,
  environments: readonly string[],
  plan: string,
  args: readonly string[],
): Promise<Result<ManyRow[]>> {
  const files = environments.map((environment) => readPlanFile(options.rootDir, withName(plan, environment)));
  const plans = await Promise.all(files);
  const unreadable = plans.flatMap((saved) => (saved.ok ? [] : saved.failures));
  const shared = checkShared(plans.flatMap((saved): Identity[] => (saved.ok ? [saved.value] : [])));
  if (unreadable.length + shared.length > 0) return failed(...unreadable, ...shared);
  const own = ['--plan', plan, '--dist', 'dist/environments/{env}'];
  return ok(await runAll(options, 'deploy', environments, [...own, ...args]));
}

const checkDomains = ({ env, environments }: ManyOptions) =>
  checkShared(
    environments.map((environment) => ({
      environment,
      domain: ownVariablesOf(env, environment, environments).AUTH0_DOMAIN,
    })),
  );

const notDeployed = (row: ManyRow): ManyRow => (row.status === 'failed' ? row : { ...row, status: 'skipped' });
