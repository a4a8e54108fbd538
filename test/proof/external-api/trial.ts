import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, vi } from 'vitest';
import { createApi } from '../../../emulator/runtime/api.ts';
import type { Handler } from '../../../emulator/runtime/sandbox.ts';
import type { HttpSurroundings } from '../../../library/http-get.ts';
import { ACME, answering, DOMAINS_API_TOKEN, type DomainsApi, startDomainsApi } from '../../support/domains-api.ts';
import { place } from '../../support/events.ts';
import type { Fault } from './fault.ts';
import type { Neighbours } from './neighbours.ts';
import type { Outcome } from './outcomes.ts';

/** What came of one fault. */
export interface Trial {
  /** `hung`: the Action had not ended when the watchdog barked. */
  outcome: Outcome | 'hung';
  /** How long the Action gave the API; undefined where it asked nothing. */
  budgetMs: number | undefined;
  /** `host:port` of every connection that was begun. */
  connections: string[];
  /** How many of them were still open some time after the Action had ended. */
  leftOpen: number;
  requests: DomainsApi['requests'];
  /** By the API, before the Action hung up. */
  sentBytes: number;
}

interface Running {
  surroundings: HttpSurroundings;
  /** In place of the clock's: it ends when the trial says so. */
  budget: AbortController;
  /** What the Action asked for. */
  budgetMs?: number;
  connections: { to: string; socket: Socket }[];
  logs: string[];
}

const running = new AsyncLocalStorage<Running>();

function current(): Running {
  const store = running.getStore();
  if (store === undefined) throw new Error('not in a trial');
  return store;
}

/** Those of the trial that this code runs in. */
export const surroundings = (): HttpSurroundings => current().surroundings;

/** Aborts when the budget of the trial that this code runs in is used up. */
export const budgetEnd = (): AbortSignal => current().budget.signal;

/** Names that stand for loopback, where a trial may connect to. */
const LOOPBACK = /^127\.0\.0\.1$|\.acme-saas\.com$/;

/**
 * Notes, during a file's tests, what the code of each trial connects to and logs. Nothing leaves this machine. The clock
 * stands still, and `AbortSignal.timeout`, by which an Action keeps its budget, gives the trial's.
 */
export function observing(): void {
  const connect = Socket.prototype.connect;
  const { timeout } = AbortSignal;
  beforeAll(() => {
    vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...args: unknown[]) {
      const trial = running.getStore();
      const [target]: unknown[] = args.flat();
      if (trial === undefined || typeof target !== 'object' || target === null) return connectAsEver(this, args);
      const host = String(Reflect.get(target, 'host'));
      trial.connections.push({ to: `${host}:${Reflect.get(target, 'port')}`, socket: this });
      return LOOPBACK.test(host) ? connectAsEver(this, args) : this.destroy(new Error(`kept from ${host}`));
    });
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const trial = running.getStore();
      if (trial === undefined) return timeout.call(AbortSignal, ms);
      trial.budgetMs = ms;
      return trial.budget.signal;
    });
    vi.spyOn(console, 'log').mockImplementation((...line) => void running.getStore()?.logs.push(line.join(' ')));
  });
  afterAll(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  const connectAsEver = (socket: Socket, args: unknown[]) => Reflect.apply(connect, socket, args);
}

/** For an Action that nothing ends; the slowest machine is faster. */
const WATCHDOG_MS = 5 * 60_000;
/** For what an Action might still do that has ended, or whose budget is about to end. */
const AFTERMATH_MS = 300;
const LOOK_MS = 10;

/** Runs the domains Action once for each fault, at the same time. */
export async function tryAll(
  handler: Handler,
  faults: readonly Fault[],
  neighbours: Neighbours,
): Promise<Map<string, Trial>> {
  const trials = new Map<string, Trial>();
  await Promise.all(faults.map(async (fault) => trials.set(fault.what, await tryOne(handler, fault, neighbours))));
  return trials;
}

async function tryOne(handler: Handler, fault: Fault, { elsewhereCa }: Neighbours): Promise<Trial> {
  const served = new Set<Socket>();
  const answer = fault.answer ?? answering(ACME);
  await using api = await startDomainsApi((request, response) => {
    served.add(request.socket);
    answer(request, response);
  }, fault.certificate);

  const healthy = api.surroundings();
  const ca = [healthy.agentOptions.ca ?? [], elsewhereCa ?? []].flat();
  const trusting = { ...healthy, agentOptions: { ...healthy.agentOptions, ca } };
  const trial: Running = {
    surroundings: fault.surroundings?.(trusting) ?? trusting,
    budget: new AbortController(),
    connections: [],
    logs: [],
  };

  const secrets = { DOMAINS_API_URL: api.url, DOMAINS_API_TOKEN };
  const event = place(api.event(), ['secrets'], fault.secrets?.(secrets) ?? secrets);
  const { api: postLogin, commands } = createApi(event);
  const run = async () => {
    await handler(event, postLogin);
    return true;
  };
  const watchdog = new AbortController();
  const isStalled = () => trial.connections.length >= fault.connections && api.requests.length >= fault.requests;
  const endBudget = async (): Promise<void> => {
    while (!isStalled() && !watchdog.signal.aborted) await setTimeout(LOOK_MS);
    await setTimeout(AFTERMATH_MS);
    trial.budget.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  };
  const budgetEnded = fault.isStalling && endBudget();
  const ended = await Promise.race([
    running.run(trial, run),
    setTimeout(WATCHDOG_MS, false, { signal: watchdog.signal }),
  ]);
  watchdog.abort();
  await budgetEnded;
  await setTimeout(AFTERMATH_MS);

  return {
    outcome: ended ? { commands, logs: trial.logs } : 'hung',
    budgetMs: trial.budgetMs,
    connections: trial.connections.map(({ to }) => to),
    leftOpen: trial.connections.filter(({ socket }) => !socket.destroyed).length,
    requests: api.requests,
    sentBytes: [...served].reduce((sum, socket) => sum + socket.bytesWritten, 0),
  };
}
