import type { Failure } from '../failures.ts';
import type { Difference } from '../tenant/difference.ts';
import { actions } from './actions.ts';
import { applications } from './applications.ts';
import { expressConfiguration } from './express-configuration.ts';
import { foundation } from './foundation.ts';
import { oinClient } from './oin-client.ts';
import type { DeployContext, Stage } from './stage.ts';

/** In the order in which a tenant can take them. Okta's key is not one of them: it comes after {@link verify}. */
export const STAGES: readonly Stage[] = [foundation, oinClient, actions, applications, expressConfiguration];

export interface StageReport {
  name: string;
  status: 'applied' | 'unchanged';
}

/** Applies what differs, stage by stage, up to the first failure. */
export async function runStages(
  context: DeployContext,
  onStage: (stage: Stage, status: StageReport['status']) => void,
): Promise<{ reports: StageReport[]; failures: Failure[] }> {
  const reports: StageReport[] = [];
  for (const stage of STAGES) {
    const differences = await stage.differences(context);
    const status = differences.length > 0 ? 'applied' : 'unchanged';
    if (status === 'applied') {
      const failures = await stage.apply(context, differences);
      if (failures.length > 0) return { reports, failures };
    }
    reports.push({ name: stage.name, status });
    onStage(stage, status);
  }
  return { reports, failures: [] };
}

/** Where a different value means that an administrator could get more, or nothing, instead of what was reviewed. */
export const MUST_AGREE: readonly string[] = [
  'actions',
  'triggers',
  'roles',
  'guardianFactors',
  'tenant',
  'express_configuration',
];

/**
 * Reads back everything, because auth0-deploy-cli also exits 0 on some failures (deploy-cli.md section 5). Elsewhere
 * than in {@link MUST_AGREE} Auth0 may store a value in another form than it was given: that is a note.
 */
export async function verify(context: DeployContext): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const stage of STAGES) {
    for (const difference of await stage.differences(context)) {
      if (mustHold(difference)) failures.push(notAsDeployed(context, difference));
      else if (difference.kind === 'differs') context.notes.add(`${difference.expected}: found ${difference.found}.`);
    }
  }
  return failures;
}

const mustHold = ({ kind, path }: Difference): boolean =>
  kind === 'missing' || (kind === 'differs' && path.some((part) => MUST_AGREE.includes(String(part))));

const notAsDeployed = ({ built }: DeployContext, difference: Difference): Failure => ({
  code: 'NOT_AS_DEPLOYED',
  expected: difference.expected,
  found: difference.found,
  where: built.manifest.placeOf(difference.path),
  fix: 'Deploy again. If it stays so, look in the tenant at what sets it.',
});
