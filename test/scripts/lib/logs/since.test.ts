import { expect, test } from 'vitest';
import { parseSince } from '../../../../scripts/lib/logs/since.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');

test.each([
  ['2h', '2026-11-26T10:00:00.000Z'],
  ['30m', '2026-11-26T11:30:00.000Z'],
  ['45s', '2026-11-26T11:59:15.000Z'],
  ['7d', '2026-11-19T12:00:00.000Z'],
  ['2026-11-26T10:00:00Z', '2026-11-26T10:00:00.000Z'],
  ['2026-11-26T10:00+02:00', '2026-11-26T08:00:00.000Z'],
  ['2026-11-26', '2026-11-26T00:00:00.000Z'],
])('%s is since %s', (text, iso) => {
  expect(parseSince(text, NOW)).toEqual({ sinceMs: Date.parse(iso) });
});

test('a long number is the id of an event', () => {
  const logId = '90020211201185132572079310688835925971249535794074878050';
  expect(parseSince(logId, NOW)).toEqual({ logId });
});

test.each(['', '2', 'h', '2w', '-2h', 'yesterday', '2026-11-26T10:00:00', '2026-13-01', '26.11.2026', '1234567890'])(
  '%j is nothing, not a guess',
  (text) => {
    expect(parseSince(text, NOW)).toBeUndefined();
  },
);
