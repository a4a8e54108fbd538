import type { Occasion } from '../../reports/machine.ts';
import { type Figure, type Group, judge, unmeasured } from './figures.ts';
import { type NamedTarget, PARTS, type Part, TARGETS } from './targets.ts';

export interface PartReport {
  part: Part;
  /** `null` where the part was never run. */
  measured: Occasion | null;
  groups: Group[];
}

export interface BenchReport {
  parts: PartReport[];
}

export const NO_BENCH: BenchReport = { parts: [] };

/**
 * Replaces the earlier run of parts, and leaves all others unchanged. All are judged by the present targets; a target
 * without a figure is marked as not run.
 */
export function mergeParts(
  report: BenchReport,
  run: readonly PartReport[],
  targets: readonly NamedTarget[] = Object.values(TARGETS),
): BenchReport {
  const newest = [...report.parts, ...run];
  return {
    parts: PARTS.map((part) => {
      const { measured, groups } = newest.findLast((one) => one.part === part) ?? { measured: null, groups: [] };
      const own = targets.filter((target) => target.part === part);
      return { part, measured, groups: withMissing(groups.map(judgedBy(own)), own) };
    }),
  };
}

const NOT_RUN = 'not run';

/** Returns whether a group answers a target. A target of a whole group is that of the figures measured against it. */
const isAnsweredBy = (target: NamedTarget, group: string, { name, targets }: Figure): boolean =>
  target.group === group && (target.name === undefined ? targets.length > 0 : target.name === name);

const judgedBy =
  (targets: readonly NamedTarget[]) =>
  ({ group, how, figures }: Group): Group => ({
    group,
    how,
    figures: figures
      .filter(({ why }) => why !== NOT_RUN)
      .map((figure) => {
        const now = targets.find((target) => isAnsweredBy(target, group, figure))?.targets ?? [];
        const { value, ratio } = figure;
        return { ...figure, targets: now, verdict: value === null ? 'none' : judge(now, { value, ratio }) };
      }),
  });

function withMissing(groups: readonly Group[], targets: readonly NamedTarget[]): Group[] {
  const all = groups.filter(({ figures }) => figures.length > 0);
  for (const target of targets) {
    const { name = 'each', unit } = target;
    const group = all.find((one) => one.group === target.group);
    if (group?.figures.some((figure) => isAnsweredBy(target, target.group, figure))) continue;
    const missing = unmeasured({ name, unit, targets: target.targets }, NOT_RUN);
    if (group === undefined) all.push({ group: target.group, how: '', figures: [missing] });
    else group.figures.push(missing);
  }
  return all;
}

export const figuresOf = ({ parts }: BenchReport) =>
  parts.flatMap(({ part, groups }) =>
    groups.flatMap(({ group, figures }) => figures.map((figure) => ({ part, group, figure }))),
  );
