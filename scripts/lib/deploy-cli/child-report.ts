/** Describes what auth0-deploy-cli's process reports, one line of JSON each, on a separate pipe. */
import type { FailedRequest } from '../tenant/failed-request.ts';

/** The file descriptor of that pipe. */
export const REPORT_FD = 3;

export type ChildReport =
  | { sent: { method: string; url: string } }
  | { failed: FailedRequest }
  /** A note for people. */
  | { note: string };

export const reportLine = (report: ChildReport): string => `${JSON.stringify(report)}\n`;

/** Parses a line; returns nothing for a line that a process left unfinished. */
export function parseReport(line: string): ChildReport | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
