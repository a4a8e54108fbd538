import type { Figure, Target, Unit } from './figures.ts';

export const quantity = (value: number, unit: Unit): string => `${digits(value)} ${unit}`;

/** Formats at least three digits, with separators for thousands. */
export const digits = (value: number): string =>
  value.toLocaleString('en', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });

/** Returns `1/8.1` of the baseline, or `1.25×` it: a small ratio is shown as a fraction. */
export const ratioText = (ratio: number): string => (ratio < 1 ? `1/${digits(1 / ratio)}` : `${digits(ratio)}×`);

export const targetText = (targets: readonly Target[], unit: Unit): string =>
  targets.map(({ of, atMost }) => `≤ ${of === 'ratio' ? ratioText(atMost) : quantity(atMost, unit)}`).join(' and ');

/** Returns the cells of one figure, plain: ratios first, then values. */
export function cellsOf({ name, unit, value, baseline, ratio, targets, verdict, why }: Figure): string[] {
  return [
    name,
    ratio === undefined ? '' : ratioText(ratio),
    value === null ? (why ?? '') : quantity(value, unit),
    baseline === undefined ? '' : `${quantity(baseline.value, unit)} (${baseline.name})`,
    targetText(targets, unit),
    verdict === 'none' ? '' : verdict,
  ];
}

export const COLUMNS = ['', 'ratio', 'measured', 'baseline', 'target', 'verdict'];
