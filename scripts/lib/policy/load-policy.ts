import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { DecisionSettings, decide } from '../../../actions/lib/decision.ts';
import type { Policy, scopesOf } from '../../../actions/lib/rules.ts';
import { buildFailure, isBuildFailure } from '../bundle/bundle-source.ts';
import { bundleText } from '../bundle/evaluate.ts';
import { failed, ok, type Result } from '../failures.ts';
import { POLICY_FILE } from '../team-settings.ts';

/** A project's own policy, settings and decision: what its Actions are bundled from. */
export interface LoadedPolicy {
  policy: Policy;
  config: DecisionSettings;
  decide: typeof decide;
  scopesOf: typeof scopesOf;
}

const ENTRY = `
export { config } from './actions/config.ts';
export { decide } from './actions/lib/decision.ts';
export { scopesOf } from './actions/lib/rules.ts';
export { policy } from './${POLICY_FILE}';
`;

/** Bundles and loads them in this process; a source that does not bundle or load is told by its place. */
export async function loadPolicy(rootDir: string): Promise<Result<LoadedPolicy>> {
  try {
    const text = await bundleText(rootDir, ENTRY, 'policy');
    const module: { exports: Partial<LoadedPolicy> } = { exports: {} };
    const load = compileFunction(text, ['module', 'exports', 'require']);
    load(module, module.exports, createRequire(join(rootDir, 'package.json')));
    const { policy, config, decide, scopesOf } = module.exports;
    if (policy === undefined || config === undefined || decide === undefined || scopesOf === undefined) {
      throw new Error('it does not export a policy');
    }
    return ok({ policy, config, decide, scopesOf });
  } catch (error) {
    if (isBuildFailure(error))
      return failed(...error.errors.map((message) => buildFailure(message, { file: POLICY_FILE })));
    return failed({
      code: 'BUNDLE_LOAD',
      expected: `${POLICY_FILE} and what it imports to load`,
      found: String(error),
      where: { file: POLICY_FILE },
      fix: 'Do at the top of the modules only what needs no login and can not fail.',
    });
  }
}
