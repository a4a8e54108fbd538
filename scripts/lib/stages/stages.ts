import type { Difference } from '../tenant/difference.ts';
import type { TenantSession } from '../tenant/session.ts';
import { actions } from './actions.ts';
import { applications } from './applications.ts';
import { expressConfiguration } from './express-configuration.ts';
import { type Facts, withFound } from './facts.ts';
import { foundation } from './foundation.ts';
import { oinClient } from './oin-client.ts';
import type { Stage } from './stage.ts';
import { universalLogin } from './universal-login.ts';

/** Lists the stages in the order that a tenant needs. Okta's key is not one of them: it comes after reading back. */
export const STAGES: readonly Stage[] = [
  foundation,
  oinClient,
  actions,
  applications,
  universalLogin,
  expressConfiguration,
];

/** Maps each stage's name to what it would change. */
export type StageDifferences = ReadonlyMap<string, readonly Difference[]>;

/** Holds what all stages together would change, and what they have found. */
export interface StagesCompared {
  byStage: StageDifferences;
  facts: Facts;
}

/** Compares stage by stage, in order: what one finds, such as the OIN client's id, those after it know. */
export async function compareStages(session: TenantSession, known: Facts): Promise<StagesCompared> {
  const byStage = new Map<string, readonly Difference[]>();
  let facts = known;
  for (const stage of STAGES) {
    const { differences, found } = await stage.compare(session, facts);
    byStage.set(stage.name, differences);
    facts = withFound(facts, found);
  }
  return { byStage, facts };
}
