import { type Failed, type Failure, type Halfway, ok, type Result } from '../failures.ts';
import { staleState } from '../plan/state-hash.ts';
import { type Facts, withFound } from '../stages/facts.ts';
import type { ImportFolder, Stage } from '../stages/stage.ts';
import { compareStages, STAGES, type StageDifferences } from '../stages/stages.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import type { Difference } from '../tenant/difference.ts';
import type { TenantSession } from '../tenant/session.ts';
import { overlapFailure, overlappingEntries } from './overlap.ts';

export const OKTA_KEY = "Okta's key";
export const AFTER_STAGES: readonly string[] = ['reading back', OKTA_KEY];

/** Describes a stage that wrote, or found nothing to write. */
export interface StageReport {
  name: string;
  status: 'applied' | 'unchanged';
}

/** Holds what a run through the stages begins with. */
export interface RunOptions {
  /** The changes of each stage that a person agreed to. */
  planned: StageDifferences;
  /** The facts that planning has found. */
  facts: Facts;
  output: ImportFolder;
  onStage: (stage: Stage, status: StageReport['status']) => void;
  signal?: AbortSignal | undefined;
}

/** Holds the result of a run through all stages. */
export interface StagesResult {
  reports: StageReport[];
  /** The differences that remained right after each stage. */
  left: StageDifferences;
  facts: Facts;
}

/**
 * Applies what differs, stage by stage, up to the first failure or until `signal` aborts. Before each stage that writes,
 * and after the last, the tenant is compared with what was planned: nobody else may have changed it.
 */
export async function runStages(session: TenantSession, options: RunOptions): Promise<Result<StagesResult>> {
  const reports: StageReport[] = [];
  const left = new Map<string, readonly Difference[]>();
  let { facts } = options;
  for (const stage of STAGES) {
    const ran = await runStage(session, stage, options, { reports, left, facts });
    if (!ran.ok && ran.failures.some(({ code }) => code === 'PLAN_STALE')) return ran;
    if (!ran.ok) return { ...ran, halfway: halfwayAt(reports, stage) };
    const { status, remaining } = ran.value;
    facts = ran.value.facts;
    if (remaining !== undefined) left.set(stage.name, remaining);
    reports.push({ name: stage.name, status });
    options.onStage(stage, status);
  }
  return ok({ reports, left, facts });
}

/** Holds the result of one stage. */
interface RanStage {
  status: StageReport['status'];
  facts: Facts;
  /** The differences that remain right after it has written. */
  remaining?: Difference[];
}

/** @param before what the stages before it have done and found */
async function runStage(
  session: TenantSession,
  stage: Stage,
  { planned, output, signal }: RunOptions,
  before: StagesResult,
): Promise<Result<RanStage>> {
  if (signal?.aborted) return failedWith([interrupted(stage)]);
  try {
    const { differences, facts, meddled } = await session.traffic.readingOnce(async () => {
      const own = await stage.compare(session, before.facts);
      const known = withFound(before.facts, own.found);
      if (own.differences.length === 0) return { differences: own.differences, facts: known };
      const now = await compareStages(session, known);
      return {
        differences: own.differences,
        facts: now.facts,
        meddled: findOverlap(session, planned, now.byStage, before),
      };
    });
    if (differences.length === 0) return ok({ status: 'unchanged', facts });
    if (meddled !== undefined) return failedWith([meddled]);
    const outcome = await stage.apply(session, { facts, differences, output, signal });
    if (signal?.aborted) return failedWith([interrupted(stage)]);
    if (outcome.failures.length > 0) return failedWith(outcome.failures);
    const after = withFound(facts, outcome.found);
    const again = await session.traffic.readingOnce(() => stage.compare(session, after));
    return ok({ status: 'applied', facts: withFound(after, again.found), remaining: again.differences });
  } catch (error) {
    return failedWith([apiFailure(error, `deploying ${stage.title}`, session.connection)]);
  }
}

/** Returns a failure if the tenant changed since the plan. Before the first write the plan is stale. */
export function findOverlap(
  { built }: TenantSession,
  planned: StageDifferences,
  now: StageDifferences,
  { reports, left }: Readonly<{ reports: readonly StageReport[]; left: StageDifferences }>,
): Failure | undefined {
  const applied = reports.filter(({ status }) => status === 'applied').map(({ name }) => name);
  const found = overlappingEntries({ planned, left, applied }, now, built.manifest.tenant);
  if (found.length === 0) return undefined;
  return applied.length > 0 ? overlapFailure(found) : staleState(found.join('; '));
}

function halfwayAt(reports: readonly StageReport[], stage: Stage): Halfway {
  const left = STAGES.slice(reports.length + 1).map(({ title }) => title);
  return { ...halfwayAfter(reports, [...left, ...AFTER_STAGES]), begun: [stage.title] };
}

/** Describes a run that ended between two steps. */
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
