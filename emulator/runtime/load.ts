import { Worker } from 'node:worker_threads';
import type { ActionSource } from './sandbox.ts';
import { describeThrown } from './thrown.ts';

/** An Action whose exports are asked for, or other code that sets the variables `values` names. */
export type LoadJob =
  | { source: ActionSource }
  | { code: string; filename: string; values: object; resolveFrom: string };

/** What the code left, or the error it ended with. */
export type LoadResult<T> = { value: T } | { error: string };

/** What the thread says of one job. */
export interface LoadAnswer<T> {
  loaded: LoadResult<T>;
  /** The code has changed what others would find, or still runs: each Action has a thread of its own in a tenant. */
  isSpent: boolean;
}

/**
 * Loads an Action as a tenant does, in a thread of its own with the same globals, and calls nothing in it.
 *
 * @param timeoutMs of the processor, of which a busy machine gives a thread a part; ten times that by the clock
 * @returns its exports by name: `async function`, or what `typeof` says
 */
export const loadedKinds = (source: ActionSource, timeoutMs: number): Promise<LoadResult<Record<string, string>>> =>
  loadIsolated({ source }, timeoutMs);

/**
 * Runs code in a thread of its own, with the globals an Action has.
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

/** By the clock, as often as the processor's time: code may also wait for ever. */
const MOST_TIMES = 10;

/** One after the other, each with all of its time. */
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
  // Not waited for here: the thread may end until there is somebody to hear of it.
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

/** What loaded code left running may end the thread later. */
function forgetAtItsEnd(worker: Worker): void {
  const forget = (): void => {
    if (thread === worker) thread = undefined;
  };
  worker.on('error', forget);
  worker.on('exit', forget);
}

/** Its start is no part of anybody's time. */
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
