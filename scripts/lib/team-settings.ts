import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DecisionSettings } from '../../actions/lib/decision.ts';
import type { DomainSettings } from '../../actions/lib/domain-settings.ts';
import type { Policy } from '../../actions/lib/rules.ts';
import type { StepUpSettings } from '../../actions/lib/step-up-settings.ts';

/** Who may, relative to the project. */
export const POLICY_FILE = 'actions/policy.ts';

/** What the team's Actions decide by. */
export interface TeamSettings {
  policy: Policy;
  config: DecisionSettings & { stepUp: StepUpSettings };
  domains: DomainSettings;
}

/** Loads `policy.ts` and `config.ts` of the project, as its Actions bundle them; the build has found them valid. */
export async function loadTeamSettings(rootDir: string): Promise<TeamSettings> {
  const load = (file: string) => import(pathToFileURL(join(rootDir, 'actions', file)).href);
  const [{ policy }, { config, domains }]: [Pick<TeamSettings, 'policy'>, Pick<TeamSettings, 'config' | 'domains'>] =
    await Promise.all([load('policy.ts'), load('config.ts')]);
  return { policy, config, domains };
}
