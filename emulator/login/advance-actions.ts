import { traceAction } from '../inspector/trace-action.ts';
import type { Directory } from '../runtime/api.ts';
import { type LoginFacts, makeEvent } from '../runtime/event.ts';
import type { FactorType } from '../runtime/factor-prompt.ts';
import { advanceFlow, type BoundAction, type FlowProgress, type FlowStep } from '../runtime/flow.ts';
import { rolesInLogin, type TenantState, type UserRecord } from '../state.ts';
import type { ActionsRuntime } from './actions-runtime.ts';
import { factorStatus } from './methods.ts';

export interface ActionsCall {
  flow: FlowProgress;
  /** Returns the user who logs in now: an Action may switch to another user. */
  user: () => UserRecord;
  /** Says why an Action may not make it another user, if so. */
  refusePrimary: (userId: string) => string | undefined;
  orgId: string | undefined;
  /** Returns the facts for the next Action's event; called anew for each Action. */
  facts: () => LoginFacts;
  /** Factors proven in this transaction. */
  challenged: FactorType[];
  /** The number of the login in the timeline. */
  login: number | undefined;
}

/** Runs the flow's Actions in the tenant's workers, from the current position to the next stop. */
export function advanceActions(
  runtime: ActionsRuntime,
  { flow, user, refusePrimary, orgId, facts, challenged, login }: ActionsCall,
): Promise<FlowStep> {
  const { state, pool, resolveFrom } = runtime;
  return advanceFlow({
    progress: flow,
    findVersion: (versionId) => findVersion(state, versionId),
    execute: ({ name, version }, event, timeoutMs, handler) => {
      const { code, dependencies } = version;
      const job = { handler, event, directory: directoryOf(state, user(), orgId), aheadMs: runtime.clockAheadMs() };
      const run = pool.run({ name, code, dependencies, resolveFrom }, job, timeoutMs);
      const action = { name, version: version.number, handler, event, login };
      return traceAction(runtime.timeline, action, run);
    },
    makeEvent: ({ version }) => makeEvent(state, facts(), version.secrets),
    factors: () => factorStatus(state, user().user_id, challenged),
    refusePrimary,
    timeLimitMs: runtime.timeLimitMs(),
    clock: state.clock,
  });
}

/**
 * Returns what `api.roles` and `api.groups` read. The tenant has no groups: that part of the Management API is not
 * emulated.
 */
const directoryOf = (state: TenantState, user: UserRecord, orgId: string | undefined): Directory => ({
  roles: rolesInLogin(state, user.user_id, orgId).map(({ id, name, type = 'tenant' }) => ({ id, name, type })),
  groups: [],
});

function findVersion(state: TenantState, versionId: string): BoundAction | undefined {
  for (const action of state.actions) {
    const version = action.versions.find((candidate) => candidate.id === versionId);
    if (version !== undefined) return { name: action.name, version };
  }
  return undefined;
}
