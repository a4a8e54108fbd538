import type { AuthenticationMethod, Event } from '../../library/contract.ts';
import type { ActionRecord, ActionRun, ActionVersion, BindingRecord } from '../state.ts';
import type { HandlerName } from './api.ts';
import { type ActionResult, keptCommands } from './command.ts';
import { deferredRequest, type FactorPrompt, type FactorStatus, nextFactor } from './factor-prompt.ts';
import { emptyOutcome, type FlowOutcome, foldCommands, MAX_FACTOR_COMMANDS } from './outcome.ts';
import { bounded } from './thrown.ts';

/** customize/actions/limitations: what is kept of an Action's console output. */
export const PERSISTED_LOG_CHARACTERS = 256;

export interface BoundAction {
  name: string;
  version: ActionVersion;
}

/**
 * Holds the state of a post-login flow. It is JSON only: it is suspended with the login transaction and resumed from
 * it.
 */
export interface FlowProgress {
  /** Versions bound when the flow began: a deploy in between acts on the next login. */
  versionIds: string[];
  /** Index of the Action to run next; one that asked for a challenge is not run again. */
  next: number;
  /** The handler of the next Action: `onExecutePostLogin`, or `onContinuePostLogin` after its redirect. */
  handler: HandlerName;
  outcome: FlowOutcome;
  /** The methods that `authentication.recordMethod` added to the session's. */
  recordedMethods: AuthenticationMethod[];
  /** `multifactor.enable` and the tenant's policy have had their turn. */
  factorDemanded: boolean;
  runs: ActionRun[];
}

/** Describes where a login's Actions stopped: at the end, or at what the user has to do. */
export type FlowStep =
  | { kind: 'finished' }
  | { kind: 'paused'; prompt: FactorPrompt }
  /** The user leaves for `url`, to which the tenant adds `state`; {@link continueFlow} when they are back. */
  | { kind: 'redirected'; url: string }
  | { kind: 'denied'; reason: string }
  | { kind: 'failed'; message: string };

/** Returns the deployed versions bound to a trigger, in order. An Action that was never deployed cannot be bound. */
export function boundActions(actions: ActionRecord[], bindings: BindingRecord[], trigger: string): BoundAction[] {
  return bindings.flatMap((binding) => {
    if (binding.trigger_id !== trigger) return [];
    const action = actions.find((candidate) => candidate.id === binding.action_id);
    return action?.deployed === undefined ? [] : [{ name: action.name, version: action.deployed }];
  });
}

export const beginFlow = (bound: BoundAction[]): FlowProgress => ({
  versionIds: bound.map(({ version }) => version.id),
  next: 0,
  handler: 'onExecutePostLogin',
  outcome: emptyOutcome(),
  recordedMethods: [],
  factorDemanded: false,
  runs: [],
});

/** Notes that the user is back from a redirect: the Action that sent them goes on, with `onContinuePostLogin`. */
export function continueFlow(progress: FlowProgress): void {
  const { redirectUrl, ...outcome } = progress.outcome;
  if (redirectUrl === undefined) return;
  progress.outcome = outcome;
  progress.next -= 1;
  progress.handler = 'onContinuePostLogin';
}

export interface AdvanceOptions {
  progress: FlowProgress;
  findVersion: (versionId: string) => BoundAction | undefined;
  execute: (action: BoundAction, event: Event, timeoutMs: number, handler: HandlerName) => Promise<ActionResult>;
  makeEvent: (action: BoundAction, outcome: FlowOutcome) => Event;
  /** Asked anew before each Action: the user may have become another. */
  factors: () => FactorStatus;
  /** Says why `setPrimaryUser` fails the login, if it does. */
  refusePrimary: (userId: string) => string | undefined;
  timeLimitMs: number;
  clock: () => number;
}

/**
 * Runs Actions from the flow's current position until it finishes, pauses for a factor or a redirect, is denied or
 * fails. Updates `progress` in place. All Actions of one stretch share `timeLimitMs`; it starts anew after a pause
 * (customize/actions/limitations).
 */
