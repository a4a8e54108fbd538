import { expect, test, vi } from 'vitest';
import { endWithParent } from '../../../scripts/cli/end-with-parent.ts';

const watched = () => ({ ppid: 10, pid: 11, kill: vi.fn() });

test('a command of npm whose parent is gone gets one SIGTERM', async () => {
  vi.useFakeTimers();
  const command = watched();
  endWithParent(command, { npm_lifecycle_event: 'start' }, 'start', 5);
  vi.advanceTimersByTime(50);
  expect(command.kill).not.toHaveBeenCalled();
  command.ppid = 1;
  vi.advanceTimersByTime(50);
  expect(command.kill.mock.calls).toEqual([[11, 'SIGTERM']]);
  vi.useRealTimers();
});

test('a command whose parent is left behind by npm gets one too', () => {
  vi.useFakeTimers();
  const command = watched();
  let isGone = false;
  endWithParent(command, { npm_lifecycle_event: 'start' }, 'start', 5, () => isGone);
  vi.advanceTimersByTime(50);
  expect(command.kill).not.toHaveBeenCalled();
  isGone = true;
  vi.advanceTimersByTime(50);
  expect(command.kill.mock.calls).toEqual([[11, 'SIGTERM']]);
  vi.useRealTimers();
});

test.each([
  ['by hand', {}, 'start'],
  ['by something that npm runs', { npm_lifecycle_event: 'test' }, 'start'],
  ['without a command', {}, undefined],
])('one that was started %s outlives its parent', (_how, env, name) => {
  vi.useFakeTimers();
  const command = watched();
  endWithParent(command, env, name, 5);
  command.ppid = 1;
  vi.advanceTimersByTime(50);
  expect(command.kill).not.toHaveBeenCalled();
  vi.useRealTimers();
});
