import type { DecisionSettings, decide } from '../../../library/decision.ts';
import type { Policy, scopesOf } from '../../../library/rules.ts';
import type { SettingsOf } from '../bundle/environment-settings.ts';
import { loadText } from '../bundle/evaluate.ts';
import { loadFailures } from '../bundle/load-failures.ts';
import { POLICY_FILE } from '../bundle/team-settings.ts';
import { failed, ok, type Result } from '../failures.ts';

/** A project's own policy, settings and decision: what its Actions are bundled from. */
export interface LoadedPolicy {
  policy: Policy;
  config: DecisionSettings;
  decide: typeof decide;
  scopesOf: typeof scopesOf;
}

const ENTRY = `
export { config } from './actions/config.ts';
export { decide } from 'library:decision.ts';
export { scopesOf } from 'library:rules.ts';
export { policy } from './${POLICY_FILE}';
`;

/** Bundles and loads them in this process; a failure names the place of a source that does not bundle or load. */
export async function loadPolicy(rootDir: string, environment: SettingsOf): Promise<Result<LoadedPolicy>> {
  try {
    const { policy, config, decide, scopesOf } = await loadText<LoadedPolicy>(rootDir, ENTRY, environment, 'policy');
    if (policy === undefined || config === undefined || decide === undefined || scopesOf === undefined) {
      throw new Error('it does not export a policy');
    }
    return ok({ policy, config, decide, scopesOf });
  } catch (error) {
    const fix = 'Do at the top of the modules only what needs no login and can not fail.';
    return failed(...loadFailures(error, { file: POLICY_FILE, name: 'policy', fix }));
  }
}
