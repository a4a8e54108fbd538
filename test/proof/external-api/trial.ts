import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, vi } from 'vitest';
import type { HttpSurroundings } from '../../../actions/lib/http-get.ts';
import { createApi } from '../../../emulator/runtime/api.ts';
import type { Handler } from '../../../emulator/runtime/sandbox.ts';
import { ACME, answering, DOMAINS_API_TOKEN, type DomainsApi, startDomainsApi } from '../../support/domains-api.ts';
import { place } from '../../support/events.ts';
import { AMPLE_BUDGET_MS, type Fault } from './fault.ts';
import type { Neighbours } from './neighbours.ts';
import type { Outcome } from './outcomes.ts';

/** What came of one fault. */
export interface Trial {
  /** `hung`: the Action had not ended when the watchdog barked. */
  outcome: Outcome | 'hung';
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
  connections: { to: string; socket: Socket }[];
  logs: string[];
}

const running = new AsyncLocalStorage<Running>();

/** Those of the trial that this code runs in. */
export function surroundings(): HttpSurroundings {
  const store = running.getStore();
  if (store === undefined) throw new Error('not in a trial');
  return store.surroundings;
}

/** Names that stand for loopback, where a trial may connect to. */
const LOOPBACK = /^127\.0\.0\.1$|\.acme-saas\.com$/;

/** Notes, during a file's tests, what the code of each trial connects to and logs. Nothing leaves this machine. */
export function observing(): void {
  const connect = Socket.prototype.connect;
  beforeAll(() => {
    vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...args: unknown[]) {
      const trial = running.getStore();
      const [target]: unknown[] = args.flat();
      if (trial === undefined || typeof target !== 'object' || target === null) return connectAsEver(this, args);
      const host = String(Reflect.get(target, 'host'));
      trial.connections.push({ to: `${host}:${Reflect.get(target, 'port')}`, socket: this });
      return LOOPBACK.test(host) ? connectAsEver(this, args) : this.destroy(new Error(`kept from ${host}`));
    });
    vi.spyOn(console, 'log').mockImplementation((...line) => void running.getStore()?.logs.push(line.join(' ')));
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });
  const connectAsEver = (socket: Socket, args: unknown[]) => Reflect.apply(connect, socket, args);
}

const WATCHDOG_MS = 10_000;
/** For what an Action that has ended might still do. */
const AFTERMATH_MS = 300;

/** Runs the domains Action once for each fault, at the same time; those with a short budget come last. */
export async function tryAll(
  handler: Handler,
  faults: readonly Fault[],
  neighbours: Neighbours,
): Promise<Map<string, Trial>> {
  const trials = new Map<string, Trial>();
  const isShort = ({ budgetMs }: Fault): boolean => budgetMs !== undefined;
  for (const group of [faults.filter((fault) => !isShort(fault)), faults.filter(isShort)]) {
    await Promise.all(group.map(async (fault) => trials.set(fault.what, await tryOne(handler, fault, neighbours))));
  }
  return trials;
}

async function tryOne(handler: Handler, fault: Fault, { elsewhereCa }: Neighbours): Promise<Trial> {
  const served = new Set<Socket>();
  const answer = fault.answer ?? answering(ACME);
  await using api = await startDomainsApi((request, response) => {
    served.add(request.socket);
    answer(request, response);
  }, fault.certificate);

  const healthy = api.surroundings({ budgetMs: fault.budgetMs ?? AMPLE_BUDGET_MS });
  const ca = [healthy.agentOptions.ca ?? [], elsewhereCa ?? []].flat();
  const trusting = { ...healthy, agentOptions: { ...healthy.agentOptions, ca } };
  const trial: Running = {
    surroundings: fault.surroundings?.(trusting) ?? trusting,
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
  const ended = await Promise.race([
    running.run(trial, run),
    setTimeout(WATCHDOG_MS, false, { signal: watchdog.signal }),
  ]);
  watchdog.abort();
  await setTimeout(AFTERMATH_MS);

  return {
    outcome: ended ? { commands, logs: trial.logs } : 'hung',
    connections: trial.connections.map(({ to }) => to),
    leftOpen: trial.connections.filter(({ socket }) => !socket.destroyed).length,
    requests: api.requests,
    sentBytes: [...served].reduce((sum, socket) => sum + socket.bytesWritten, 0),
  };
}
