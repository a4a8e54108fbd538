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
