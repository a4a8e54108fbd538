import { Worker } from 'node:worker_threads';
import type { ActionSource } from './sandbox.ts';
import { describeThrown } from './thrown.ts';

/** An Action whose exports are asked for, or other code that sets the variables `values` names. */
export type LoadJob =
  | { source: ActionSource }
  | { code: string; filename: string; values: object; resolveFrom: string };

/** What the code left, or the error it ended with. */
export type Loaded<T> = { value: T } | { error: string };

/** What the thread says of one job. */
export interface LoadAnswer<T> {
  loaded: Loaded<T>;
  /** The code has changed what others would find: each Action has a thread of its own in a tenant. */
  isSpent: boolean;
}

/**
 * Loads an Action as a tenant does, in a thread of its own with the same globals, and calls nothing in it.
 *
 * @returns its exports by name: `async function`, or what `typeof` says
 */
export const loadedKinds = (source: ActionSource, timeoutMs: number): Promise<Loaded<Record<string, string>>> =>
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
): Promise<Loaded<T>> => {
  const { filename, resolveFrom, timeoutMs } = options;
  return loadIsolated({ code, filename, values, resolveFrom }, timeoutMs);
};

/** Starting a thread takes longer than any code: one serves all, and ends soon after the last. */
const IDLE_MS = 1000;

let thread: Worker | undefined;
let idleTimer: NodeJS.Timeout | undefined;
let last: Promise<unknown> = Promise.resolve();

/** One after the other, each with all of its time. */
async function loadIsolated<T>(job: LoadJob, timeoutMs: number): Promise<Loaded<T>> {
  const turn = last.then(() => loadNow<T>(job, timeoutMs));
  last = turn;
  return turn;
}

async function loadNow<T>(job: LoadJob, timeoutMs: number): Promise<Loaded<T>> {
  clearTimeout(idleTimer);
  thread ??= await startThread();
  const worker = thread;
  worker.ref();
  const loaded = await new Promise<Loaded<T>>((resolve) => {
    const settle = (answer: Loaded<T>): void => {
      clearTimeout(timer);
      for (const name of ['message', 'error', 'exit']) worker.removeAllListeners(name);
      forgetAtItsEnd(worker);
      resolve(answer);
    };
    const end = (error: string): void => {
      thread = undefined;
      settle({ error });
      void worker.terminate();
    };
    const timer = setTimeout(() => end(`no end of its top level in ${timeoutMs} ms`), timeoutMs);
    worker.on('message', ({ loaded: answer, isSpent }: LoadAnswer<T>) => {
      settle(answer);
      if (!isSpent) return;
      thread = undefined;
      void worker.terminate();
    });
    worker.on('error', (error) => end(describeThrown(error).message));
    worker.on('exit', (code) => end(`it ended its process with code ${code}`));
    worker.postMessage(job);
  });
  worker.unref();
  idleTimer = setTimeout(() => {
    void thread?.terminate();
    thread = undefined;
  }, IDLE_MS).unref();
  return loaded;
}

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
