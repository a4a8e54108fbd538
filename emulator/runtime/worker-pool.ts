import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { ActionResult } from './command.ts';
import { MemoryWatch, type WatchedAction } from './memory-watch.ts';
import type { ActionSource } from './sandbox.ts';
import { describeThrown } from './thrown.ts';
import type { Job, WorkerData } from './worker.ts';
import { isResult } from './worker-result.ts';
import { becomesIdle, holdsTooMuchMemory } from './worker-state.ts';

const MAX_WORKERS_PER_VERSION = 2;
/** The time after which a busy worker counts as hanging: other logins do not wait for it. */
const PATIENCE_MS = 250;
/** Limits the workers of a version, hanging ones included. */
const MAX_WORKERS_WITH_HANGING = 16;
const MAX_HEAP_MB = 256;
const LOOK_AT_MEMORY_MS = 50;
const DEFAULT_IDLE_MS = 5 * 60_000;

/** Auth0's text is not known; ours says what happened (docs/notes/actions-runtime.md#errors-of-an-action). */
export const TIMEOUT_ERROR = { name: 'TimeoutError', message: 'Script execution time exceeded' };

/** Auth0 ends what takes more memory than its container has; with which text is not established. */
const MEMORY_ERROR = {
  name: 'MemoryError',
  message: '((the Action kept more memory than it may, outside of its heap))',
};

/** The result of an Action that was running when the tenant was reset, loaded or closed. */
const CLOSED: ActionResult = {
  commands: [],
  logs: '',
  error: { name: 'ClosedError', message: '((the tenant ended the Action: it was reset, loaded or closed))' },
};

export interface PoolOptions {
  /** The time after which an unused worker ends, so that versions that are no longer deployed leave nothing behind. */
  idleMs?: number;
  memory?: MemoryWatch;
  /** A certificate authority (PEM) that Actions trust besides the usual ones: the tenant's own. */
  ca?: string;
  /** Actions reach nothing beyond their thread. */
  offline?: boolean;
}

interface Slot extends WatchedAction {
  worker: Worker;
  /** When the worker got its current job. */
  sinceMs: number;
  /** Runs while the worker does not. */
  idleTimer?: NodeJS.Timeout;
  busy: boolean;
  dead: boolean;
  /** How much the process has grown in all its logins. */
  keptBytes: number;
  settle?: (result: ActionResult) => void;
}

interface Pool {
  slots: Slot[];
  waiting: (() => void)[];
}

const keyOf = (source: ActionSource): string => createHash('sha256').update(JSON.stringify(source)).digest('base64url');

/**
 * Executes Actions in worker threads: an endless loop, `process.exit()` or a full heap ends that execution and nothing
 * else. Protection from mistakes, not from malice: a worker can still signal the process
 * (docs/notes/local-tenant.md#worker-threads).
 */
export class WorkerPool {
  readonly #pools = new Map<string, Pool>();
  readonly #idleMs: number;
  readonly #memory: MemoryWatch;
  readonly #ca: string | undefined;
  readonly #offline: boolean;

  constructor({ idleMs = DEFAULT_IDLE_MS, memory = new MemoryWatch(), ca, offline = false }: PoolOptions = {}) {
    this.#idleMs = idleMs;
    this.#memory = memory;
    this.#ca = ca;
    this.#offline = offline;
  }

  /** Workers alive, busy or idle. */
  get size(): number {
    return this.#slots().length;
  }

  #slots(): Slot[] {
    return [...this.#pools.values()].flatMap(({ slots }) => slots.filter(({ dead }) => !dead));
  }

  #running = (): Slot[] => this.#slots().filter(({ busy }) => busy);

