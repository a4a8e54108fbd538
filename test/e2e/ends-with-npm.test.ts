/** What ends when npm is ended: no process is left behind, and no port stays taken. `test:deep` tries every signal. */
import { test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { expectExecAndItsProgramEnd, expectStartEndsWhileItDeploys, TO } from './ends-with-npm.ts';

test('SIGTERM to npm alone ends start while it still deploys', expectStartEndsWhileItDeploys, MINUTE_MS);

test(
  'SIGTERM to the process group of npm ends emulator -- exec, its command and what that started',
  () => expectExecAndItsProgramEnd(TO[1][1]),
  MINUTE_MS,
);