export async function advanceFlow(options: AdvanceOptions): Promise<FlowStep> {
  const { progress, clock } = options;
  const deadlineMs = clock() + options.timeLimitMs;
  for (;;) {
    const factors = options.factors();
    const stop = stopIn(progress.outcome, factors, options.refusePrimary);
    if (stop !== undefined) return stop;

    const versionId = progress.versionIds[progress.next];
    if (versionId === undefined) {
      if (demandFactor(progress, factors)) continue;
      return { kind: 'finished' };
    }
    const action = options.findVersion(versionId);
    if (action === undefined) return { kind: 'failed', message: '((an Action of this login was deleted meanwhile))' };
    const error = await runAction(action, options, deadlineMs);
    if (error !== undefined) return { kind: 'failed', message: error.message };
  }
}

async function runAction(
  action: BoundAction,
  { progress, execute, makeEvent, clock }: AdvanceOptions,
  deadlineMs: number,
): Promise<ActionResult['error']> {
  const { handler } = progress;
  const startedMs = clock();
  const event = makeEvent(action, progress.outcome);
  const result = await execute(action, event, Math.max(1, deadlineMs - startedMs), handler);
  progress.runs.push(runRecord(action, handler, result, clock() - startedMs));
  progress.outcome = foldCommands(progress.outcome, result.commands);
  const timestamp = new Date(clock()).toISOString();
  for (const { method, args } of result.commands) {
    if (method === 'authentication.recordMethod') progress.recordedMethods.push({ name: String(args[0]), timestamp });
  }
  progress.next += 1;
  progress.handler = 'onExecutePostLogin';
  return result.error;
}

/** Returns what prevents the next Action from running. A denial comes first: after it nothing is asked. */
function stopIn(
  outcome: FlowOutcome,
  factors: FactorStatus,
  refusePrimary: AdvanceOptions['refusePrimary'],
): FlowStep | undefined {
  if (outcome.deniedReason !== undefined) return { kind: 'denied', reason: bounded(outcome.deniedReason) };
  if (outcome.refusal !== undefined) return { kind: 'failed', message: bounded(outcome.refusal) };
  const unlinked = outcome.primaryUserId === undefined ? undefined : refusePrimary(outcome.primaryUserId);
  if (unlinked !== undefined) return { kind: 'failed', message: bounded(unlinked) };
  if (outcome.factorCommandCount > 0 && factors.customizationOff) {
    return { kind: 'failed', message: '((challenge and enroll commands need customize_mfa_in_postlogin_action))' };
  }
  if (outcome.factorCommandCount > MAX_FACTOR_COMMANDS) {
    return { kind: 'failed', message: '((more than 4 challenge or enroll commands in one flow))' };
  }
  if (outcome.redirectUrl !== undefined) return { kind: 'redirected', url: outcome.redirectUrl };
  const next = nextFactor(outcome.factorRequests, factors);
  if (next.kind === 'prompt') return { kind: 'paused', prompt: next.prompt };
  if (next.kind === 'none') return undefined;
  const { kind, factors: asked } = next.request;
  return { kind: 'failed', message: `((mfar: no factor to ${kind} among ${asked.join(', ')} can be used))` };
}

/** Queues, once, what `multifactor.enable` or the tenant's policy asks for. */
function demandFactor(progress: FlowProgress, factors: FactorStatus): boolean {
  const request = progress.factorDemanded ? undefined : deferredRequest(progress.outcome.multifactor, factors);
  progress.factorDemanded = true;
  if (request === undefined) return false;
  progress.outcome = { ...progress.outcome, factorRequests: [...progress.outcome.factorRequests, request] };
  return true;
}

const runRecord = (
  { name, version }: BoundAction,
  handler: HandlerName,
  result: ActionResult,
  durationMs: number,
): ActionRun => ({
  name,
  version: version.number,
  handler,
  ...keptCommands(result.commands),
  logs: result.logs.slice(0, PERSISTED_LOG_CHARACTERS),
  durationMs,
  ...(result.error === undefined ? {} : { error: result.error }),
});
