import { OURS } from '../../../test/support/our-actions.ts';
import { occasionText } from '../../reports/machine.ts';
import { escapeMarkdown, markdownTable } from '../../reports/markdown.ts';
import type { Group } from './figures.ts';
import { COLUMNS, cellsOf } from './format.ts';
import { type BenchReport, figuresOf, type PartReport } from './report.ts';

/** Renders `docs/reports/bench.md`. */
export function renderMarkdown(report: BenchReport): string {
  const verdicts = figuresOf(report).map(({ figure }) => figure);
  const count = (verdict: string): number => verdicts.filter((figure) => figure.verdict === verdict).length;
  const open = verdicts.filter(({ value, targets }) => value === null && targets.length > 0).length;
  return `${[
    '# Bench',
    'Written by `npm run bench` from [bench.json](bench.json). Medians, and their ratios to what there is without this project: `1/8` is an eighth of the baseline, `1.25×` a quarter more. Figures depend on the machine and on what else it does: ratios less than values.',
    `Targets: ${count('met')} met, ${count('MISSED')} missed, ${open} not measured.`,
    '![Ratios to the baseline, on a log scale](bench.svg)',
    ...report.parts.flatMap(partOf),
  ].join('\n\n')}\n`;
}

const partOf = ({ part, measured, groups }: PartReport): string[] => [
  `## ${escapeMarkdown(part)}`,
  measured === null ? 'Not run.' : `${escapeMarkdown(occasionText(measured))}.`,
  ...newerActions(groups),
  ...groups.flatMap(groupOf),
];

/** Returns the Actions that are newer than the run of a part that measures each Action. */
function newerActions(groups: readonly Group[]): string[] {
  const names = groups.flatMap(({ figures }) => figures.map(({ name }) => name));
  const newer = OURS.filter((name) => !names.includes(name));
  if (newer.length === 0 || newer.length === OURS.length) return [];
  return [`Newer than this run, and not in its figures: ${newer.join(', ')}.`];
}

const groupOf = ({ group, how, figures }: Group): string[] => [
  `### ${escapeMarkdown(group)}`,
  ...(how === '' ? [] : [escapeMarkdown(how)]),
  markdownTable(
    COLUMNS,
    figures.map((figure) => cellsOf(figure).map(escapeMarkdown)),
    ['left', 'right', 'right', 'right', 'right', 'left'],
  ),
];
