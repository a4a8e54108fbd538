import { describe, expect, test } from 'vitest';
import { denyText } from '../../library/codes.ts';
import { formatLogLine, parseLogLine } from '../../library/log-line.ts';
import { adminEvent, place } from '../support/events.ts';

test('the deny text tells the first code and nothing else', () => {
  expect(denyText(['EC_PROTOCOL', 'EC_NOT_AUTHORIZED'])).toBe('Access denied (EC_PROTOCOL)');
  expect(denyText([])).toBe('Access denied (EC_INTERNAL)');
});

describe('the log line', () => {
  test('holds the outcome, all codes and the transaction id', () => {
    expect(formatLogLine(adminEvent(), 'denied', ['EC_CLIENT', 'EC_NO_ORG'])).toBe(
      '{"express_configure":"denied","codes":["EC_CLIENT","EC_NO_ORG"],"transaction":"tx_00000001"}',
    );
  });

  test('is read back as it was written', () => {
    expect(parseLogLine(formatLogLine(adminEvent(), 'passed', ['EC_GRANTED']))).toEqual({
      outcome: 'passed',
      codes: ['EC_GRANTED'],
      transactionId: 'tx_00000001',
    });
  });

  test.each([undefined, null, 7, ['tx'], { id: 'tx' }])('has an empty transaction id where the event has %o', (id) => {
    const line = formatLogLine(place(adminEvent(), ['transaction', 'id'], id), 'passed', []);
    expect(parseLogLine(line)?.transactionId).toBe('');
  });

  test.each(['\u0000'.repeat(5_000), '"\\'.repeat(500), '\u{1f600}'.repeat(300)])(
    'keeps within 256 characters, line feed included, and stays readable: id %#',
    (id) => {
      const codes = Array.from({ length: 60 }, (_, n): `EC_${string}` => `EC_TEAM_RULE_${n}`);
      const line = formatLogLine(place(adminEvent(), ['transaction', 'id'], id), 'denied', codes);
      expect(`${line}\n`.length).toBeLessThanOrEqual(256);
      expect(parseLogLine(line)?.codes.slice(0, 3)).toEqual(codes.slice(0, 3));
    },
  );

  test('is one line, whatever the transaction id', () => {
    expect(formatLogLine(place(adminEvent(), ['transaction', 'id'], 'a\nb\u2028c'), 'passed', [])).toBe(
      '{"express_configure":"passed","codes":[],"transaction":"a_b_c"}',
    );
  });

  test.each([
    [255, 2],
    [256, 1],
  ])('of %i characters keeps %i of two codes', (length, kept) => {
    const event = place(adminEvent(), ['transaction', 'id'], undefined);
    const rest = formatLogLine(event, 'denied', ['EC_CLIENT', 'EC_']).length;
    const codes = ['EC_CLIENT', `EC_${'X'.repeat(length - rest)}`] as const;
    expect(parseLogLine(formatLogLine(event, 'denied', codes))?.codes).toEqual(codes.slice(0, kept));
  });

  test.each([
    '',
    'EC_CLIENT',
    '{',
    'null',
    '[]',
    '{"express_configure":"maybe","codes":[],"transaction":""}',
    '{"express_configure":"denied","codes":[],"transaction":1}',
  ])('is not recognised in %o', (line) => {
    expect(parseLogLine(line)).toBeUndefined();
  });
});
