/** Loads code in a separate thread, without calling anything in it, and reports the result. */
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { actionGlobals } from './instance.ts';
import type { LoadAnswer, LoadJob, LoadResult } from './load.ts';
import { isRealmChanged, realmState } from './realm.ts';
import { compileModule, loadExports } from './sandbox.ts';
import { describeThrown } from './thrown.ts';

function load(job: LoadJob): unknown {
  if ('source' in job) return kindsOf(loadExports(job.source, actionGlobals()));
  const { code, filename, values, resolveFrom } = job;
  const text = `${code}\nmodule.exports = { ${Object.keys(values).join(', ')} };`;
  return compileModule(text, filename, { ...actionGlobals(), ...values })(createRequire(resolveFrom));
}

function kindsOf(exports: unknown): Record<string, string> {
  if (typeof exports !== 'object' || exports === null) return {};
  return Object.fromEntries(Object.entries(exports).map(([name, value]) => [name, kindOf(value)]));
}

const kindOf = (value: unknown): string =>
  typeof value === 'function' && value.constructor.name === 'AsyncFunction' ? 'async function' : typeof value;

parentPort?.on('message', (job: LoadJob) => {
  const before = realmState();
  const runningBefore = process.getActiveResourcesInfo().length;
  const loaded = loadedBy(job);
  // An error that the code threw without awaiting it, such as a rejected promise, is the code's own and comes first.
  setImmediate(() => {
    // A timer that it left could throw while the next code loads.
    const leftRunning = process.getActiveResourcesInfo().length > runningBefore;
    parentPort?.postMessage({ loaded, isSpent: leftRunning || isRealmChanged(before) } satisfies LoadAnswer<unknown>);
  });
});

function loadedBy(job: LoadJob): LoadResult<unknown> {
  try {
    return { value: load(job) };
  } catch (error) {
    const { name, message } = describeThrown(error);
    return { error: error instanceof Error ? `${name}: ${message}` : message };
  }
}

// It is ready.
parentPort?.postMessage(undefined);
