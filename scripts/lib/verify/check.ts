import type { Place } from '../failures.ts';

/** One thing that must be so on a tenant, and whether it is. */
export interface Check {
  name: string;
  /**
   * `failed`: an administrator could get more or nothing. `differs`: not as git says, and a deploy would change it.
   * `note`: nothing to change, or nothing that can be read back.
   */
  status: 'ok' | 'failed' | 'differs' | 'note';
  /** What was found; what was expected besides, where it is something else. */
  detail: string;
  /** What makes it so. */
  fix?: string;
  where?: Place;
  /** A deploy tells a failure of it and goes on: the Actions still decide who may. */
  isAdvice?: true;
}
