import { config } from './config.ts';
import type { Event, PostLoginAPI } from './contract.ts';
import type { PassCode } from './lib/codes.ts';
import { decide } from './lib/decision.ts';
import { NOTES } from './lib/notes.ts';
import { SCOPES, type Scope, scopeName } from './lib/scopes.ts';
import { checkStepUp } from './lib/step-up-proof.ts';
import { policy } from './policy.ts';
import { run } from './run.ts';

/** Decides again, demands the factor just proven, and grants what is permitted and requested. */
export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => {
  await run(event, api, (nowMs) => {
    const { denied, granted, scopeDefaulted } = decide(event, policy, config, nowMs);
    if (denied.length > 0) return { denied };

    const unproven = checkStepUp(event, config.stepUp, nowMs);
    if (unproven.length > 0) return { denied: unproven };

    const passed: PassCode[] = scopeDefaulted ? ['EC_GRANTED', 'EC_SCOPE_DEFAULTED'] : ['EC_GRANTED'];
    return { passed, act: () => grant(api, granted) };
  });
};

/**
 * RBAC may have let through a scope that is not granted here, and Actions act after it: what is not added is removed.
 */
function grant(api: PostLoginAPI, granted: readonly Scope[]): void {
  api.transaction.setMetadata(NOTES.granted, true);
  for (const scope of SCOPES) {
    if (granted.includes(scope)) api.accessToken.addScope(scopeName(scope));
    else api.accessToken.removeScope(scopeName(scope));
  }
}
