import { type Failed, type Failure, type Halfway, ok, type Result } from '../failures.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import { actions } from './actions.ts';
import { applications } from './applications.ts';
import { expressConfiguration } from './express-configuration.ts';
import { foundation } from './foundation.ts';
import { oinClient } from './oin-client.ts';
import type { DeployContext, Stage } from './stage.ts';
import { universalLogin } from './universal-login.ts';

/** In the order in which a tenant can take them. Okta's key is not one of them: it comes after reading back. */
export const STAGES: readonly Stage[] = [
  foundation,
  oinClient,
  actions,
  applications,
  universalLogin,
  expressConfiguration,
];

export const OKTA_KEY = "Okta's key";
export const AFTER_STAGES: readonly string[] = ['reading back', OKTA_KEY];

/** A stage that wrote, or found nothing to write. */
export interface StageReport {
  name: string;
  status: 'applied' | 'unchanged';
}

/** Applies what differs, stage by stage, up to the first failure or until `signal` aborts. */
export async function runStages(
  context: DeployContext,
  onStage: (stage: Stage, status: StageReport['status']) => void,
  signal?: AbortSignal,
): Promise<Result<StageReport[]>> {
  const reports: StageReport[] = [];
  for (const stage of STAGES) {
    const ran = await runStage(context, stage, signal);
    if (!ran.ok) return { ...ran, halfway: halfwayAt(reports, stage) };
    reports.push({ name: stage.name, status: ran.value });
    onStage(stage, ran.value);
  }
  return ok(reports);
}

async function runStage(
  context: DeployContext,
  stage: Stage,
  signal: AbortSignal | undefined,
): Promise<Result<StageReport['status']>> {
  if (signal?.aborted) return failedWith([interrupted(stage)]);
  try {
    const differences = await context.traffic.readingOnce(() => stage.differences(context));
    if (differences.length === 0) return ok('unchanged');
    const failures = await stage.apply(context, differences, signal);
    if (signal?.aborted) return failedWith([interrupted(stage)]);
    return failures.length > 0 ? failedWith(failures) : ok('applied');
  } catch (error) {
    return failedWith([apiFailure(error, `deploying ${stage.title}`, context.connection)]);
  }
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
