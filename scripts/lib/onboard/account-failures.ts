import type { Failure } from '../failures.ts';
import { adminText, type Customer } from './customer.ts';

export const unknownUser = (userId: string): Failure => ({
  code: 'CUSTOMER_ADMIN',
  expected: 'a user that exists, where an id is given',
  found: `no user ${userId}`,
  fix: 'Correct the id, or give an email address: then the account is made.',
});

/** Returns the failure of a customer without `vouch`, or of an account that was found. */
export const vouchNeeded = (found: string): Failure => ({
  code: 'VOUCH_NEEDED',
  expected: 'somebody who vouches for the administrator’s account (--vouch, or the column vouch)',
  found,
  fix: 'Say in a few words how you know that it is theirs: --vouch NOTE. The note is kept with the organization.',
});

export const accountUnverified = (userId: string): Failure => ({
  code: 'ACCOUNT_UNVERIFIED',
  expected: 'an account whose address is verified, or none',
  found: `${userId}, whose address is not: somebody else may have made it and know its password`,
  fix: 'Send no verification email: it would complete a takeover. Run it again with --unverified reset: password, sessions and factors go, and the mailbox is invited. Or delete the account.',
});

export const blocked = ({ admin }: Customer): Failure => ({
  code: 'CUSTOMER_ADMIN',
  expected: 'an administrator who can log in',
  found: `${adminText(admin)} is blocked`,
  fix: 'Unblock the user, or name another administrator.',
});

/** Returns the failure of an account that somebody else has just made. */
export const passwordUnknown = (userId: string): Failure => ({
  code: 'ACCOUNT_UNVERIFIED',
  expected: 'an account that this run made, to show its password',
  found: `${userId}, which something else may have made: the password is not known`,
  fix: 'Delete the account and run it again, or set a password in the Auth0 dashboard.',
});

/** Returns the failure of an account that has other ways to log in besides the password that is replaced. */
export const notReset = (found: string): Failure => ({
  code: 'ACCOUNT_UNVERIFIED',
  expected: 'an account that only its password leads to, to be reset',
  found,
  fix: 'Find out whose it is. Unlink what else leads to it, or delete the account, and run it again.',
});
