import type { AdminAttribute, AdminAttributeWriter } from '../../../library/admin-attribute.ts';
import type { DomainSettings } from '../../../library/domain-settings.ts';
import type { Team } from '../../../library/team.ts';
import { type ManagedAttribute, managedAttribute } from './admin-attribute.ts';
import type { SettingsOf } from './environment-settings.ts';
import { loadText } from './evaluate.ts';

/** The path of the policy, relative to the project. */
export const POLICY_FILE = 'actions/policy.ts';

/** Holds the settings that the team's Actions use, and those that only the commands use. */
export interface TeamSettings extends Team {
  domains: DomainSettings;
  attribute: ManagedAttribute;
}

/** A missing export of `config.ts` is `undefined` by this import, and an error by a named one. */
const ENTRY = `
import * as settings from './actions/config.ts';
export const { config, domains, attribute, attributeWriter } = settings;
export { policy } from './${POLICY_FILE}';
`;

interface Exported extends Team {
  domains: DomainSettings;
  attribute: AdminAttribute;
  attributeWriter: AdminAttributeWriter;
}

/**
 * Loads `policy.ts` and `config.ts` of the project, as the Actions of an environment bundle them; the build has found them
 * valid.
 */
export async function loadTeamSettings(rootDir: string, environment: SettingsOf): Promise<TeamSettings> {
  const exported = await loadText<Exported>(rootDir, ENTRY, environment);
  const { policy, config, domains, attribute, attributeWriter } = exported;
  if (policy === undefined || config === undefined || domains === undefined) {
    throw new Error('actions/policy.ts or actions/config.ts does not export its settings');
  }
  return { policy, config, domains, attribute: managedAttribute(attribute, attributeWriter) };
}
