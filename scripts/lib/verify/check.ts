import type { Place } from '../failures.ts';

/** One thing that must be so on a tenant, and whether it is. */
export interface Check {
  name: string;
  /** `note`: in another form than it was given, where Auth0 may have stored it so and nobody gets more by it. */
  status: 'ok' | 'failed' | 'note';
  /** What was found; what was expected besides, where it is something else. */
  detail: string;
  /** What makes it so. */
  fix?: string;
  where?: Place;
  /** A deploy tells a failure of it and goes on: the Actions still decide who may. */
  isAdvice?: true;
}
