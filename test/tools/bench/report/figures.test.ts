import { expect, test } from 'vitest';
import { medianOf } from '../../../../tools/bench/measure.ts';
import { figure, isBetter, judge } from '../../../../tools/bench/report/figures.ts';
import { digits, ratioText, targetText } from '../../../../tools/bench/report/format.ts';

const baseline = { name: 'theirs', value: 80 };

test('a figure has its ratio to the baseline, to four digits, and a verdict', () => {
  expect(figure({ name: 'ours', unit: 'ms', value: 10, baseline, targets: [{ of: 'ratio', atMost: 1 / 8 }] })).toEqual({
    name: 'ours',
    unit: 'ms',
    value: 10,
    baseline,
    ratio: 0.125,
    targets: [{ of: 'ratio', atMost: 1 / 8 }],
    verdict: 'met',
  });
  expect(figure({ name: 'ours', unit: 'ms', value: 123.456, baseline })).toMatchObject({
    value: 123.5,
    ratio: 1.543,
    verdict: 'none',
  });
});

test('there is no ratio to nothing, and none of nothing', () => {
  const none = figure({ name: 'ours', unit: 'modules', value: 0, baseline });
  const toNone = figure({ name: 'ours', unit: 'modules', value: 3, baseline: { name: 'theirs', value: 0 } });
  expect([none.ratio, toNone.ratio]).toEqual([undefined, undefined]);
});

test('what the machine does not tell is not measured, whatever its target', () => {
  const targets = [{ of: 'value', atMost: 400 }] as const;
  expect(figure({ name: 'memory', unit: 'MB', value: Number.NaN, targets })).toEqual({
    name: 'memory',
    unit: 'MB',
    value: null,
    targets,
    verdict: 'none',
    why: 'not measured: the machine does not tell',
  });
});

test.each([
  { targets: [], measured: { value: 5 }, verdict: 'none' },
  { targets: [{ of: 'value', atMost: 5 }], measured: { value: 5 }, verdict: 'met' },
  { targets: [{ of: 'value', atMost: 5 }], measured: { value: 5.001 }, verdict: 'MISSED' },
  { targets: [{ of: 'ratio', atMost: 2 }], measured: { value: 900, ratio: 2 }, verdict: 'met' },
  { targets: [{ of: 'ratio', atMost: 2 }], measured: { value: 1, ratio: 2.1 }, verdict: 'MISSED' },
  { targets: [{ of: 'ratio', atMost: 2 }], measured: { value: 1 }, verdict: 'MISSED' },
  {
    targets: [
      { of: 'value', atMost: 5 },
      { of: 'ratio', atMost: 2 },
    ],
    measured: { value: 5, ratio: 3 },
    verdict: 'MISSED',
  },
] as const)('$measured against $targets: $verdict', ({ targets, measured, verdict }) => {
  expect(judge(targets, measured)).toBe(verdict);
});

test('of a rate more is better, of all else less', () => {
  expect(isBetter({ unit: 'customers/s', ratio: 2 })).toBe(true);
  expect(isBetter({ unit: 'customers/s', ratio: 0.5 })).toBe(false);
  expect(isBetter({ unit: 'ms', ratio: 2 })).toBe(false);
  expect(isBetter({ unit: 'ms', ratio: 0.5 })).toBe(true);
});

test('a median does not mind the order, nor take numbers for words', () => {
  expect(medianOf([100, 9, 20, 10, 8])).toBe(10);
});

test('ratios below one are told by how often they fit, values with three digits and thousands apart', () => {
  expect([ratioText(0.125), ratioText(1), ratioText(1.254), ratioText(1 / 480)]).toEqual([
    '1/8',
    '1×',
    '1.25×',
    '1/480',
  ]);
  expect([digits(0.51449), digits(99.96), digits(16_000), digits(0)]).toEqual(['0.514', '100', '16,000', '0']);
  const both = [
    { of: 'value', atMost: 0.9 },
    { of: 'ratio', atMost: 1 / 50 },
  ] as const;
  expect([targetText(both, 'ms'), targetText([], 'ms')]).toEqual(['≤ 0.9 ms and ≤ 1/50', '']);
});
