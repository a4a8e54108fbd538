import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadedValues } from '../../../emulator/runtime/load.ts';
import { rootDir } from '../../support/project.ts';

const load = (code: string, timeoutMs: number) =>
  loadedValues(
    code,
    { done: false },
    { filename: join(rootDir, 'text.cjs'), resolveFrom: join(rootDir, 'package.json'), timeoutMs },
  );
const WAIT = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0';

test('a limit is of the processor’s time: a thread that is kept waiting has all of it', async () => {
  expect(await load(`${WAIT}, 1000); done = true;`, 200)).toEqual({ value: { done: true } });
});

test('code that computes or waits for ever ends', async () => {
  for (const code of ['for (;;) {}', `${WAIT});`]) {
    expect(await load(code, 200)).toEqual({ error: 'no end of its top level in 200 ms' });
  }
});

/** Both are under way before this thread hears of either. */
async function loadTwo(first: string, second: string): Promise<unknown[]> {
  await load('done = true;', 2000);
  const loads = [load(first, 2000), load(second, 2000)];
  await new Promise(setImmediate);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  return Promise.all(loads);
}

test('what code leaves running is not the error of the next', async () => {
  const late = "setTimeout(() => { throw new Error('late'); }, 5); done = true;";
  expect(await loadTwo(late, 'done = true;')).toEqual([{ value: { done: true } }, { value: { done: true } }]);
});

test.each([
  ['a refused promise', "void Promise.reject(new Error('late'));"],
  ['a tick', "process.nextTick(() => { throw new Error('late'); });"],
])('what fails at once is the code’s own error, as at a login, and not that of the next: %s', async (_name, late) => {
  expect(await loadTwo(late, 'done = true;')).toEqual([{ error: 'late' }, { value: { done: true } }]);
});

test('code that leaves nothing behind and the code after it share a thread, which is slow to start', async () => {
  const threadId = async () => {
    const code = "threadId = require('node:worker_threads').threadId;";
    const options = { filename: '/text.cjs', resolveFrom: '/package.json', timeoutMs: 60_000 };
    return await loadedValues(code, { threadId: 0 }, options);
  };
  const first = await threadId();
  expect(first).toEqual({ value: { threadId: expect.any(Number) } });
  expect(await threadId()).toEqual(first);
});
