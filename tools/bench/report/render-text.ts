import { cellsOf } from './format.ts';
import type { PartReport } from './report.ts';

/** Renders the report for the terminal: a block for each group. */
export const renderText = (parts: readonly PartReport[]): string =>
  parts
    .flatMap(({ groups }) => groups.map(({ group, how, figures }) => block(group, how, figures.map(cellsOf))))
    .join('');

function block(group: string, how: string, rows: readonly string[][]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [32, 8, width(2), width(3), width(4), 0];
  const lines = rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 || column > 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
  return `\n${[group, how].filter(Boolean).join(' · ')}\n${lines.join('\n')}\n`;
}
