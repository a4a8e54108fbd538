import { distFiles, writeDist } from '../dist.ts';
import { ok, type Result } from '../failures.ts';
import { makePlan } from '../plan/make-plan.ts';
import { isWork, OKTA_KEY_SECTION, type Plan } from '../plan/plan.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import { AFTER_STAGES, halfwayAfter, runStages, STAGES, type StageReport } from './run-stages.ts';
import type { DeployContext } from './stage.ts';

export interface Applied {
  stages: StageReport[];
  /** Of the tenant as it is now, without Okta's key. */
  plan: Plan;
}

/** Carries out a plan, but for Okta's key, and plans again. Where there is nothing to do nothing is sent. */
export async function applyPlan(
  context: DeployContext,
  plan: Plan,
  { onProgress, signal }: { onProgress: (step: string) => void; signal?: AbortSignal },
): Promise<Result<Applied>> {
  if (!plan.entries.some((entry) => isWork(entry) && entry.section !== OKTA_KEY_SECTION)) {
    return ok({ stages: STAGES.map(({ name }) => ({ name, status: 'unchanged' })), plan });
  }
  const { rootDir, folder, built } = context;
  await writeDist(rootDir, distFiles(built), folder);
  onProgress(`built ${built.bundles.length} Actions`);
  const ran = await runStages(
    context,
    ({ title }, status) => onProgress(status === 'applied' ? `deployed ${title}` : `unchanged: ${title}`),
    signal,
  );
  if (!ran.ok) return ran;
  const halfway = halfwayAfter(ran.value, AFTER_STAGES);
  try {
    const again = await makePlan(context, undefined);
    return again.ok ? ok({ stages: ran.value, plan: again.value }) : { ...again, halfway };
  } catch (error) {
    return { ok: false, failures: [apiFailure(error, 'reading back', context.connection)], halfway };
  }
}
