import type { Difference } from '../tenant/difference.ts';
import type { TenantSession } from '../tenant/session.ts';
import { actions } from './actions.ts';
import { applications } from './applications.ts';
import { expressConfiguration } from './express-configuration.ts';
import { foundation } from './foundation.ts';
import { oinClient } from './oin-client.ts';
import type { Stage } from './stage.ts';
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

/** What each stage would change, by the stage's name. */
export type StageDifferences = ReadonlyMap<string, readonly Difference[]>;

/** Reads what each stage would change, in order: a stage hands the OIN client's id to those after it. */
export async function differencesByStage(context: TenantSession): Promise<StageDifferences> {
  const found = new Map<string, readonly Difference[]>();
  for (const stage of STAGES) found.set(stage.name, await stage.differences(context));
  return found;
}
