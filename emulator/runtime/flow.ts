import type { Event } from '../../actions/contract.ts';
import type { ActionRecord, ActionRun, ActionVersion, BindingRecord } from '../state.ts';
import type { ActionResult } from './command.ts';
import { type FactorPrompt, type FactorStatus, nextFactor } from './factor-prompt.ts';
import { emptyOutcome, type FlowOutcome, foldCommands, MAX_FACTOR_COMMANDS } from './outcome.ts';

/** customize/actions/limitations: what is kept of an Action's console output. */
const PERSISTED_LOG_CHARACTERS = 256;

export interface BoundAction {
  name: string;
  version: ActionVersion;
}

/** Where a post-login flow stands. JSON only: it is suspended with the login transaction and resumed from it. */
export interface FlowProgress {
  /** Versions bound when the flow began: a deploy in between acts on the next login. */
  versionIds: string[];
  /** Index of the Action to run next; one that asked for a challenge is not run again. */
  next: number;
  outcome: FlowOutcome;
  runs: ActionRun[];
}

export type FlowStep =
  | { kind: 'finished' }
  | { kind: 'paused'; prompt: FactorPrompt }
  | { kind: 'denied'; reason: string }
  | { kind: 'failed'; message: string };

/** The deployed versions bound to a trigger, in order. An Action that was never deployed cannot be bound. */
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
  outcome: emptyOutcome(),
  runs: [],
});

/**
 * Runs Actions from where the flow stands until it finishes, pauses for a factor, is denied or fails. Updates `progress`
 * in place. All Actions of one stretch share `timeLimitMs`; it starts anew after a pause (customize/actions/limitations).
 */
export async function advanceFlow(options: {
  progress: FlowProgress;
  findVersion: (versionId: string) => BoundAction | undefined;
  execute: (action: BoundAction, event: Event, timeoutMs: number) => Promise<ActionResult>;
  makeEvent: (action: BoundAction, outcome: FlowOutcome) => Event;
  factors: FactorStatus;
  timeLimitMs: number;
  clock: () => number;
}): Promise<FlowStep> {
  const { progress, factors, clock } = options;
  const deadlineMs = clock() + options.timeLimitMs;
  for (;;) {
    const paused = pauseFor(progress.outcome, factors);
    if (paused !== undefined) return paused;

    const versionId = progress.versionIds[progress.next];
    if (versionId === undefined) return { kind: 'finished' };
    const action = options.findVersion(versionId);
    if (action === undefined) return { kind: 'failed', message: '((an Action of this login was deleted meanwhile))' };
    progress.next += 1;

    const startedMs = clock();
    const event = options.makeEvent(action, progress.outcome);
    const result = await options.execute(action, event, Math.max(1, deadlineMs - startedMs));
    progress.runs.push(runRecord(action, result, clock() - startedMs));
    progress.outcome = foldCommands(progress.outcome, result.commands);

    if (result.error !== undefined) return { kind: 'failed', message: result.error.message };
    if (progress.outcome.deniedReason !== undefined) return { kind: 'denied', reason: progress.outcome.deniedReason };
    if (progress.outcome.factorCommandCount > MAX_FACTOR_COMMANDS) {
      return { kind: 'failed', message: '((more than 4 challenge or enroll commands in one flow))' };
    }
  }
}

function pauseFor(outcome: FlowOutcome, factors: FactorStatus): FlowStep | undefined {
  const next = nextFactor(outcome.factorRequests, factors);
  if (next.kind === 'prompt') return { kind: 'paused', prompt: next.prompt };
  if (next.kind === 'none') return undefined;
  const { kind, factors: asked } = next.request;
  return { kind: 'failed', message: `((mfar: no factor to ${kind} among ${asked.join(', ')} can be used))` };
}

const runRecord = ({ name, version }: BoundAction, result: ActionResult, durationMs: number): ActionRun => ({
  name,
  version: version.number,
  handler: 'onExecutePostLogin',
  commands: result.commands,
  logs: result.logs.slice(0, PERSISTED_LOG_CHARACTERS),
  durationMs,
  ...(result.error === undefined ? {} : { error: result.error }),
});
