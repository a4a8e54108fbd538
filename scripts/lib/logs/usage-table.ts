import { printable } from '../printable.ts';
import type { Outcome } from './event-types.ts';
import type { UsageEvent } from './usage.ts';

const COLUMNS = ['time', 'step', 'outcome', 'code', 'organization', 'user', 'event', 'what'] as const;

/** The least widths of the columns, so that separately written pages are aligned. */
const LEAST = [24, 13, 7, 17, 12, 24, 10, 0];

/** Limits texts: names and descriptions come from anyone who tries to log in. */
const MAX_CHARACTERS = 400;

const COLOURS: Readonly<Record<Outcome, number>> = { ok: 32, failed: 31, asked: 33, unknown: 33 };

/** Tells pages of events as the rows of one table. */
export class UsageTable {
  readonly #colours: boolean;
  #hasHead = false;

  /** @param colours of the outcomes, for terminals */
  constructor({ colours }: { colours: boolean }) {
    this.#colours = colours;
  }

  /** Rows, with the head above the first ones. */
  rows(usages: readonly UsageEvent[]): string {
    const rows = usages.map((usage) => ({ cells: cellsOf(usage), outcome: usage.outcome }));
    const widths = LEAST.map((least, column) =>
      Math.max(least, ...rows.map(({ cells }) => (column === LEAST.length - 1 ? 0 : (cells[column] ?? '').length))),
    );
    const line = (cells: readonly string[], colour?: number): string =>
      cells
        .map((cell, column) => {
          const padded = cell.padEnd(widths[column] ?? 0);
          return column === 2 && colour !== undefined ? `\u001b[${colour}m${padded}\u001b[0m` : padded;
        })
        .join('  ')
        .trimEnd();
    const head = this.#hasHead ? [] : [line(COLUMNS)];
    this.#hasHead = true;
    const lines = rows.map(({ cells, outcome }) => line(cells, this.#colours ? COLOURS[outcome] : undefined));
    return [...head, ...lines, ''].join('\n');
  }
}

function cellsOf(usage: UsageEvent): string[] {
  const { date = '', step, outcome, code = '', organizationName, organizationId = '', type, description = '' } = usage;
  return [
    date,
    step,
    outcome,
    code,
    organizationName ?? organizationId,
    usage.userName ?? usage.userId ?? '',
    type,
    usage.mayRepeat ? `(perhaps again) ${description}` : description,
  ].map((text) => printable(text, MAX_CHARACTERS));
}