  /** Runs the job. Never rejects: the result reports whatever the Action does. */
  async run(source: ActionSource, job: Job, timeoutMs: number): Promise<ActionResult> {
    const pool = this.#poolOf(source);
    const slot = await this.#acquire(pool, source);
    const watch = setInterval(() => this.#memory.look(this.#running()), LOOK_AT_MEMORY_MS);
    // Closed in between, perhaps.
    const result = slot.dead ? CLOSED : await execute(slot, job, timeoutMs);
    clearInterval(watch);
    slot.busy = false;
    slot.keptBytes += this.#memory.rssBytes() - slot.startBytes;
    if (this.#memory.isTooMuch(slot.keptBytes)) slot.dead = true;
    if (slot.dead) this.#remove(source, pool, slot);
    else slot.idleTimer = setTimeout(() => this.#remove(source, pool, slot), this.#idleMs).unref();
    pool.waiting.shift()?.();
    return result;
  }

  #remove(source: ActionSource, pool: Pool, slot: Slot): void {
    pool.slots = pool.slots.filter((other) => other !== slot);
    if (pool.slots.length === 0 && pool.waiting.length === 0) this.#pools.delete(keyOf(source));
    void slot.worker.terminate();
  }

  /** Ends all workers, and what they run. The pool can be used again: with new ones. */
  async close(): Promise<void> {
    const slots = [...this.#pools.values()].flatMap((pool) => pool.slots);
    this.#pools.clear();
    for (const slot of slots) {
      clearTimeout(slot.idleTimer);
      slot.dead = true;
      slot.settle?.(CLOSED);
    }
    await Promise.all(slots.map((slot) => slot.worker.terminate()));
  }

  #poolOf(source: ActionSource): Pool {
    return this.#pools.get(keyOf(source)) ?? { slots: [], waiting: [] };
  }

  async #acquire(pool: Pool, source: ActionSource): Promise<Slot> {
    for (;;) {
      pool.slots = pool.slots.filter((slot) => !slot.dead);
      const free = pool.slots.find((slot) => !slot.busy);
      const slot = free ?? (mayGrow(pool.slots) ? spawn({ source, ca: this.#ca, offline: this.#offline }) : undefined);
      if (slot !== undefined) {
        if (slot !== free) pool.slots.push(slot);
        this.#pools.set(keyOf(source), pool);
        clearTimeout(slot.idleTimer);
        slot.busy = true;
        slot.sinceMs = performance.now();
        slot.startBytes = this.#memory.rssBytes();
        if (slot !== free || (await becomesIdle(slot.worker))) return slot;
        // Closed in the meantime, perhaps: then the login ends with it.
        if (this.#pools.get(keyOf(source)) !== pool) return slot;
        slot.dead = true;
        void slot.worker.terminate();
        continue;
      }
      await someoneIsDone(pool);
    }
  }
}

/** Returns whether another worker may start: two at most, and one more for each that seems to hang. */
function mayGrow(slots: readonly Slot[]): boolean {
  const hanging = slots.filter(({ sinceMs }) => performance.now() - sinceMs >= PATIENCE_MS).length;
  return slots.length < Math.min(MAX_WORKERS_PER_VERSION + hanging, MAX_WORKERS_WITH_HANGING);
}

/** Settles when a worker is free, or when those that are not may be hanging. */
function someoneIsDone(pool: Pool): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      pool.waiting = pool.waiting.filter((other) => other !== done);
      resolve();
    };
    const timer = setTimeout(done, PATIENCE_MS);
    pool.waiting.push(done);
  });
}

function spawn(data: WorkerData): Slot {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: data,
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    name: `action ${data.source.name}`,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.unref();
  const slot: Slot = {
    worker,
    busy: false,
    dead: false,
    sinceMs: 0,
    startBytes: 0,
    keptBytes: 0,
    activeMs: () => worker.performance.eventLoopUtilization().active,
    end() {
      void worker.terminate();
      end(MEMORY_ERROR);
    },
  };
  const end = (error: { name: string; message: string }): void => {
    slot.dead = true;
    slot.settle?.({ commands: [], logs: '', error });
  };
  worker.on('message', (result: unknown) => {
    // An Action can post messages too.
    if (isResult(result)) slot.settle?.(result);
  });
  worker.on('error', (error) => end(describeThrown(error)));
  worker.on('exit', (code) =>
    end({ name: 'ExitError', message: `((the Action ended its process with code ${code}))` }),
  );
  return slot;
}

async function execute(slot: Slot, job: Job, timeoutMs: number): Promise<ActionResult> {
  let timer: NodeJS.Timeout | undefined;
  let watch: NodeJS.Timeout | undefined;
  slot.worker.ref();
  const result = await new Promise<ActionResult>((resolve) => {
    slot.settle = resolve;
    const kill = (error: ActionResult['error']): void => {
      slot.dead = true;
      void slot.worker.terminate();
      resolve({ commands: [], logs: '', ...(error && { error }) });
    };
    timer = setTimeout(() => kill(TIMEOUT_ERROR), timeoutMs);
    watch = setInterval(async () => {
      if (await holdsTooMuchMemory(slot.worker)) kill(MEMORY_ERROR);
    }, LOOK_AT_MEMORY_MS);
    slot.worker.postMessage(job);
  });
  clearTimeout(timer);
  clearInterval(watch);
  delete slot.settle;
  // Memory that it keeps between logins would in the end fill the process.
  if (!slot.dead && (await holdsTooMuchMemory(slot.worker))) {
    slot.dead = true;
    return { commands: [], logs: result.logs, error: MEMORY_ERROR };
  }
  slot.worker.unref();
  return result;
}
