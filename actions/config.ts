import type { DecisionSettings } from './lib/decision.ts';
import type { StepUpSettings } from './lib/step-up.ts';

export interface DomainSettings {
  /** `organization-metadata`: keys `domains`, `domains_2`, … of the organization. */
  source: 'organization-metadata';
  /** Deny (`EC_DOMAINS_NONE`) instead of a token without domains. */
  required: boolean;
  /** One bad entry refuses the whole list (`EC_DOMAINS_INVALID`), or is dropped alone. */
  onInvalid: 'deny' | 'drop';
}

export interface Config extends DecisionSettings {
  stepUp: StepUpSettings;
  domains: DomainSettings;
}

/** The same in every environment; nothing secret. */
export const config: Config = {
  stepUp: {
    mode: 'required',
    allowedFactors: ['webauthn-platform', 'webauthn-roaming', 'otp'],
    maxAgeSeconds: 300,
    whenNoFactor: 'enroll',
  },
  domains: {
    source: 'organization-metadata',
    required: false,
    onInvalid: 'deny',
  },
  whenNoScopeRequested: 'permitted',
};
