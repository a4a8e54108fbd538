import type { Place } from '../failures.ts';

/** Describes a requirement of a tenant, and whether the tenant meets it. */
export interface Check {
  name: string;
  /**
   * `failed`: an administrator could get more or nothing. `differs`: not as git says, and a deploy would change it.
   * `note`: nothing to change, or nothing that can be read back.
   */
  status: 'ok' | 'failed' | 'differs' | 'note';
  /** The finding; and the expectation, if it differs. */
  detail: string;
  /** What to do to meet it. */
  fix?: string;
  where?: Place;
  /** If it fails, a deploy reports it and continues: the Actions still decide. */
  isAdvice?: true;
}
