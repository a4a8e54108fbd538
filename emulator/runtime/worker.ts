/** One deployed Action version in a worker thread: module scope stays warm between executions, as in Auth0's containers. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CacheRecord, Event } from '../../library/contract.ts';
import { trust } from '../trust.ts';
import { createApi, type Directory, type HandlerName } from './api.ts';
import type { ActionResult, Command } from './command.ts';
import { createInstance } from './instance.ts';
import { turnNetworkOff } from './network.ts';
import { type ActionSource, loadExports } from './sandbox.ts';
import { describeThrown } from './thrown.ts';
import { isTriggerHandler } from './triggers/handlers.ts';
import { createTriggerApi, type TriggerCall } from './triggers/trigger-api.ts';

/** Describes one execution: of a post-login Action, or of another trigger's. */
export type Job = LoginJob | (JobTime & TriggerCall);

/** Describes one execution of a post-login Action. */
export interface LoginJob extends JobTime {
  handler: HandlerName;
  event: Event;
  /** The user's roles and groups; none unless given. */
  directory?: Directory;
}

interface JobTime {
  /** The time at which the Action's clock stands still, in epoch milliseconds; the machine's own time if absent. */
  nowMs?: number;
  /** How far its clock is ahead of the machine's, in milliseconds; 0 by default. */
  aheadMs?: number;
}

/** Holds what a worker is started with. */
export interface WorkerData {
  source: ActionSource;
  /** A certificate authority (PEM) that the Action trusts besides the usual ones. */
  ca: string | undefined;
  offline: boolean;
}

const cache = new Map<string, CacheRecord>();
const { source, ca, offline }: WorkerData = workerData;
if (offline) turnNetworkOff();
if (ca !== undefined) trust(ca);
const instance = createInstance((globals) => loadExports(source, globals));

async function execute(job: Job): Promise<ActionResult> {
  const { handler, event, nowMs, aheadMs = 0 } = job;
  const clock = nowMs === undefined ? () => Date.now() + aheadMs : () => nowMs;
  const { api, commands } = apiFor(job, clock);
  const { logs, error } = await instance.execute(handler, [event, api], { clock });
  if (error === undefined) return { commands, logs };
  return { commands, logs, error: describeThrown(error) };
}

function apiFor(job: Job, clock: () => number): { api: object; commands: Command[] } {
  if (!isLogin(job)) return createTriggerApi(job, { cache, clock });
  const { event, handler, directory } = job;
  return createApi(event, { cache, clock, handler, ...(directory === undefined ? {} : { directory }) });
}

const isLogin = (job: Job): job is LoginJob => !isTriggerHandler(job.handler);

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await execute(job)));
