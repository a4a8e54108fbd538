import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Failed, failed, ok, okUnless, type Result } from '../failures.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import type { SavedPlan } from '../plan/state-hash.ts';
import { makeOwnFolder } from '../runs/own-folder.ts';
import { ownVariablesOf } from '../tenant/variables.ts';
import { checkShared } from './check-shared.ts';
import {
  type EnvironmentOutcome,
  type EnvironmentsCommand,
  type EnvironmentsOptions,
  runAll,
  withName,
} from './run-all.ts';

/** Holds a command’s outcome on each of several tenants. */
export interface EnvironmentsReport {
  command: EnvironmentsCommand;
  environments: EnvironmentOutcome[];
}

/** Reads several tenants, side by side. */
export async function readEnvironments(
  options: EnvironmentsOptions,
  args: readonly string[],
): Promise<Result<EnvironmentsReport>> {
  const shared = checkDomains(options);
  if (shared.length > 0) return failed(...shared);
  return ok({
    command: options.command,
    environments: await runAll(options, options.command, options.environments, args),
  });
}

export interface DeployEnvironmentsOptions extends EnvironmentsOptions {
  /** Plans made earlier, with `{env}` for the environment's name. */
  plan?: string;
  /** Asked once all are planned; what it answers with a failure is not done. */
  confirm: (planned: readonly EnvironmentOutcome[]) => Promise<Failed | undefined>;
  /** Asked about what plans made earlier remove and loosen. */
  confirmLosses: (saved: readonly SavedPlan[]) => Promise<Failed | undefined>;
}

/**
 * Plans all tenants, and asks each whether the deploy may write, before it writes to any. Where one can't be planned or
 * refuses, only `keepGoing` lets the others be written.
 */
export async function deployEnvironments(
  options: DeployEnvironmentsOptions,
  args: readonly string[],
): Promise<Result<EnvironmentsReport>> {
  const shared = checkDomains(options);
  if (shared.length > 0) return failed(...shared);
  if (options.plan !== undefined) {
    const saved = await readPlans(options, options.environments, options.plan);
    if (!saved.ok) return saved;
    const refused = await options.confirmLosses(saved.value);
    if (refused) return refused;
    return ok({
      command: 'deploy',
      environments: await deployPlanned(options, options.environments, options.plan, args),
    });
  }
  const folder = makeOwnFolder(tmpdir(), 'express-configure-plans');
  try {
    return await planAndDeploy(options, join(folder.path, '{env}.json'), args);
  } finally {
    folder.remove();
  }
}

async function planAndDeploy(
  options: DeployEnvironmentsOptions,
  plan: string,
  args: readonly string[],
): Promise<Result<EnvironmentsReport>> {
  const forPlan = args.filter((arg) => arg === '--replace' || arg === '--prune');
  const planned = await runAll(options, 'plan', options.environments, ['--out', plan, ...forPlan]);
  const sound = planned.filter(({ status }) => status === 'done' || status === 'changes');
  if (sound.length === 0 || (sound.length < planned.length && !options.keepGoing)) {
    return ok({ command: 'deploy', environments: planned.map(notDeployed) });
  }
  const refused = await options.confirm(planned);
  if (refused) return refused;
  const names = sound.map(({ environment }) => environment);
  const saved = await readPlans(options, names, plan);
  if (!saved.ok) return saved;
  const deployed = await deployPlanned(options, names, plan, args);
  const rows = new Map(deployed.map((row) => [row.environment, row]));
  return ok({ command: 'deploy', environments: planned.map((row) => rows.get(row.environment) ?? row) });
}

async function readPlans(
  options: DeployEnvironmentsOptions,
  environments: readonly string[],
  plan: string,
): Promise<Result<SavedPlan[]>> {
  const files = environments.map((environment) => readPlanFile(options.rootDir, withName(plan, environment)));
  const plans = await Promise.all(files);
  const unreadable = plans.flatMap((saved) => (saved.ok ? [] : saved.failures));
  const readable = plans.flatMap((saved) => (saved.ok ? [saved.value] : []));
  const shared = checkShared(readable);
  return okUnless([...unreadable, ...shared], readable);
}

/** Each keeps what it imported in a folder by the environment's name. */
async function deployPlanned(
  options: DeployEnvironmentsOptions,
  environments: readonly string[],
  plan: string,
  args: readonly string[],
): Promise<EnvironmentOutcome[]> {
  const permitted = await runAll(options, 'deploy', environments, ['--plan', plan, ...args, '--permit-only']);
  const sound = permitted.filter(({ status }) => status === 'done').map(({ environment }) => environment);
  if (sound.length === 0 || (sound.length < permitted.length && !options.keepGoing)) return permitted.map(notDeployed);
  const own = ['--plan', plan, '--dist', 'dist/environments/{env}'];
  const deployed = await runAll(options, 'deploy', sound, [...own, ...args]);
  const rows = new Map(deployed.map((row) => [row.environment, row]));
  return permitted.map((row) => rows.get(row.environment) ?? row);
}

const checkDomains = ({ env, environments }: EnvironmentsOptions) =>
  checkShared(
    environments.map((environment) => ({
      environment,
      domain: ownVariablesOf(env, environment, environments).AUTH0_DOMAIN,
    })),
  );

const notDeployed = (row: EnvironmentOutcome): EnvironmentOutcome =>
  row.status === 'failed' ? row : { ...row, status: 'skipped' };
