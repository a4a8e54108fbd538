import type { CacheRecord, Event } from '../../library/contract.ts';
import { createApi, type Directory, type HandlerName } from '../runtime/api.ts';
import type { ActionResult, Command } from '../runtime/command.ts';
import { currentNetwork, NO_NETWORK, runInNetwork } from '../runtime/network.ts';
import { emptyOutcome, foldCommands } from '../runtime/outcome.ts';
import { TIMEOUT_ERROR, WorkerPool } from '../runtime/worker-pool.ts';
import { ownSecrets, refuseUndeclared } from './declared-secrets.ts';
import { NOW_MS } from './login-event.ts';
import { type ActionRun, type Decision, decisionOf, runOf } from './report.ts';
import { actionFromFile, type TestAction } from './test-action.ts';
import type { TestNetwork } from './test-network.ts';

/** Limits all Actions of one stretch of a login together, in milliseconds (customize/actions/limitations). */
export const TIME_LIMIT_MS = 20_000;

export interface RunOptions {
  /** The Action's own secrets (those of the event). */
  secrets?: Record<string, string>;
  /**
   * Whether the test expects that the Action throws or runs out of time: the run then has `error`, and is rejected
   * without one.
   */
  expectsError?: boolean;
  /** The clock of the Action's `Date` and of the cache, in epoch milliseconds (default {@link NOW_MS}). */
  clock?: () => number;
  /** `onExecutePostLogin`, unless told. */
  handler?: HandlerName;
  /** The content of `api.cache` (default empty); the Action's writes go here. An isolated Action does not share it. */
  cache?: Map<string, CacheRecord>;
  /** The answers of `api.roles` and `api.groups` (default none). */
  directory?: Directory;
  /** The network that answers the Action's calls (default none: the network is off); `open` is the machine's own. */
  network?: TestNetwork | 'open';
  /**
   * Whether to run in a separate worker thread, which a test needs for an endless loop, `process.exit()` or a full
   * heap. In process, only an Action that awaits can be stopped at the time limit.
   */
  isolated?: boolean;
  /** 20 000, as at Auth0. */
  timeLimitMs?: number;
}

/**
 * Runs one Action with an event and says what it did and decided. The event stays as it was.
 *
 * @param action from `builtAction`, or the path of a file, which is then loaded anew
 * @throws Error with its cause, where the Action threw or ran out of time: Auth0 then fails the login. With `expectsError`, where it did
 *   neither
 * @throws TypeError where the event, or `secrets`, has a secret that `tenant.yaml` does not name for this Action
 */
export async function runAction(
  action: TestAction | string,
  event: Event,
  options: RunOptions = {},
): Promise<ActionRun & Decision> {
  const loaded = typeof action === 'string' ? await actionFromFile(action) : action;
  const secrets = options.secrets ?? event.secrets;
  refuseUndeclared([loaded], secrets);
  const own: Event = structuredClone({ ...event, secrets: ownSecrets(loaded, secrets) });
  const result = endedAsExpected(loaded, await execute(loaded, own, options), options);
  return { ...runOf(loaded.name, result), ...decisionOf(foldCommands(emptyOutcome(), result.commands)) };
}

/** @param event the Action's own copy */
export async function execute(action: TestAction, event: Event, options: RunOptions): Promise<KitResult> {
  const { handler = 'onExecutePostLogin', clock = () => NOW_MS, timeLimitMs = TIME_LIMIT_MS } = options;
  const directory = options.directory ?? { roles: [], groups: [] };
  if (!options.isolated) {
    const { api, commands } = createApi(event, { handler, clock, directory, cache: options.cache ?? new Map() });
    const network = options.network ?? currentNetwork() ?? NO_NETWORK;
    const execution = runInNetwork(network, () => action.instance.execute(handler, [event, api], { clock }));
    return inTime(
      execution.then(({ logs, error }) => resultOf(commands, logs, error)),
      timeLimitMs,
    );
  }
  if (typeof options.network === 'object') throw new TypeError('an isolated Action can not be answered by a test');
  const pool = new WorkerPool({ offline: options.network !== 'open' && currentNetwork() !== 'open' });
  try {
    return await pool.run(action.source, { handler, event, directory, nowMs: clock() }, timeLimitMs);
  } finally {
    await pool.close();
  }
}

/** `thrown`: the very value, which only a run in this process can hand on. */
interface KitResult extends ActionResult {
  thrown?: Error;
}

/** Returns what is shown of a run; throws where it failed, or with `expectsError` where it did not. */
export function endedAsExpected(
  { name }: TestAction,
  { thrown, ...result }: KitResult,
  { expectsError = false }: Pick<RunOptions, 'expectsError'>,
): ActionResult {
  const { error } = result;
  if (error !== undefined && !expectsError) {
    throw new Error(`${name} failed: ${error.name}: ${error.message}`, { cause: thrown ?? error });
  }
  if (error === undefined && expectsError) throw new Error(`${name} ended without the expected error`);
  return result;
}

export function resultOf(commands: Command[], logs: string, error: Error | undefined): KitResult {
  if (error === undefined) return { commands, logs };
  return { commands, logs, error: { name: error.name, message: error.message }, thrown: error };
}

/** Returns the result, or that of a terminated worker: effects of an Action that did not finish do not count. */
async function inTime(result: Promise<KitResult>, timeLimitMs: number): Promise<KitResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<ActionResult>((resolve) => {
    timer = setTimeout(resolve, timeLimitMs, { commands: [], logs: '', error: TIMEOUT_ERROR });
  });
  try {
    return await Promise.race([result, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
