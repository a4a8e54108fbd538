import type { EnrollableFactor } from '../contract.ts';

/** Email is never among them: it is a mailbox, as the password's recovery is. Nor is a recovery code. */
export type StrongFactor = Exclude<EnrollableFactor['type'], 'recovery-code'>;

/** One factor to show, and the ones that the person may pick instead. */
export type FactorChoice = [StrongFactor, ...StrongFactor[]];

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
  /** For a member with none of the allowed factors. */
  whenNoFactor: 'enroll' | 'deny';
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
};
