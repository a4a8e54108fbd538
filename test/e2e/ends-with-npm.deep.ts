/** Every command that npm runs ends with npm, whichever signal ends it. */
import { test } from 'vitest';
import {
  expectDevEnds,
  expectExecAndItsProgramEnd,
  expectExecEnds,
  expectStartEnds,
  expectStartEndsWhileItDeploys,
  TO,
} from './ends-with-npm.ts';

test.each(TO)('SIGTERM to %s ends start', (_to, target) => expectStartEnds(target));

test('SIGTERM to npm alone ends start while it still deploys', expectStartEndsWhileItDeploys);

test.each(TO)('SIGTERM to %s ends dev', (_to, target) => expectDevEnds(target));

// npm itself waits at a SIGINT that is sent to it alone.
test.skipIf(process.platform === 'win32').each([
  ['SIGHUP', ...TO[0]],
  ['SIGHUP', ...TO[1]],
  ['SIGINT', ...TO[1]],
  ['SIGKILL', ...TO[0]],
] as const)(
  '%s to %s ends emulator -- exec and what it started, where nobody sits at a terminal',
  (signal, _to, target) => expectExecEnds(signal, target),
);

test.each(TO)('SIGTERM to %s ends emulator -- exec, its command and what that started', (_to, target) =>
  expectExecAndItsProgramEnd(target),
);
