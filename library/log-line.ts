import type { Code } from './codes.ts';
import type { Event } from './contract.ts';
import { own, read, strings } from './read.ts';

/** Describes what one run of one Action logs: codes and the transaction's id, nothing else. */
export interface LogEntry {
  outcome: 'denied' | 'passed';
  codes: string[];
  /** Empty if the event has none. */
  transactionId: string;
}

/** Auth0 keeps 256 characters of an Action's console output, with its line feed (customize/actions/limitations). */
const MAX_CHARACTERS = 255;
const MAX_ID_CHARACTERS = 80;

export function formatLogLine(event: Event, outcome: LogEntry['outcome'], codes: readonly Code[]): string {
  const id = read(event, 'transaction', 'id');
  const transaction = typeof id === 'string' ? id.slice(0, MAX_ID_CHARACTERS).replace(/[^\w.:|-]/g, '_') : '';
  const line = (kept: number) =>
    JSON.stringify({ express_configure: outcome, codes: codes.slice(0, kept), transaction });

  let kept = codes.length;
  while (kept > 0 && line(kept).length > MAX_CHARACTERS) kept -= 1;
  return line(kept);
}

/** Parses a line that {@link formatLogLine} made; returns `undefined` for any other line. */
export function parseLogLine(line: string): LogEntry | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  const outcome = own(parsed, 'express_configure');
  const transactionId = own(parsed, 'transaction');
  if ((outcome !== 'denied' && outcome !== 'passed') || typeof transactionId !== 'string') return undefined;
  return { outcome, codes: strings(own(parsed, 'codes')), transactionId };
}
