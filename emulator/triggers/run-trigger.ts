/** The Actions of a trigger besides post-login: one after the other, until one denies or fails. */
import type { Timeline } from '../inspector/timeline.ts';
import { traceAction } from '../inspector/trace-action.ts';
import type { Command, CommandMethod } from '../runtime/command.ts';
import { type BoundAction, boundActions } from '../runtime/flow.ts';
import { TRIGGER_HANDLERS, type TriggerId } from '../runtime/triggers/handlers.ts';
import type { TriggerCall } from '../runtime/triggers/trigger-api.ts';
import type { WorkerPool } from '../runtime/worker-pool.ts';
import type { TenantState } from '../state.ts';

export interface TriggerRuntime {
  state: TenantState;
  pool: WorkerPool;
  timeline: Timeline;
  /** Below this file's folder declared dependencies are resolved. */
  resolveFrom: string;
  /** What all Actions of one run may take; 20 000 at Auth0. */
  timeLimitMs: () => number;
  /** How far the tenant's clock is ahead of the machine's. */
  clockAheadMs: () => number;
}

/** Holds the commands of one run's Actions in order, and the error that ended it, if one did. */
export interface TriggerRun {
  commands: Command[];
  error?: { name: string; message: string };
}

type EventOf<Id extends TriggerId> = Extract<TriggerCall, { handler: (typeof TRIGGER_HANDLERS)[Id] }>['event'];

/** Names the parts of a trigger's event that every Action gets separately. */
type OwnParts = 'secrets' | 'configuration' | 'tenant';

/** Commands after which no further Action runs. */
const ENDING: ReadonlySet<CommandMethod> = new Set(['access.deny', 'validation.error']);

/**
 * Runs what is bound to a trigger. Never rejects over what an Action does.
 *
 * @param makeEvent the next Action's own event, without secrets; `commands` are those of the Actions before it
 * @param login the login's number in the timeline, where it belongs to one
 */
export async function runTrigger<Id extends TriggerId>(
  runtime: TriggerRuntime,
  trigger: Id,
  makeEvent: (commands: readonly Command[]) => Omit<EventOf<Id>, OwnParts>,
  login?: number,
): Promise<TriggerRun> {
  const { state, timeLimitMs } = runtime;
  const deadlineMs = state.clock() + timeLimitMs();
  const run: TriggerRun = { commands: [] };
  for (const action of boundActions(state.actions, state.bindings, trigger)) {
    const call = callOf(runtime, trigger, action, makeEvent(run.commands));
    const result = await execute(runtime, action, call, Math.max(1, deadlineMs - state.clock()), login);
    run.commands.push(...result.commands);
    if (result.error !== undefined) return { ...run, error: result.error };
    if (run.commands.some(({ method }) => ENDING.has(method))) return run;
  }
  return run;
}

function callOf<Id extends TriggerId>(
  { state }: TriggerRuntime,
  trigger: Id,
  { version }: BoundAction,
  event: Omit<EventOf<Id>, OwnParts>,
): TriggerCall {
  const own = {
    ...event,
    secrets: Object.fromEntries(version.secrets.map(({ name, value }) => [name, value])),
    configuration: {},
    tenant: { id: state.domain.replace(/[.:].*$/, '') },
  };
  // The event is that of the trigger, and so is its handler.
  return structuredClone({ handler: TRIGGER_HANDLERS[trigger], event: own }) as unknown as TriggerCall;
}

function execute(
  { pool, timeline, resolveFrom, clockAheadMs }: TriggerRuntime,
  { name, version }: BoundAction,
  call: TriggerCall,
  timeoutMs: number,
  login: number | undefined,
) {
  const { code, dependencies } = version;
  const job = { ...call, aheadMs: clockAheadMs() };
  const running = pool.run({ name, code, dependencies, resolveFrom }, job, timeoutMs);
  return traceAction(timeline, { name, version: version.number, ...call, login }, running);
}
