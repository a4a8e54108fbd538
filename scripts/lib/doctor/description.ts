/**
 * `problem`: Express Configuration fails, or lets in who should not. `warning`: it may, or will soon. `manual`: nothing
 * but a person can do or see it. `unknown`: it was not looked at.
 */
export type Severity = 'problem' | 'warning' | 'manual' | 'unknown';

/** What a finding says, whatever tenant it is found on. */
export interface Description {
  severity: Severity;
  /** An id of docs/coverage.md: a requirement, limitation, mistake or threat, such as R05, L2, B26 or T21. */
  requirement: string;
  why: string;
  /** An imperative sentence, with the command where there is one; `<slots>` are filled in by `finding`. */
  fix: string;
}

/** The descriptions of an area's findings by code. Never reuse or rename a code. */
export type Descriptions = Readonly<Record<string, Description>>;

/** The fix of what a deploy puts right. */
export const DEPLOY = 'Deploy it: npm run deploy -- --env <env>';
