import { randomBytes } from 'node:crypto';
import type { Management } from 'auth0';
import { failed, ok } from '../failures.ts';
import { collect } from '../tenant/read.ts';
import { notReset } from './account-failures.ts';
import { otherSignIns } from './account-proof.ts';
import { type CustomerRun, claimBeforeNotice, recordStep } from './customer-run.ts';
import type { ClaimResult } from './run-claim.ts';

/** 18 bytes are 24 characters, more than Okta's reviewers ask for (15). The rest is what password policies want. */
const PASSWORD_BYTES = 18;

export const newPassword = (): string => `${randomBytes(PASSWORD_BYTES).toString('base64url')}!1aA`;

/**
 * Takes an account from whoever made it: a new password first, then sessions, refresh tokens and enrolled factors, so
 * that nothing known before leads to it. If there is another way into the account, it changes nothing.
 *
 * @returns the password; `undefined` in a dry run
 */
export async function resetAccount(
  run: CustomerRun,
  account: Management.UserResponseSchema,
  change: { email_verified?: true } = {},
): Promise<ClaimResult<string | undefined>> {
  const { user_id: userId = '' } = account;
  const others = otherSignIns(account);
  if (!userId.startsWith('auth0|')) return failed(notReset('one that has no password'));
  if (others.length > 0) return failed(notReset(`one with ${others.join(' and ')}`));
  if (run.isDryRun) {
    recordStep(run, 'account reset', 'would');
    return ok(undefined);
  }
  const acted = await claimBeforeNotice(run);
  if (!acted.ok) return acted;
  const { users } = run.api;
  const password = newPassword();
  await users.update(userId, { password, ...change });
  await users.sessions.delete(userId);
  await users.refreshToken.delete(userId);
  // One by one: Auth0 refuses to delete all where there is a passkey.
  for (const { id, type } of await collect(users.authenticationMethods.list(userId))) {
    if (type !== 'password') await users.authenticationMethods.delete(userId, id);
  }
  recordStep(run, 'account reset', 'done');
  return ok(password);
}
