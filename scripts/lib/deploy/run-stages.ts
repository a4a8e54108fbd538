import { type Failed, type Failure, type Halfway, ok, type Result } from '../failures.ts';
import { staleState } from '../plan/state-hash.ts';
import type { Stage } from '../stages/stage.ts';
import { differencesByStage, STAGES, type StageDifferences } from '../stages/stages.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import type { Difference } from '../tenant/difference.ts';
import type { TenantSession } from '../tenant/session.ts';
import { overlap, overlapping } from './overlap.ts';

export const OKTA_KEY = "Okta's key";
export const AFTER_STAGES: readonly string[] = ['reading back', OKTA_KEY];

/** A stage that wrote, or found nothing to write. */
export interface StageReport {
  name: string;
  status: 'applied' | 'unchanged';
}

/**
 * Applies what differs, stage by stage, up to the first failure or until `signal` aborts. Before each stage that writes,
 * and after the last, the tenant is compared with what was planned: nobody else may have changed it.
 *
 * @param planned what each stage was to change when somebody agreed to it
 */
export async function runStages(
  context: TenantSession,
  planned: StageDifferences,
  onStage: (stage: Stage, status: StageReport['status']) => void,
  signal?: AbortSignal,
): Promise<Result<Ran>> {
  const reports: StageReport[] = [];
  const left = new Map<string, readonly Difference[]>();
  for (const stage of STAGES) {
    const ran = await runStage(context, { stage, planned, left, reports, signal });
    if (!ran.ok && ran.failures.some(({ code }) => code === 'PLAN_STALE')) return ran;
    if (!ran.ok) return { ...ran, halfway: halfwayAt(reports, stage) };
    reports.push({ name: stage.name, status: ran.value });
    onStage(stage, ran.value);
  }
  return ok({ reports, left });
}

/** A run through all stages. */
export interface Ran {
  reports: StageReport[];
  /** By stage, what still differed right after it. */
  left: StageDifferences;
}

interface Turn {
  stage: Stage;
  planned: StageDifferences;
  /** Gets what is left of this stage. */
  left: Map<string, readonly Difference[]>;
  /** Holds the reports of the stages before it. */
  reports: readonly StageReport[];
  signal: AbortSignal | undefined;
}

async function runStage(
  context: TenantSession,
  { stage, planned, left, reports, signal }: Turn,
): Promise<Result<StageReport['status']>> {
  if (signal?.aborted) return failedWith([interrupted(stage)]);
  try {
    const { differences, meddled } = await context.traffic.readingOnce(async () => {
      const own = await stage.differences(context);
      if (own.length === 0) return { differences: own };
      return {
        differences: own,
        meddled: findOverlap(context, planned, await differencesByStage(context), { reports, left }),
      };
    });
    if (differences.length === 0) return ok('unchanged');
    if (meddled !== undefined) return failedWith([meddled]);
    const failures = await stage.apply(context, differences, signal);
    if (signal?.aborted) return failedWith([interrupted(stage)]);
    if (failures.length > 0) return failedWith(failures);
    left.set(stage.name, await context.traffic.readingOnce(() => stage.differences(context)));
    return ok('applied');
  } catch (error) {
    return failedWith([apiFailure(error, `deploying ${stage.title}`, context.connection)]);
  }
}

/** Before the first write it is a plan that does not hold. */
export function findOverlap(
  { built }: TenantSession,
  planned: StageDifferences,
  now: StageDifferences,
  { reports, left }: Readonly<{ reports: readonly StageReport[]; left: StageDifferences }>,
): Failure | undefined {
  const applied = reports.filter(({ status }) => status === 'applied').map(({ name }) => name);
  const found = overlapping({ planned, left, applied }, now, built.manifest.tenant);
  if (found.length === 0) return undefined;
  return applied.length > 0 ? overlap(found) : staleState(found.join('; '));
}

function halfwayAt(reports: readonly StageReport[], stage: Stage): Halfway {
  const left = STAGES.slice(reports.length + 1).map(({ title }) => title);
  return { ...halfwayAfter(reports, [...left, ...AFTER_STAGES]), begun: [stage.title] };
}

/** Of a run that ended between two steps. */
export const halfwayAfter = (reports: readonly StageReport[], notBegun: readonly string[]): Halfway => ({
  applied: STAGES.filter((_stage, index) => reports[index]?.status === 'applied').map(({ title }) => title),
  begun: [],
  notBegun: [...notBegun],
});

const failedWith = (failures: Failure[]): Failed => ({ ok: false, failures });

const interrupted = ({ title }: Stage): Failure => ({
  code: 'INTERRUPTED',
  expected: 'to go on to the end',
  found: `a signal to stop, at: ${title}`,
  fix: 'Run the command again.',
});
