import { describe, expect, test } from 'vitest';
import { otherSignIns, proofOf } from '../../../../scripts/lib/onboard/account-proof.ts';
import type { CustomerRun } from '../../../../scripts/lib/onboard/customer-run.ts';
import { resetAccount } from '../../../../scripts/lib/onboard/reset-account.ts';

const identity = (provider: 'auth0' | 'email' | 'google-oauth2') => ({
  connection: 'c',
  provider,
  user_id: 'x',
  isSocial: false,
});

describe('what an account proves', () => {
  test.each<[string, Parameters<typeof proofOf>[0], ReturnType<typeof proofOf>]>([
    ['a verified address', { user_id: 'auth0|1', email: 'a@b.co', email_verified: true }, 'proven'],
    ['Google’s', { user_id: 'google-oauth2|1', email: 'a@b.co', email_verified: true }, 'proven'],
    ['an unverified one', { user_id: 'auth0|1', email: 'a@b.co', email_verified: false }, 'unproven'],
    ['one of which nothing is said', { user_id: 'auth0|1', email: 'a@b.co' }, 'unproven'],
    ['emailed codes', { user_id: 'email|1', email: 'a@b.co', email_verified: false }, 'proven'],
    [
      'emailed codes beside another identity',
      {
        user_id: 'email|1',
        email: 'a@b.co',
        email_verified: false,
        identities: [identity('email'), identity('auth0')],
      },
      'unproven',
    ],
    ['no address', { user_id: 'auth0|1', email_verified: true }, 'nobody’s word'],
    ['an empty address', { user_id: 'auth0|1', email: '', email_verified: true }, 'nobody’s word'],
    ['text messages', { user_id: 'sms|1', phone_number: '+15550100' }, 'nobody’s word'],
    ['a customer’s provider', { user_id: 'samlp|idp|1', email: 'a@b.co', email_verified: true }, 'nobody’s word'],
    ['Entra ID', { user_id: 'waad|1', email: 'a@b.co', email_verified: true }, 'nobody’s word'],
    ['a custom provider', { user_id: 'oauth2|x|1', email: 'a@b.co', email_verified: true }, 'nobody’s word'],
  ])('%s', (_what, account, proof) => {
    expect(proofOf(account)).toBe(proof);
  });
});

test.each([
  { user_id: 'auth0|1', identities: [identity('auth0'), identity('google-oauth2')] },
  { user_id: 'auth0|1', phone_number: '+15550100' },
  { user_id: 'google-oauth2|1' },
])('an account that a new password does not close is not reset: %j', async (account) => {
  const run = { api: {}, isDryRun: false, steps: [], signal: undefined } as unknown as CustomerRun;
  expect(await resetAccount(run, account)).toMatchObject({ ok: false, failures: [{ code: 'ACCOUNT_UNVERIFIED' }] });
  expect(run.steps).toEqual([]);
  expect(otherSignIns({ user_id: 'auth0|1', identities: [identity('auth0')] })).toEqual([]);
});
