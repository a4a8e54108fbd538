import type { PostLoginAPI } from './contract.ts';

/** A factor as `challengeWith` takes it. */
export type ChallengeFactor = Parameters<PostLoginAPI['authentication']['challengeWith']>[0];

type EnrollableFactor = Parameters<PostLoginAPI['authentication']['enrollWith']>[0];

/**
 * Names a factor that counts as strong. Email is never among them: it is a mailbox, and so is the password's recovery.
 * Recovery codes are not either. `push` is another name of `push-notification`; no enrolment is listed under it.
 */
export type StrongFactor = Exclude<EnrollableFactor['type'], 'push' | 'recovery-code'>;

/** Lists one factor to show first, and those that the person may choose instead. */
export type FactorChoice = [StrongFactor, ...StrongFactor[]];

/**
 * Names a factor that is accepted for the challenge before an enrolment, and never for the grant. Auth0's factor
 * `phone` is two here: `voice` (a call) and `sms`. WARNING: a text message goes to the current owner of the number. An
 * attacker who has the password and moves the number to their own SIM card (a SIM swap) can then enrol their own
 * factor. Auth0's page may offer the other delivery too, unless the tenant's phone factor has only one message type.
 */
export type FirstChallenge = Exclude<StrongFactor, 'phone'> | 'voice' | 'sms';

export interface StepUpSettings {
  /** `off`: no second factor is asked for, and none is demanded. */
  mode: 'required' | 'off';
  /** The factors in the order of preference. */
  allowedFactors: FactorChoice;
  /**
   * An emailed code, never in place of the factor: before it in every login, or only before an enrolment where the
   * email factor is there.
   */
  emailFirst: 'always' | 'when-enrolling';
  /** `counts`: a passkey just used as the first factor is both, and nothing more is asked for. */
  passkeyAsFirstFactor: 'counts' | 'never';
  /** The age in seconds at which a proof is stale when the grant Action reads it. */
  maxAgeSeconds: number;
  /** What to do if a member has enrolled no factor, or email alone. */
  whenNoFactor: 'enroll' | 'deny';
  /**
   * What to do if a member has enrolled only factors that are not allowed: Auth0 enrols another one only after a
   * challenge of an enrolled one. `deny` denies (`EC_MFA_OTHER_FACTORS`); `challengeThenEnroll` challenges one of these
   * factors and then enrols an allowed one.
   */
  whenOnlyOtherFactors: 'deny' | { challengeThenEnroll: [FirstChallenge, ...FirstChallenge[]] };
}

/**
 * Follows the documentation's example: an emailed code each time, then this device's authenticator, which is enrolled
 * if it is missing.
 */
export const emailThenPlatform: StepUpSettings = {
  mode: 'required',
  allowedFactors: ['webauthn-platform'],
  emailFirst: 'always',
  passkeyAsFirstFactor: 'never',
  maxAgeSeconds: 300,
  whenNoFactor: 'enroll',
  whenOnlyOtherFactors: 'deny',
};
