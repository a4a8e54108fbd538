import type { ManagementClient } from 'auth0';
import { type BuiltTenant, buildTenant } from '../../lib/build/build-tenant.ts';
import { unconfirmed } from '../../lib/confirmation.ts';
import { type Failure, failed, ok, type Result } from '../../lib/failures.ts';
import { readManifest } from '../../lib/manifest/manifest.ts';
import type { TenantFile } from '../../lib/manifest/tenant-file.ts';
import { type ActionHistory, readHistories, readLive } from '../../lib/rollback/history.ts';
import { incomplete } from '../../lib/rollback/incomplete.ts';
import { inSafeOrder, type RollbackPlan, rollbackPlan } from '../../lib/rollback/plan.ts';
import { type PutBackContext, putBack } from '../../lib/rollback/put-back.ts';
import { type ChosenVersion, chosenVersions, previousState } from '../../lib/rollback/target.ts';
import { DEPLOY_WITHIN_MINUTES } from '../../lib/rollback/timeline.ts';
import { withTenantLock } from '../../lib/runs/tenant-lock.ts';
import { apiFailure } from '../../lib/tenant/api-failure.ts';
import type { Connection } from '../../lib/tenant/connection.ts';
import { connect } from '../../lib/tenant/management.ts';
import { Traffic } from '../../lib/tenant/traffic.ts';

export interface RollbackOptions {
  rootDir: string;
  /** A file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  connection: Connection;
  /** Versions to put live instead of those before the last deploy; the other Actions stay. */
  chosen?: readonly ChosenVersion[];
  /** Auth0 records no deploys: versions of one went live within so many minutes. */
  withinMinutes?: number;
  /** Asks before anything is written. `undefined` means that nobody can be asked. */
  agree: (plan: RollbackPlan) => Promise<boolean | undefined>;
  onProgress?: (step: string) => void;
  polling?: PutBackContext['polling'];
}

export interface RollbackReport extends RollbackPlan {
  /** `version` is the number of what is live now. */
  actions: (RollbackPlan['actions'][number] & { version: number })[];
}

/** Polls as auth0-deploy-cli does for a build: for one minute. */
const POLLING = { looks: 30, everyMs: 2000 };

/**
 * Makes the Actions' versions from before the last deploy live again, together: all of them, or none. It needs no
 * build, so it works if the sources are broken.
 */
export async function rollback(options: RollbackOptions): Promise<Result<RollbackReport>> {
  const { rootDir, environment, connection } = options;
  const project = { rootDir, environment, domain: connection.domain };
  const built = await buildTenant(project);
  const manifest = built.ok ? ok(built.value.manifest) : await readManifest(project);
  if (!manifest.ok) return manifest;
  return withTenantLock({ domain: connection.domain, environment, command: 'npm run rollback' }, async () => {
    const api = connect(connection, new Traffic());
    try {
      return await rollBackOn(api, options, manifest.value.tenant, built.ok ? built.value : undefined);
    } catch (error) {
      return failed(apiFailure(error, `versions of Actions on ${connection.domain}`, connection));
    }
  });
}

async function rollBackOn(
  api: ManagementClient,
  options: RollbackOptions,
  tenant: TenantFile,
  built: BuiltTenant | undefined,
): Promise<Result<RollbackReport>> {
  const { environment, connection, chosen = [], withinMinutes = DEPLOY_WITHIN_MINUTES } = options;
  const { onProgress = () => undefined, polling = POLLING } = options;
  const histories = await readHistories(api, tenant.actions);
  const target =
    chosen.length > 0 ? chosenVersions(histories, chosen, withinMinutes) : previousState(histories, withinMinutes);
  if (!target.ok) return target;

  const plan = rollbackPlan({ environment, domain: connection.domain }, histories, target.value, built);
  const agreed = await options.agree(plan);
  if (!agreed) return failed(unconfirmed(agreed));
  const stale = await findStale(api, histories);
  if (stale !== undefined) return failed(stale);

  const { 'post-login': ofLogins, ...others } = tenant.triggers;
  const bound = [...Object.values(others).flat(), ...ofLogins].map((binding) => binding.action_name);
  const steps = inSafeOrder(histories, bound).flatMap((history) => {
    const version = target.value.versions.get(history.name);
    return version ? [{ history, version }] : [];
  });
  const done = await putBack({ api, connection, onProgress, polling }, steps);
  if ('cause' in done) return failed(await incomplete({ api, connection, environment }, histories, steps, done));
  return ok({
    ...plan,
    actions: plan.actions.map((action) => ({
      ...action,
      version: done.numbers.get(action.name) ?? action.live.number,
    })),
  });
}

/** Finds what was deployed while the question was open. */
async function findStale(api: ManagementClient, histories: readonly ActionHistory[]): Promise<Failure | undefined> {
  const now = await Promise.all(histories.map(({ actionId }) => readLive(api, actionId)));
  const changed = histories.flatMap(({ name, live }, index) => {
    const number = now[index]?.number;
    return number === live.number ? [] : [`${name} version ${number ?? 'none'}, not ${live.number}`];
  });
  if (changed.length === 0) return undefined;
  return {
    code: 'PLAN_STALE',
    expected: 'the Actions to be live as they were shown',
    found: changed.join(', '),
    fix: 'Run npm run rollback again, and review what it says.',
  };
}
