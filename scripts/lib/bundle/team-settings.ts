import type { DomainSettings } from '../../../library/domain-settings.ts';
import type { Team } from '../../../library/team.ts';
import { loadText } from './evaluate.ts';

/** Who may, relative to the project. */
export const POLICY_FILE = 'actions/policy.ts';

/** What the team's Actions decide by. */
export interface TeamSettings extends Team {
  domains: DomainSettings;
}

const ENTRY = `
export { config, domains } from './actions/config.ts';
export { policy } from './${POLICY_FILE}';
`;

/** Loads `policy.ts` and `config.ts` of the project, as its Actions bundle them; the build has found them valid. */
export async function loadTeamSettings(rootDir: string): Promise<TeamSettings> {
  const { policy, config, domains } = await loadText<TeamSettings>(rootDir, ENTRY);
  if (policy === undefined || config === undefined || domains === undefined) {
    throw new Error('actions/policy.ts or actions/config.ts does not export its settings');
  }
  return { policy, config, domains };
}
