/** One deployed Action version in a worker thread: module scope stays warm between executions, as in Auth0's containers. */
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { CacheRecord, Event } from '../../actions/contract.ts';
import { createApi } from './api.ts';
import type { ActionResult } from './command.ts';
import { type ActionSource, loadExports, selectHandler } from './sandbox.ts';

export interface Job {
  handler: string;
  event: Event;
}

const cache = new Map<string, CacheRecord>();
let logs: string[] = [];
for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const) {
  console[method] = (...args) => void logs.push(format(...args));
}

const source: ActionSource = workerData;
let exports: unknown;
let loaded = false;

async function execute({ handler, event }: Job): Promise<ActionResult> {
  logs = [];
  const { api, commands } = createApi(event, { cache });
  try {
    if (!loaded) exports = loadExports(source);
    loaded = true;
    await selectHandler(exports, handler)(event, api);
    return { commands, logs: logs.join('\n') };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { commands, logs: logs.join('\n'), error: { name, message } };
  }
}

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await execute(job)));
