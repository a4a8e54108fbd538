import { expect, test } from 'vitest';
import type { LogEvent } from '../../../../scripts/lib/logs/log-event.ts';
import { findStart } from '../../../../scripts/lib/logs/start-position.ts';

const MINUTE_MS = 60_000;
const SINCE = Date.parse('2026-11-26T12:00:00Z');

/** An event so many minutes after the time that is asked for; ids sort as the events do. */
const at = (minutes: number, clientId: string): LogEvent => ({
  logId: String(900_000 + minutes),
  date: new Date(SINCE + minutes * MINUTE_MS).toISOString(),
  type: 's',
  clientId,
});

/** Finds as Auth0 does: the newest first, 100 a page, 1,000 in all. */
function sourceOf(events: LogEvent[]) {
  const asked: string[] = [];
  return {
    asked,
    async search(page: number, clientId?: string) {
      asked.push(`${clientId ?? 'all'} ${page}`);
      const found = events.filter((event) => clientId === undefined || event.clientId === clientId);
      return found
        .toSorted((a, b) => (a.logId < b.logId ? 1 : -1))
        .slice(0, 1_000)
        .slice(page * 100, page * 100 + 100);
    },
  };
}

test('it is the client’s newest event that is older, with room for events written late', async () => {
  const source = sourceOf([at(-60, 'oin'), at(-20, 'oin'), at(-9, 'oin'), at(5, 'oin'), at(-12, 'other')]);
  expect(await findStart(source, ['oin'], SINCE)).toEqual({ from: at(-20, 'oin').logId, isCutShort: false });
  expect(source.asked).toEqual(['oin 0']);
});

test('where the client has no older one, its oldest is told and read on from', async () => {
  const source = sourceOf([at(3, 'oin'), at(5, 'oin'), at(1, 'other')]);
  const first = at(3, 'oin');
  expect(await findStart(source, ['oin'], SINCE)).toEqual({ from: first.logId, first, isCutShort: false });
});

test('where it has none, somebody’s event that is older, or the oldest there is', async () => {
  const others = Array.from({ length: 250 }, (_, n) => at(n - 220, 'other'));
  const source = sourceOf(others);
  expect(await findStart(source, ['oin'], SINCE)).toEqual({ from: at(-11, 'other').logId, isCutShort: false });
  expect(await findStart(sourceOf([at(1, 'other'), at(2, 'other')]), ['oin'], SINCE)).toEqual({
    from: at(1, 'other').logId,
    isCutShort: false,
  });
  expect(await findStart(sourceOf([]), ['oin'], SINCE)).toEqual({ isCutShort: false });
});

test('of several clients it is the earliest of theirs', async () => {
  const source = sourceOf([at(-30, 'a'), at(-15, 'b'), at(2, 'b'), at(3, 'a')]);
  expect(await findStart(source, ['b', 'a'], SINCE)).toEqual({ from: at(-30, 'a').logId, isCutShort: false });
});

test('more than a search finds is told to be cut short, after ten pages', async () => {
  const source = sourceOf(Array.from({ length: 1_500 }, (_, n) => at(n, 'oin')));
  const first = at(500, 'oin');
  expect(await findStart(source, ['oin'], SINCE)).toEqual({ from: first.logId, first, isCutShort: true });
  expect(source.asked).toHaveLength(10);
});
