import { type AdminAttribute, type Config, type DomainSettings, organizationMetadata } from 'express-configure/actions';

/**
 * Common to all environments; nothing secret. What depends on the factors of a tenant may be set in its
 * `tenant/environments/NAME.yaml` (docs/step-up.md#by-environment). The documentation's step-up (an emailed code, then this
 * device) is the preset `emailThenPlatform` of `express-configure/actions`.
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

/**
 * The attribute in `app_metadata` that makes users administrators. The policy reads it, `onboard` writes it, and `doctor`
 * looks for it: another key, or another shape, is chosen here (docs/policy.md#another-attribute).
 */
export const attribute: AdminAttribute = { key: 'express_configure' };

/** For the domains Action alone. A source that is not named here (such as `externalApi`) is in no bundle. */
export const domains: DomainSettings = {
  sources: [organizationMetadata],
  metadataKey: 'domains',
  required: false,
  onInvalid: 'deny',
  onSourceDown: 'deny',
  ownDomains: [],
};
