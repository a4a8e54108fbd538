import type { Failure } from '../failures.ts';
import type { EnvironmentOutcome } from './run-all.ts';
import type { EnvironmentsReport } from './run-environments.ts';

/** Renders the final table: a line for each environment. */
export function environmentsText({ command, environments }: EnvironmentsReport): string {
  const rows = environments.map((row) => [row.environment, row.status, detail(row)]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    `${command} of ${environments.length} environments`,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
    '',
  ].join('\n');
}

interface Reports {
  domain?: string;
  state?: string;
  writes?: number;
  entries?: { change: string }[];
  failures?: Failure[];
}

/** Summarizes a report of any command in one line. */
function detail({ status, report }: EnvironmentOutcome): string {
  if (status === 'skipped') return 'nothing was done: another environment failed';
  const { domain, state, writes, entries, failures }: Reports = typeof report === 'object' && report ? report : {};
  if (failures?.[0]) {
    const more = failures.length > 1 ? ` and ${failures.length - 1} more` : '';
    return `${failures[0].code} ${failures[0].found}${more}`.replaceAll(/\s+/g, ' ').slice(0, 160);
  }
  const changes = entries?.filter(({ change }) => change === 'created' || change === 'changed').length;
  return [
    domain,
    state,
    changes === undefined ? undefined : `${changes} to change`,
    writes === undefined || entries !== undefined ? undefined : `${writes} writes`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}
