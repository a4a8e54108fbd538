import { paint } from '../../lib/color.ts';
import { columns } from '../../lib/columns.ts';
import { markdownCode, markdownText } from '../../lib/markdown.ts';
import type { TableRow } from '../../lib/policy/decision-table.ts';
import { printableReport } from '../../lib/printable.ts';
import type { PolicyTableReport } from './table.ts';

const SHOWN_DOMAINS = 3;

export interface TableTextOptions {
  /** Every row, not only those that changed. */
  isFull?: boolean;
  hasColors?: boolean;
}

/** Renders the changes for people, event by event. */
export function tableText(foreign: PolicyTableReport, { isFull = false, hasColors = false }: TableTextOptions): string {
  const report = printableReport(foreign);
  const color = paint(hasColors);
  return [
    ...(isFull ? [...columns(report.rows.map((row) => [row.event, rowText(row)])), ''] : []),
    ...report.changed.flatMap(({ event, ...rows }) => {
      const [before, after] = bothTexts(rows);
      return [color('bold', event), `  ${color('red', '-')} ${before}`, `  ${color('green', '+')} ${after}`];
    }),
    `${summary(report)}.`,
    '',
  ].join('\n');
}

/** Renders the same as Markdown, for a pull request. */
export function tableMarkdown(report: PolicyTableReport, { isFull = false }: TableTextOptions): string {
  const changed = report.changed.map(({ event, ...rows }) => [
    markdownCode(event),
    ...bothTexts(rows).map(markdownText),
  ]);
  return [
    `**${summary(report, { ref: markdownText, commit: markdownCode })}.**`,
    '',
    ...(changed.length > 0 ? [...markdownTable(['login', 'before', 'after'], changed), ''] : []),
    ...(isFull
      ? [
          ...markdownTable(
            ['login', 'comes out'],
            report.rows.map((row) => [markdownCode(row.event), markdownText(rowText(row))]),
          ),
          '',
        ]
      : []),
  ].join('\n');
}

interface Notation {
  ref(name: string): string;
  commit(hash: string): string;
}

const asIs: Notation = { ref: (name) => name, commit: (hash) => hash };

const summary = ({ changed, unchanged, against }: PolicyTableReport, { ref, commit } = asIs): string =>
  `${changed.length} of ${changed.length + unchanged} logins come out otherwise than at ${ref(against.ref)} (${commit(against.commit)}), ${unchanged} the same`;

function markdownTable(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

/** Returns both texts, in the long form if the short one would not show the difference. */
function bothTexts({ before, after }: { before: TableRow; after: TableRow }): [string, string] {
  const texts: [string, string] = [rowText(before), rowText(after)];
  return texts[0] === texts[1] ? [rowText(before, true), rowText(after, true)] : texts;
}

function rowText({ decision, scopes, reasons, asked, domains }: TableRow, isLong = false): string {
  const shown = isLong ? domains : domains.slice(0, SHOWN_DOMAINS);
  const more = domains.length - shown.length;
  const outcome = decision === 'allowed' ? scopes : reasons;
  return [
    outcome.length > 0 ? `${decision}: ${outcome.join(', ')}` : decision,
    ...(decision === 'allowed' ? reasons : []),
    ...asked,
    ...(domains.length > 0 ? [`domains ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
  ].join('; ');
}
