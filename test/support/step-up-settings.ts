import type { StepUpSettings } from '../../library/step-up-settings.ts';

/** The settings of a made-up team, so that the tests of the step-up do not depend on the shipped ones. */
export const STEP_UP_SETTINGS: StepUpSettings = {
  mode: 'required',
  allowedFactors: ['webauthn-platform', 'otp'],
  emailFirst: 'when-enrolling',
  passkeyAsFirstFactor: 'never',
  maxAgeSeconds: 300,
  whenNoFactor: 'enroll',
  whenOnlyOtherFactors: 'deny',
};
