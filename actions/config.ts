import type { DecisionSettings } from './lib/decision.ts';
import type { DomainSettings } from './lib/domain-settings.ts';
import { organizationMetadata } from './lib/organization-metadata.ts';
import type { StepUpSettings } from './lib/step-up-settings.ts';

export interface Config extends DecisionSettings {
  stepUp: StepUpSettings;
}

/**
 * The same in every environment; nothing secret. The documentation's step-up (an emailed code, then this device) is the
 * preset `emailThenPlatform` of lib/step-up-settings.ts.
 */
export const config: Config = {
  stepUp: {
    mode: 'required',
    allowedFactors: ['otp', 'webauthn-roaming', 'webauthn-platform'],
    emailFirst: 'when-enrolling',
    passkeyAsFirstFactor: 'never',
    maxAgeSeconds: 300,
    whenNoFactor: 'enroll',
    whenOnlyOtherFactors: 'deny',
  },
  whenNoScopeRequested: 'permitted',
};

/** Of the domains Action alone: what is not named here (the API of lib/external-api.ts, as shipped) is in no bundle. */
export const domains: DomainSettings = {
  sources: [organizationMetadata],
  required: false,
  onInvalid: 'deny',
  onSourceDown: 'deny',
  ownDomains: [],
};
