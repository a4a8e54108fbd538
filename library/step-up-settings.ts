import type { PostLoginAPI } from './contract.ts';

/** A factor as `challengeWith` takes it. */
export type ChallengeFactor = Parameters<PostLoginAPI['authentication']['challengeWith']>[0];

type EnrollableFactor = Parameters<PostLoginAPI['authentication']['enrollWith']>[0];

/**
 * Email is never among them: it is a mailbox, as the password's recovery is. Nor is a recovery code. `push` is another name
 * of `push-notification`, under which no enrolment is listed.
 */
export type StrongFactor = Exclude<EnrollableFactor['type'], 'push' | 'recovery-code'>;

/** One factor to show, and the ones that the person may pick instead. */
export type FactorChoice = [StrongFactor, ...StrongFactor[]];

/**
 * A factor that is accepted for the challenge before an enrolment, and never for the grant. Auth0's factor `phone` is two:
 * `voice`, a call, and `sms`. WARNING: a text message goes to whoever holds the number. Somebody who has the password and
 * moves the number to a SIM card of their own (a SIM swap) can then enrol a factor of their own.
 * Auth0's page may offer the other delivery too, unless the tenant's phone factor has one message type alone.
 */
export type FirstChallenge = Exclude<StrongFactor, 'phone'> | 'voice' | 'sms';

export interface StepUpSettings {
  /** `off`: no second factor is asked for, and none is demanded. */
  mode: 'required' | 'off';
  /** In the order of preference. */
  allowedFactors: FactorChoice;
  /**
   * An emailed code, never in place of the factor: before it in every login, or only before an enrolment where the
   * email factor is there.
   */
  emailFirst: 'always' | 'when-enrolling';
  /** `counts`: a passkey just used as the first factor is both, and nothing more is asked for. */
  passkeyAsFirstFactor: 'counts' | 'never';
  /** Age at which a proof is stale when the grant Action sees it. */
  maxAgeSeconds: number;
  /** For a member who has enrolled no factor, or email alone. */
  whenNoFactor: 'enroll' | 'deny';
  /**
   * For a member who has enrolled other factors than the allowed ones: Auth0 enrols another one only after a challenge
   * of an enrolled one. `deny` (`EC_MFA_OTHER_FACTORS`), or challenge one of these factors and then enrol an allowed one.
   */
  whenOnlyOtherFactors: 'deny' | { challengeThenEnroll: [FirstChallenge, ...FirstChallenge[]] };
}

/**
 * The documentation's example: an emailed code each time, then this device's authenticator, enrolled where it is not
 * yet.
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
