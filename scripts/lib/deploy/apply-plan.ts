import { join, relative } from 'node:path';
import { distFiles, putInPlace, writeFiles } from '../build/dist.ts';
import { failed, ok, type Result } from '../failures.ts';
import { compareTenant, type TenantComparison } from '../plan/make-plan.ts';
import { isWork, OKTA_KEY_SECTION, type Plan } from '../plan/plan.ts';
import { makeOwnFolder } from '../runs/own-folder.ts';
import { STAGES } from '../stages/stages.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import type { TenantSession } from '../tenant/session.ts';
import {
  AFTER_STAGES,
  findOverlap,
  halfwayAfter,
  runStages,
  type StageReport,
  type StagesResult,
} from './run-stages.ts';

export interface AppliedPlan {
  stages: StageReport[];
  /** Says what still differs on the tenant as it is now, without Okta's key. */
  plan: Plan;
  /** Client id of the client that Okta uses. */
  oinClientId: string;
  /** Notes for people about what the run found and left unchanged. */
  notes: string[];
}

export interface ApplyOptions {
  onProgress: (step: string) => void;
  signal?: AbortSignal;
  /** The folder for what auth0-deploy-cli imported, relative to the project; `undefined` if it is not kept. */
  keepIn?: string;
}

/** Files of a run that writes, by run; relative to the project, since auth0-deploy-cli loads nothing outside it. */
export const RUNS = 'dist/runs';

/**
 * Carries out a plan, except for Okta's key, and plans again. If there is nothing to do, nothing is sent. Each run has
 * its own output folder.
 */
export async function applyPlan(
  session: TenantSession,
  compared: TenantComparison,
  { onProgress, signal, keepIn }: ApplyOptions,
): Promise<Result<AppliedPlan>> {
  const { plan, byStage, facts, notes } = compared;
  if (!plan.entries.some((entry) => isWork(entry) && entry.section !== OKTA_KEY_SECTION)) {
    const stages = STAGES.map(({ name }): StageReport => ({ name, status: 'unchanged' }));
    return ok({ stages, plan, oinClientId: facts.oinClientId ?? '', notes });
  }
  const ran = await runInOwnFolder(session, compared, {
    onProgress,
    ...(signal && { signal }),
    ...(keepIn && { keepIn }),
  });
  if (!ran.ok) return ran;
  const { reports } = ran.value;
  const halfway = halfwayAfter(reports, AFTER_STAGES);
  try {
    const again = await compareTenant(session, undefined, ran.value.facts);
    if (!again.ok) return { ...again, halfway };
    const meddled = findOverlap(session, byStage, again.value.byStage, ran.value);
    if (meddled) return { ...failed(meddled), halfway };
    const { plan: now, facts: known, notes: left } = again.value;
    return ok({ stages: reports, plan: now, oinClientId: known.oinClientId ?? '', notes: left });
  } catch (error) {
    return { ok: false, failures: [apiFailure(error, 'reading back', session.connection)], halfway };
  }
}

async function runInOwnFolder(
  session: TenantSession,
  { byStage, facts }: TenantComparison,
  { onProgress, signal, keepIn }: ApplyOptions,
): Promise<Result<StagesResult>> {
  const { rootDir, built } = session;
  const own = makeOwnFolder(join(rootDir, RUNS), 'run');
  try {
    await writeFiles(own.path, distFiles(built));
    onProgress(`built ${built.bundles.length} Actions`);
    return await runStages(session, {
      planned: byStage,
      facts,
      output: { folder: relative(rootDir, own.path), ...(keepIn && { keptIn: keepIn }) },
      onStage: ({ title }, status) => onProgress(status === 'applied' ? `deployed ${title}` : `unchanged: ${title}`),
      signal,
    });
  } finally {
    if (keepIn !== undefined) await putInPlace(rootDir, own.path, keepIn);
    own.remove();
  }
}
