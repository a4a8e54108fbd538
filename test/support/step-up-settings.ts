import type { StepUpSettings } from '../../library/step-up-settings.ts';

/** Settings of a team of its own, so that the tests of the step-up do not depend on what is shipped. */
export const STEP_UP_SETTINGS: StepUpSettings = {
  mode: 'required',
  allowedFactors: ['webauthn-platform', 'otp'],
  emailFirst: 'when-enrolling',
  passkeyAsFirstFactor: 'never',
  maxAgeSeconds: 300,
  whenNoFactor: 'enroll',
  whenOnlyOtherFactors: 'deny',
};
