import type { PassCode } from './codes.ts';
import type { Event, PostLoginAction, PostLoginAPI } from './contract.ts';
import { decide } from './decision.ts';
import { NOTES } from './notes.ts';
import { run } from './run.ts';
import { SCOPES, type Scope, scopeName } from './scopes.ts';
import { checkStepUp } from './step-up-proof.ts';
import type { Team } from './team.ts';

/** Makes the Action that decides again, demands the factor just proven, and grants what is permitted and requested. */
export const grant =
  ({ policy, config }: Team): PostLoginAction =>
  async (event: Event, api: PostLoginAPI): Promise<void> => {
    await run(event, api, (nowMs) => {
      const { denied, granted, scopeDefaulted } = decide(event, policy, config, nowMs);
      if (denied.length > 0) return { denied };

      const unproven = checkStepUp(event, config.stepUp, nowMs);
      if (unproven.length > 0) return { denied: unproven };

      const passed: PassCode[] = scopeDefaulted ? ['EC_GRANTED', 'EC_SCOPE_DEFAULTED'] : ['EC_GRANTED'];
      return { passed, act: () => grantScopes(api, granted) };
    });
  };

/**
 * Adds the granted scopes and removes the others. RBAC may have allowed a scope that is not granted here, and Actions
 * run after RBAC.
 */
function grantScopes(api: PostLoginAPI, granted: readonly Scope[]): void {
  api.transaction.setMetadata(NOTES.granted, true);
  for (const scope of SCOPES) {
    if (granted.includes(scope)) api.accessToken.addScope(scopeName(scope));
    else api.accessToken.removeScope(scopeName(scope));
  }
}
