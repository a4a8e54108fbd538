import { expect, test } from 'vitest';
import { organizationMetadata } from '../../library/organization-metadata.ts';
import { emailThenPlatform } from '../../library/step-up-settings.ts';
import { config, domains } from '../fixture/project/actions/config.ts';

test('the settings that other tests rely on are those of the fixture', () => {
  expect(config).toEqual({
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
  });
  // The team's own domains are its own to name.
  expect({ ...domains, ownDomains: [] }).toEqual({
    sources: [organizationMetadata],
    metadataKey: 'domains',
    required: false,
    onInvalid: 'deny',
    onSourceDown: 'deny',
    ownDomains: [],
  });
});

test('the documentation’s flow is an emailed code each time and this device’s authenticator', () => {
  expect(emailThenPlatform).toEqual({
    mode: 'required',
    allowedFactors: ['webauthn-platform'],
    emailFirst: 'always',
    passkeyAsFirstFactor: 'never',
    maxAgeSeconds: 300,
    whenNoFactor: 'enroll',
    whenOnlyOtherFactors: 'deny',
  });
});
