/**
 * The post-login Actions as one prompt of oidc-provider's interaction policy: it runs on /authorize and on every resume
 * (docs/notes/local-tenant.md#actions-as-a-prompt).
 */

import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { beginFlow, boundActions, continueFlow, type FlowStep } from '../runtime/flow.ts';
import { findClient, findUser, type UserRecord } from '../state.ts';
import type { ActionsRuntime } from './actions-runtime.ts';
import { advanceActions } from './advance-actions.ts';
import { accessDenied } from './audience.ts';
import { beginFactor, type FactorStart } from './begin-factor.ts';
import { applyTargetScopes, endSession, recordRun, revokeRefreshTokens, runOf, writeMetadata } from './flow-effects.ts';
import { type GrantLoader, renewGrant } from './grant.ts';
import { loginFacts } from './login-facts.ts';
import { organizationInLogin } from './organization.ts';
import { becomePrimary, refuseGone, refusePrimary, usedIdentities } from './primary-user.ts';
import { type LoginProgress, progressOf } from './progress.ts';

const { Check, Prompt } = interactionPolicy;

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

/** Runs the Actions, and returns whether the login waits for the user. */
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
  progress.identities ??= usedIdentities(ctx, state, user);
  const organization = organizationInLogin(ctx, state);
  const current = (): UserRecord => findUser(state, flow.outcome.primaryUserId) ?? user;
  const step = await advanceActions(runtime, {
    flow,
    user: current,
    refusePrimary: (id) => refusePrimary(state, progress, id),
    orgId: organization?.id,
    facts: () => loginFacts(ctx, runtime, progress, flow, client, current()),
    challenged: (progress.challenged ?? []).map(({ type }) => type),
    login: ctx.state.login,
  });
  delete progress.continued;
  const now = current();
  recordRun(state, runOf(ctx, progress.transactionId, client, now), flow, step);
  if (step.kind === 'failed') throw accessDenied(step.message);
  if (step.kind !== 'denied') {
    refuseGone(state, now);
    becomePrimary(ctx, { state, progress, organization, sessionFactors: runtime.sessionFactors }, now);
  }
  if (step.kind === 'paused') {
    pauseFor(step, progress, {
      state,
      caller: ctx,
      pushRequests: runtime.pushRequests,
      user: now,
      clientName: client.name,
    });
    return true;
  }
  // Metadata an Action asked for is written even when it denied and before the user leaves (docs/notes/actions-runtime.md#recorded-commands).
  writeMetadata(state, now, flow);
  runtime.sessionMetadata.keep(ctx.oidc.session?.uid, flow);
  if (step.kind === 'redirected') {
    progress.redirectUrl = step.url;
    return true;
  }
  if (step.kind === 'denied') {
    revokeRefreshTokens(state, ctx.oidc.session?.uid, flow);
    if (flow.outcome.sessionRevoked) await endSession(ctx);
    throw accessDenied(step.reason);
  }
  for (const method of flow.recordedMethods) runtime.sessionFactors.add(ctx.oidc.session?.uid ?? '', method);
  progress.flowFinished = true;
  applyTargetScopes(ctx, flow);
  await renewGrant(ctx, loadGrant);
  return false;
}

/** Pauses the login for a factor. A page that is opened again shows the same secret or waits for the same code. */
function pauseFor(
  { prompt }: Extract<FlowStep, { kind: 'paused' }>,
  progress: LoginProgress,
  start: FactorStart,
): void {
  progress.prompt = prompt;
  if (!prompt.pick) Object.assign(progress, beginFactor(start, prompt, progress));
}
