/** Finds out about a worker from outside, also while its code is in a loop. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** Limits buffers and the like, which no heap limit counts. */
const MAX_EXTERNAL_BYTES = 256 * 1024 * 1024;
/** The time a worker may still be active after its login before the next login gets another worker. */
const REST_MS = 500;

/**
 * Resolves to whether the worker waits for its next login. What an Action began and did not await, such as a timer, may
 * run after its end, and for ever. Of a loop that waits, the idle time grows.
 */
export async function becomesIdle({ performance: ofWorker }: Worker): Promise<boolean> {
  const idleMs = (): number => ofWorker.eventLoopUtilization().idle;
  const startMs = performance.now();
  while (performance.now() - startMs < REST_MS) {
    const beforeMs = idleMs();
    await sleep(1);
    if (idleMs() > beforeMs) return true;
  }
  return false;
}

/**
 * Returns whether a worker holds too much memory, also while it is in a loop. Before Node 22.16 this cannot be known.
 */
export async function holdsTooMuchMemory(worker: Worker): Promise<boolean> {
  const ask: unknown = Reflect.get(worker, 'getHeapStatistics');
  if (typeof ask !== 'function') return false;
  try {
    const { external_memory: bytes } = await Reflect.apply(ask, worker, []);
    return typeof bytes === 'number' && bytes > MAX_EXTERNAL_BYTES;
  } catch {
    // It has ended.
    return false;
  }
}
