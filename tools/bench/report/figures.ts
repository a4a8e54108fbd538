import { type Measured, median } from '../measure.ts';

/** A goal: the value, or its ratio to the baseline, is at most this. */
export interface Target {
  of: 'value' | 'ratio';
  atMost: number;
}

export type Verdict = 'met' | 'MISSED' | 'none';

/** Rates end in `/s`: of them more is better, of all else less. */
export type Unit = 'ns' | 'µs' | 'ms' | 's' | 'bytes' | 'MB' | 'modules' | 'requests' | 'customers/s';

export interface Figure {
  name: string;
  unit: Unit;
  /** `null` where it was not measured. */
  value: number | null;
  /** The value it is compared with, in the same unit. */
  baseline?: { name: string; value: number };
  /** The value by the baseline's. */
  ratio?: number;
  targets: readonly Target[];
  verdict: Verdict;
  /** Why it was not measured. */
  why?: string;
}

/** Figures of one kind, and how they were come by. */
export interface Group {
  group: string;
  how: string;
  figures: Figure[];
}

export interface Measurement {
  name: string;
  unit: Unit;
  value: number;
  baseline?: { name: string; value: number } | undefined;
  targets?: readonly Target[];
}

/** Adds what follows from a measurement: a ratio where both are positive, and whether the targets are met. */
export function figure({ name, unit, value, baseline, targets = [] }: Measurement): Figure {
  if (!Number.isFinite(value)) return unmeasured({ name, unit, targets }, 'not measured: the machine does not tell');
  const ratio = baseline !== undefined && baseline.value > 0 && value > 0 ? rounded(value / baseline.value) : undefined;
  return {
    name,
    unit,
    value: rounded(value),
    ...(baseline && { baseline: { name: baseline.name, value: rounded(baseline.value) } }),
    ...(ratio !== undefined && { ratio }),
    targets,
    verdict: judge(targets, { value: rounded(value), ratio }),
  };
}

export const unmeasured = (of: Pick<Figure, 'name' | 'unit' | 'targets'>, why: string): Figure => ({
  name: of.name,
  unit: of.unit,
  value: null,
  targets: of.targets,
  verdict: 'none',
  why,
});

/** Judges all targets together; a target on a ratio that does not exist is missed. */
export function judge(targets: readonly Target[], measured: { value: number; ratio?: number | undefined }): Verdict {
  if (targets.length === 0) return 'none';
  return targets.every(({ of, atMost }) => (measured[of] ?? Number.NaN) <= atMost) ? 'met' : 'MISSED';
}

/** Returns whether a ratio is good for its figure. */
export const isBetter = ({ unit, ratio = 1 }: Pick<Figure, 'unit' | 'ratio'>): boolean =>
  unit.endsWith('/s') ? ratio >= 1 : ratio <= 1;

/** Rounds to four digits: more would be noise. */
const rounded = (value: number): number => Number(value.toPrecision(4));

/** Returns the median of samples as a baseline. */
export const baselineOf = (measured: Measured | undefined): { name: string; value: number } | undefined =>
  measured && { name: measured.name, value: median(measured) };
