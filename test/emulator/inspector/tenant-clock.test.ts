import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseClockMove } from '../../../emulator/inspector/clock-move.ts';
import { TenantClock } from '../../../emulator/inspector/tenant-clock.ts';

const HOUR_MS = 3_600_000;
const dateNow = Date.now;
afterEach(() => {
  Date.now = dateNow;
});

/** Not from `Date.now`: a file that ran before in this process may have moved a clock, and `Date.now` then follows it. */
const machineNow = (): number => performance.timeOrigin + performance.now();

const hoursAhead = (ms: number): number => Math.round((ms - machineNow()) / HOUR_MS) || 0;

describe('a clock that was moved', () => {
  test('shows its time to what runs by it, awaited or not, and the machine’s to everything else', async () => {
    const clock = new TenantClock();
    clock.advance(2 * HOUR_MS);
    expect(hoursAhead(clock.now())).toBe(2);
    expect(hoursAhead(Date.now())).toBe(0);
    const later = clock.run(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return hoursAhead(Date.now());
    });
    expect(hoursAhead(Date.now())).toBe(0);
    expect(await later).toBe(2);
  });

  test('leaves another tenant’s alone', () => {
    const [one, other] = [new TenantClock(), new TenantClock()];
    one.advance(HOUR_MS);
    other.advance(5 * HOUR_MS);
    const times = () => hoursAhead(Date.now());
    expect([one.run(times), other.run(() => one.run(times)), other.run(times)]).toEqual([1, 1, 5]);
  });

  test('shows its time to the methods of what is bound to it', async () => {
    const clock = new TenantClock();
    clock.advance(HOUR_MS);
    const bound = clock.bind({ name: 'okta', at: async () => hoursAhead(Date.now()) });
    expect([bound.name, await bound.at()]).toEqual(['okta', 1]);
  });

  test('goes on, and never back', () => {
    const clock = new TenantClock();
    expect(clock.moveTo(machineNow() + 2 * HOUR_MS)).toBe(true);
    expect(clock.moveTo(machineNow() + HOUR_MS)).toBe(false);
    expect(hoursAhead(clock.now())).toBe(2);
  });
});

test('a clock that was never moved leaves the process’s own time untouched', () => {
  new TenantClock().setAheadMs(0);
  expect(Date.now).toBe(dateNow);
});

test.each([
  [{ advanceSeconds: 90 }, { toMs: 91_000 }],
  [{ at: '1970-01-01T00:02:00Z' }, { toMs: 120_000 }],
])('%j moves a clock that shows one second', (json, move) => {
  expect(parseClockMove(json, 1_000)).toEqual(move);
});

test.each([
  [null],
  ['tomorrow'],
  [{}],
  [{ at: 'tomorrow' }],
  [{ at: 5 }],
  [{ advanceSeconds: '5' }],
  [{ advanceSeconds: 1e12 }],
  [{ advanceSeconds: 1, at: '2030-01-01' }],
])('%j moves no clock', (json) => {
  expect(parseClockMove(json, 1_000)).toEqual({
    problem: 'send {"advanceSeconds": 60} or {"at": "2030-01-31T12:00:00Z"}',
  });
});

test('a module that is loaded twice has one clock of the process, and both copies show their time', async () => {
  const copies: typeof import('../../../emulator/inspector/tenant-clock.ts')[] = [];
  for (let n = 0; n < 2; n += 1) {
    vi.resetModules();
    copies.push(await import('../../../emulator/inspector/tenant-clock.ts'));
  }
  const times = copies.map(({ TenantClock: Copy }) => {
    const clock = new Copy();
    clock.advance(HOUR_MS);
    return clock.run(() => hoursAhead(Date.now()));
  });
  expect(times).toEqual([1, 1]);
  expect(hoursAhead(Date.now())).toBe(0);
});
