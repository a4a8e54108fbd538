import type { Failure } from './failures.ts';

/**
 * Returns the failure that nothing was written, because nobody agreed.
 *
 * @param answer `undefined` if nobody could be asked
 */
export const unconfirmed = (answer: false | undefined): Failure => ({
  code: 'CONFIRMATION_NEEDED',
  expected: 'a yes before anything is written',
  found: answer === undefined ? 'no terminal to ask on, and no --yes' : 'another answer',
  fix: 'Nothing was changed. Review what the command would do, and run it again, with --yes where nobody can be asked.',
});
