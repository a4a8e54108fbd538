/** Files of a folder share a process: a file that leaves a global changed would decide another file's tests. */
import { afterAll, expect, vi } from 'vitest';
import { installNetwork } from '../../emulator/runtime/network.ts';

// The test kit does so in each process that runs an Action.
installNetwork();

/** Lists what tests replace, as vitest's fake timers and spies do. */
const REPLACEABLE: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [globalThis, ['fetch', 'Date', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'console', 'crypto']],
  [console, ['log', 'error', 'warn']],
  [process, ['exit', 'kill', 'emit']],
  [process.stdout, ['write']],
  [process.stderr, ['write']],
  [Math, ['random']],
  [performance, ['now']],
];

/** Returns the state of the process that outlives a test file, by descriptive names. */
function globals(): Map<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(process.env).map(([name, value]) => [`variable ${name}`, value] as const),
    ...REPLACEABLE.flatMap(([owner, names]) => names.map((name) => [name, Reflect.get(owner, name)] as const)),
    ...process.eventNames().map((name) => [`listeners of ${String(name)}`, process.listenerCount(name)] as const),
    // Packages put names with `__` there when they load.
    ...Object.getOwnPropertyNames(globalThis)
      .filter((name) => !name.startsWith('__'))
      .map((name) => [`global ${name}`, 'is there'] as const),
    ['working folder', process.cwd()],
    ['exit code', process.exitCode],
    ['fake timers', vi.isFakeTimers()],
  ]);
}

const before = globals();
// Hooks of this kind run in the reverse order of their registration: this one is the last.
afterAll(() => {
  const after = globals();
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changed = names.filter((name) => !Object.is(before.get(name), after.get(name)));
  expect(changed, 'what a test file changes in the process is as before at its end').toEqual([]);
});
