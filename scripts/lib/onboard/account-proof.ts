import type { Management } from 'auth0';
import { PROVES_ADDRESS } from '../../../library/rules.ts';

type Account = Pick<
  Management.UserResponseSchema,
  'user_id' | 'email' | 'email_verified' | 'identities' | 'phone_number'
>;

/**
 * Says whose account it is: `proven` (its mailbox was proven to Auth0, or each login proves it), `unproven` (whoever
 * made it may know its password), or `nobody’s word` (there is no address, or another party asserts it).
 */
export type AccountProof = 'proven' | 'unproven' | 'nobody’s word';

/** Judges an existing account as `verifiedEmail` of the Actions does. */
export function proofOf(account: Account): AccountProof {
  const strategy = (account.user_id ?? '').split('|')[0] ?? '';
  const hasAddress = typeof account.email === 'string' && account.email !== '';
  if (!hasAddress || !PROVES_ADDRESS.includes(strategy)) return 'nobody’s word';
  // Whoever logs in by an emailed code has the mailbox, unless another identity leads to the same account.
  if (account.email_verified === true || (strategy === 'email' && otherSignIns(account).length === 0)) return 'proven';
  return 'unproven';
}

/** Ways into an account that a new password does not close. */
export function otherSignIns({ identities = [], phone_number: phone }: Account): string[] {
  return [
    ...(identities.length > 1 ? [`${identities.length - 1} linked identities`] : []),
    ...(phone ? ['a phone number'] : []),
  ];
}
