import { describe, expect, test } from 'vitest';
import { MemoryWatch } from '../../../emulator/runtime/memory-watch.ts';

const GIB = 1024 ** 3;

function rig() {
  let [bytes, nowMs] = [GIB, 0];
  const ended: string[] = [];
  const watch = new MemoryWatch({ rssBytes: () => bytes, nowMs: () => nowMs });
  return {
    ended,
    watch,
    action: (name: string, startGib: number, activeMs: number) => ({
      startBytes: startGib * GIB,
      activeMs: () => activeMs,
      end: () => void ended.push(name),
    }),
    /** What the process has, and which Actions run, a while later. */
    look(gib: number, running: Parameters<MemoryWatch['look']>[0], laterMs = 0) {
      bytes = gib * GIB;
      nowMs += laterMs;
      watch.look(running);
    },
  };
}

describe('memory that no worker is charged for', () => {
  test('ends nobody while the process grows by no more than a gibibyte', () => {
    const { look, action, ended } = rig();
    look(2, [action('a', 1, 5)]);
    expect(ended).toEqual([]);
  });

  test('ends nobody for what was there when they began', () => {
    const { look, action, ended } = rig();
    look(5, [action('a', 4.5, 5)]);
    expect(ended).toEqual([]);
  });

  test('ends the Action that worked most, and the next one only when the memory had time to come back', () => {
    const { look, action, ended } = rig();
    const [a, b] = [action('a', 1, 5), action('b', 1, 7)];
    look(2.5, [a, b]);
    look(2.5, [a], 500);
    expect(ended).toEqual(['b']);
    look(2.5, [a], 600);
    expect(ended).toEqual(['b', 'a']);
  });

  test('that a worker keeps from login to login is at most as much', () => {
    const { watch } = rig();
    expect([watch.isTooMuch(GIB), watch.isTooMuch(GIB + 1), watch.isTooMuch(-GIB)]).toEqual([false, true, false]);
  });
});
