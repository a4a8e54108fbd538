import { describe, expect, test } from 'vitest';
import { MemoryWatch } from '../../../emulator/runtime/memory-watch.ts';

const GIB = 1024 ** 3;

function rig() {
  let [bytes, nowMs] = [GIB, 0];
  const ended: string[] = [];
  const watch = new MemoryWatch({ rssBytes: () => bytes, nowMs: () => nowMs });
  const worker = (name: string, activeMs: number, busy: boolean) => ({
    busy,
    activeMs: () => activeMs,
    end: () => void ended.push(name),
  });
  return {
    ended,
    worker,
    /** What the process has, and what its workers are, a while later. */
    look(gibibytes: number, workers: Parameters<MemoryWatch['look']>[0], laterMs = 0) {
      bytes = gibibytes * GIB;
      nowMs += laterMs;
      watch.look(workers);
    },
  };
}

describe('memory that no worker is charged for', () => {
  test('ends nobody while the process grows by no more than a gibibyte', () => {
    const { look, worker, ended } = rig();
    look(1, []);
    look(2, [worker('a', 5, true)]);
    expect(ended).toEqual([]);
  });

  test('ends the Action that worked most, and the next one only when the memory had time to come back', () => {
    const { look, worker, ended } = rig();
    look(1, []);
    const [idle, a, b] = [worker('idle', 99, false), worker('a', 5, true), worker('b', 7, true)];
    look(2.5, [idle, a, b]);
    look(2.5, [idle, a], 500);
    expect(ended).toEqual(['b']);
    look(2.5, [idle, a], 600);
    expect(ended).toEqual(['b', 'a']);
  });

  test('ends workers that keep it without running, and then takes the rest for somebody else’s', () => {
    const { look, worker, ended } = rig();
    look(1, []);
    look(2.5, [worker('a', 5, false), worker('b', 7, false)]);
    expect(ended).toEqual(['a', 'b']);
    look(2.5, [], 2000);
    look(2.5, [worker('c', 1, true)], 2000);
    expect(ended).toEqual(['a', 'b']);
  });
});
