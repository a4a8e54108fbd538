/** The post-login Actions as one prompt of oidc-provider's interaction policy: it runs on /authorize and on every resume. */
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Timeline } from '../inside/timeline.ts';
import { traceAction } from '../inside/trace-action.ts';
import type { Directory } from '../runtime/api.ts';
import { makeEvent } from '../runtime/event.ts';
import {
  advanceFlow,
  type BoundAction,
  beginFlow,
  boundActions,
  continueFlow,
  type FlowProgress,
  type FlowStep,
} from '../runtime/flow.ts';
import type { WorkerPool } from '../runtime/worker-pool.ts';
import { type ClientRecord, findClient, findUser, rolesInLogin, type TenantState, type UserRecord } from '../state.ts';
import { accessDenied } from './audience.ts';
import { beginFactor, type FactorStart } from './begin-factor.ts';
import { applyTargetScopes, endSession, recordRun, writeMetadata } from './flow-effects.ts';
import { type GrantLoader, renewGrant } from './grant.ts';
import { loginFacts } from './login-facts.ts';
import { factorStatus, type SessionFactors } from './methods.ts';
import { organizationInLogin } from './organization.ts';
import { type LoginProgress, progressOf } from './progress.ts';
import type { PushRequests } from './push.ts';

const { Check, Prompt } = interactionPolicy;

export interface ActionsRuntime {
  state: TenantState;
  pool: WorkerPool;
  sessionFactors: SessionFactors;
  pushRequests: PushRequests;
  /** Below this file's folder declared dependencies are resolved. */
  resolveFrom: string;
  /** What all Actions of one stretch may take; 20 000 at Auth0. */
  timeLimitMs: () => number;
  timeline: Timeline;
  /** How far the tenant's clock is ahead of the machine's. */
  clockAheadMs: () => number;
}

export const actionsPrompt = (runtime: ActionsRuntime, loadGrant: GrantLoader) =>
  new Prompt(
    { name: 'mfa' },
    new Check(
      'post_login_actions',
      'a Post-Login Action needs the user',
      'interaction_required',
      (ctx) => runActions(ctx, runtime, loadGrant),
      (ctx) => {
        const { prompt, redirectUrl } = progressOf(ctx);
        return { factorPrompt: prompt, redirectUrl };
      },
    ),
  );

/** Whether the user is needed before the login can go on. */
async function runActions(ctx: KoaContextWithOIDC, runtime: ActionsRuntime, loadGrant: GrantLoader): Promise<boolean> {
  const { state } = runtime;
  const progress = progressOf(ctx);
  delete progress.prompt;
  delete progress.redirectUrl;
  const client = findClient(state, ctx.oidc.client?.clientId);
  const user = findUser(state, ctx.oidc.session?.accountId);
  if (progress.flowFinished || client === undefined || user === undefined) return false;

  progress.transactionId ??= state.newId('tx_', 24);
  progress.flow ??= beginFlow(boundActions(state.actions, state.bindings, 'post-login'));
  const { flow } = progress;
  if (progress.continued !== undefined) continueFlow(flow);
  // One factor answers a whole command, whatever else it offered.
  if (progress.answered) flow.outcome.factorRequests.shift();
  delete progress.answered;
  const step = await advance(ctx, runtime, progress, flow, client, user);
  delete progress.continued;
  recordRun(state, progress.transactionId, ctx, client, user, flow, step);

  if (step.kind === 'paused') {
    pauseFor(step, progress, { state, caller: ctx, pushRequests: runtime.pushRequests, user, clientName: client.name });
    return true;
  }
  if (step.kind === 'failed') throw accessDenied(step.message);
  // Metadata an Action asked for is written even when it denied (api object reference), and before the user leaves.
  writeMetadata(state, user, flow);
  if (step.kind === 'redirected') {
    progress.redirectUrl = step.url;
    return true;
  }
  if (step.kind === 'denied') {
    if (flow.outcome.sessionRevoked) await endSession(ctx);
    throw accessDenied(step.reason);
  }
  for (const method of flow.recordedMethods) runtime.sessionFactors.add(ctx.oidc.session?.uid ?? '', method);
  progress.flowFinished = true;
  applyTargetScopes(ctx, flow);
  await renewGrant(ctx, loadGrant);
  return false;
}

/** A page asked for again shows the same secret or waits for the same code. */
function pauseFor(
  { prompt }: Extract<FlowStep, { kind: 'paused' }>,
  progress: LoginProgress,
  start: FactorStart,
): void {
  progress.prompt = prompt;
  if (!prompt.pick) Object.assign(progress, beginFactor(start, prompt, progress));
}

function advance(
  ctx: KoaContextWithOIDC,
  runtime: ActionsRuntime,
  progress: LoginProgress,
  flow: FlowProgress,
  client: ClientRecord,
  user: UserRecord,
): Promise<FlowStep> {
  const { state, pool, resolveFrom } = runtime;
  const challenged = (progress.challenged ?? []).map(({ type }) => type);
  const directory = directoryOf(state, user, organizationInLogin(ctx, state)?.id);
  return advanceFlow({
    progress: flow,
    findVersion: (versionId) => findVersion(state, versionId),
    execute: ({ name, version }, event, timeoutMs, handler) => {
      const { code, dependencies } = version;
      const job = { handler, event, directory, aheadMs: runtime.clockAheadMs() };
      const run = pool.run({ name, code, dependencies, resolveFrom }, job, timeoutMs);
      const action = { name, version: version.number, handler, event, login: ctx.state.login };
      return traceAction(runtime.timeline, action, run);
    },
    makeEvent: ({ version }) =>
      makeEvent(state, loginFacts(ctx, runtime, progress, flow, client, user), version.secrets),
    factors: factorStatus(state, user.user_id, challenged),
    timeLimitMs: runtime.timeLimitMs(),
    clock: state.clock,
  });
}

/** The tenant has no groups: that part of the Management API is not emulated. */
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
