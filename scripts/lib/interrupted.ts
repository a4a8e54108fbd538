import type { Failure } from './failures.ts';

/** Of a command that looks before it writes: nothing is lost where it is stopped. */
export const INTERRUPTED: Failure = {
  code: 'INTERRUPTED',
  expected: 'to run to the end',
  found: 'Ctrl-C or SIGTERM',
  fix: 'Run it again: it goes on where it ended.',
};
