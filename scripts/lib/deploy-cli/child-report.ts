/** What auth0-deploy-cli's process tells of itself, a line of JSON each, on a pipe of its own. */
import type { FailedRequest } from '../tenant/failed-request.ts';

/** The file descriptor of that pipe. */
export const REPORT_FD = 3;

export type ChildReport =
  | { sent: { method: string; url: string } }
  | { failed: FailedRequest }
  /** For people. */
  | { note: string };

export const reportLine = (report: ChildReport): string => `${JSON.stringify(report)}\n`;

/** Nothing of a line that a process left unfinished when it was ended. */
export function parseReport(line: string): ChildReport | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
