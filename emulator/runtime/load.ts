import { Worker } from 'node:worker_threads';
import type { ActionSource } from './sandbox.ts';
import { describeThrown } from './thrown.ts';

/** Describes an Action whose exports are read, or other code that sets the variables of `values`. */
export type LoadJob =
  | { source: ActionSource }
  | { code: string; filename: string; values: object; resolveFrom: string };

/** Holds the values that the code set, or the error it ended with. */
export type LoadResult<T> = { value: T } | { error: string };

/** Describes the thread's answer to one job. */
export interface LoadAnswer<T> {
  loaded: LoadResult<T>;
  /**
   * Whether the thread cannot be used again: the code has changed shared objects, or still runs. In a tenant each
   * Action has its own thread.
   */
  isSpent: boolean;
}

/**
 * Loads an Action as a tenant does, in a separate thread with the same globals, and calls nothing in it.
 *
 * @param timeoutMs processor time; on a busy machine it may take up to ten times that by the clock
 * @returns its exports by name: `async function`, or the result of `typeof`
 */
export const loadedKinds = (source: ActionSource, timeoutMs: number): Promise<LoadResult<Record<string, string>>> =>
  loadIsolated({ source }, timeoutMs);

/**
 * Runs code in a separate thread, with the globals an Action has.
 *
 * @param values variables that the code may set; they must be data
 * @param options.resolveFrom a file below whose folder packages are found
 */
export const loadedValues = <T extends object>(
  code: string,
  values: T,
  options: { filename: string; resolveFrom: string; timeoutMs: number },
): Promise<LoadResult<T>> => {
  const { filename, resolveFrom, timeoutMs } = options;
  return loadIsolated({ code, filename, values, resolveFrom }, timeoutMs);
};

/** Starting a thread takes longer than any code: one serves all, and ends soon after the last. */
const IDLE_MS = 1000;

let thread: Worker | undefined;
let idleTimer: NodeJS.Timeout | undefined;
let last: Promise<unknown> = Promise.resolve();

/** The limit by the clock as a multiple of the processor time: code may also wait for ever. */
const MOST_TIMES = 10;

/** Runs jobs one after the other, each with its full time. */
async function loadIsolated<T>(job: LoadJob, timeoutMs: number): Promise<LoadResult<T>> {
  const turn = last.then(() => loadNow<T>(job, timeoutMs));
  last = turn;
  return turn;
}

async function loadNow<T>(job: LoadJob, timeoutMs: number): Promise<LoadResult<T>> {
  clearTimeout(idleTimer);
  thread ??= await startThread();
  const worker = thread;
  worker.ref();
  const beganMs = performance.now();
  // Not awaited here: the thread may end while nobody listens.
  const usedBefore = usedMs(worker);
  const loaded = await new Promise<LoadResult<T>>((resolve) => {
    let isSettled = false;
    let timer: NodeJS.Timeout;
    const settle = (answer: LoadResult<T>): void => {
      clearTimeout(timer);
      isSettled = true;
      for (const name of ['message', 'error', 'exit']) worker.removeAllListeners(name);
      forgetAtItsEnd(worker);
      resolve(answer);
    };
    const end = (error: string): void => {
      thread = undefined;
      settle({ error });
      void worker.terminate();
    };
    const look = async (): Promise<void> => {
      const leftMs = timeoutMs - ((await usedMs(worker)) - (await usedBefore));
      if (isSettled) return;
      const isLong = performance.now() - beganMs > MOST_TIMES * timeoutMs;
      if (leftMs > 0 && !isLong) timer = setTimeout(look, Math.max(leftMs, LEAST_WAIT_MS));
      else end(`no end of its top level in ${timeoutMs} ms`);
    };
    timer = setTimeout(look, timeoutMs);
    worker.on('message', ({ loaded: answer, isSpent }: LoadAnswer<T>) => {
      settle(answer);
      if (!isSpent) return;
      thread = undefined;
      void worker.terminate();
    });
    // An answer that the thread sent before it ended may come after the news of its end: they take different ways.
    const endUnlessAnswered = (error: string): void => {
      thread = undefined;
      setImmediate(() => isSettled || end(error));
    };
    worker.on('error', (error) => endUnlessAnswered(describeThrown(error).message));
    worker.on('exit', (code) => endUnlessAnswered(`it ended its process with code ${code}`));
    worker.postMessage(job);
  });
  worker.unref();
  idleTimer = setTimeout(() => {
    void thread?.terminate();
    thread = undefined;
  }, IDLE_MS).unref();
  return loaded;
}

const LEAST_WAIT_MS = 50;

/** Milliseconds of the processor that a thread has had; one that has ended says nothing more. */
const usedMs = (worker: Worker): Promise<number> =>
  worker.cpuUsage().then(
    ({ user, system }) => (user + system) / 1000,
    () => Number.POSITIVE_INFINITY,
  );

/** Forgets the worker when it ends: loaded code that still runs may end the thread later. */
function forgetAtItsEnd(worker: Worker): void {
  const forget = (): void => {
    if (thread === worker) thread = undefined;
  };
  worker.on('error', forget);
  worker.on('exit', forget);
}

/** Starts the thread. The start does not count as any job's time. */
async function startThread(): Promise<Worker> {
  const worker = new Worker(new URL('./load-worker.ts', import.meta.url), {
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  return worker;
}
