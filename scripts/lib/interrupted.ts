import type { Failure } from './failures.ts';

/** The failure of a stopped command that reads before it writes: nothing is lost. */
export const INTERRUPTED: Failure = {
  code: 'INTERRUPTED',
  expected: 'to run to the end',
  found: 'Ctrl-C or SIGTERM',
  fix: 'Run it again: it goes on where it ended.',
};
