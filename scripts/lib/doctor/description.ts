/**
 * Says how serious a finding is. `problem`: Express Configuration fails, or lets in somebody who should not enter.
 * `warning`: it may, or will soon. `manual`: only a person can do or see it. `unknown`: it was not examined.
 */
export type Severity = 'problem' | 'warning' | 'manual' | 'unknown';

/** Describes a finding, independent of the tenant. */
export interface Description {
  severity: Severity;
  /** An id of docs/coverage.md: a requirement, limitation, mistake or threat, such as R05, L2, B26 or T21. */
  requirement: string;
  why: string;
  /** An imperative sentence, with the command where there is one; `<slots>` are filled in by `finding`. */
  fix: string;
}

/** Maps codes to the descriptions of an area's findings. Never reuse or rename a code. */
export type Descriptions = Readonly<Record<string, Description>>;

/** The fix of what a deploy corrects. */
export const DEPLOY = 'Deploy it: npm run deploy -- --env <env>';
