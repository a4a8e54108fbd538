import { describe, expect, test } from 'vitest';
import { checkSettings } from '../../library/check-settings.ts';
import type { DomainSettings } from '../../library/domain-settings.ts';
import { externalApi } from '../../library/external-api.ts';
import { organizationMetadata } from '../../library/organization-metadata.ts';
import { type Policy, role } from '../../library/rules.ts';
import { emailThenPlatform, type StepUpSettings } from '../../library/step-up-settings.ts';
import { config, domains } from '../fixture/project/actions/config.ts';
import { policy } from '../fixture/project/actions/policy.ts';

const check = (changes: {
  stepUp?: Partial<StepUpSettings>;
  domains?: Partial<DomainSettings>;
  policy?: Partial<Policy>;
}) =>
  checkSettings(
    { stepUp: { ...config.stepUp, ...changes.stepUp } },
    { ...domains, ...changes.domains },
    { ...policy, ...changes.policy },
  );

test('the shipped settings and the preset are right', () => {
  expect(check({})).toEqual([]);
  expect(check({ stepUp: emailThenPlatform })).toEqual([]);
  expect(check({ domains: { sources: [organizationMetadata, externalApi], onSourceDown: 'omit' } })).toEqual([]);
});

describe('config.stepUp', () => {
  test.each([0, -1, 0.5, 3601, Number.NaN, Number.POSITIVE_INFINITY])(
    'maxAgeSeconds can not be %o',
    (maxAgeSeconds) => {
      expect(check({ stepUp: { maxAgeSeconds } })).toEqual([
        {
          file: 'config.ts',
          setting: 'config.stepUp.maxAgeSeconds',
          expected: 'a whole number from 1 to 3600',
          found: JSON.stringify(maxAgeSeconds),
        },
      ]);
    },
  );

  test('maxAgeSeconds can be 1 and 3600', () => {
    expect(check({ stepUp: { maxAgeSeconds: 1 } })).toEqual([]);
    expect(check({ stepUp: { maxAgeSeconds: 3600 } })).toEqual([]);
  });

  test('allowedFactors names each once', () => {
    expect(check({ stepUp: { allowedFactors: ['otp', 'otp'] } })).toEqual([
      {
        file: 'config.ts',
        setting: 'config.stepUp.allowedFactors',
        expected: 'each factor once',
        found: '["otp","otp"]',
      },
    ]);
  });
});

describe('config.stepUp.whenOnlyOtherFactors', () => {
  const found = (factors: unknown) =>
    check({ stepUp: { whenOnlyOtherFactors: { challengeThenEnroll: factors as ['otp'] } } }).map(
      ({ setting, expected, found }) => [setting, expected, found],
    );
  const SETTING = 'config.stepUp.whenOnlyOtherFactors.challengeThenEnroll';

  test('accepts factors besides the allowed ones, text messages by their own name', () => {
    expect(found(['push-notification', 'voice', 'sms'])).toEqual([]);
  });

  test.each(['recovery-code', 'email', 'phone', 'duo', null])('never accepts %o', (factor) => {
    const expected =
      'push-notification, voice, sms, otp, webauthn-roaming or webauthn-platform, each once and none that is in allowedFactors';
    expect(found([factor])).toEqual([[SETTING, expected, JSON.stringify([factor])]]);
  });

  test.each([[[]], [['voice', 'voice']], [['otp']], ['voice']])('is not %o', (factors) => {
    expect(found(factors).map(([setting, , value]) => [setting, value])).toEqual([[SETTING, JSON.stringify(factors)]]);
  });

  test('has no phone where that is allowed', () => {
    const whenOnlyOtherFactors = { challengeThenEnroll: ['sms'] as ['sms'] };
    expect(check({ stepUp: { allowedFactors: ['phone'], whenOnlyOtherFactors } })).toHaveLength(1);
  });

  test.each([undefined, 'enroll', null, []])('is a value there is: not %o', (whenOnlyOtherFactors) => {
    const stepUp = { whenOnlyOtherFactors } as unknown as Partial<StepUpSettings>;
    expect(check({ stepUp }).map(({ setting }) => setting)).toEqual(['config.stepUp.whenOnlyOtherFactors']);
  });
});

describe('domains', () => {
  test('a source is a value: a function is none', () => {
    const sources = [() => ({ entries: [] })] as unknown as DomainSettings['sources'];
    expect(check({ domains: { sources } })).toEqual([
      {
        file: 'config.ts',
        setting: 'domains.sources',
        expected: 'a list of sources, each { name, secrets, dependencies, read }',
        found: '[""]',
      },
    ]);
  });

  test('two sources of one name are one too many, whatever they read', () => {
    const sources: DomainSettings['sources'] = [externalApi, { ...organizationMetadata, name: 'externalApi' }];
    expect(check({ domains: { sources } }).map(({ setting }) => setting)).toEqual(['domains.sources']);
  });

  test.each(['', 'domain_claims', 'admin_accounts', 'onboarding_run', 'onboarded_by', 'mail_2', '2mail', 'a.b'])(
    'domains can not be kept under the key %o',
    (metadataKey) => {
      const found = check({ domains: { metadataKey } });
      expect(found.map((each) => [each.setting, each.found])).toEqual([
        ['domains.metadataKey', JSON.stringify(metadataKey)],
      ]);
    },
  );

  test('domains can be kept under another key', () => {
    expect(check({ domains: { metadataKey: 'mail-domains_x' } })).toEqual([]);
  });

  test('sources names each once', () => {
    expect(check({ domains: { sources: [externalApi, externalApi] } })).toEqual([
      {
        file: 'config.ts',
        setting: 'domains.sources',
        expected: 'each source once',
        found: '["externalApi","externalApi"]',
      },
    ]);
  });

  test('required ones are not omitted', () => {
    expect(check({ domains: { required: true, onSourceDown: 'omit' } })).toEqual([
      {
        file: 'config.ts',
        setting: 'domains.onSourceDown',
        expected: "'deny' where domains are required",
        found: '"omit"',
      },
    ]);
  });

  test('own ones are in normal form', () => {
    const found = check({ domains: { ownDomains: ['acme-saas.com', 'Bücher.de.', 'localhost'] } });
    expect(found.map(({ setting, expected }) => `${setting}: ${expected}`)).toEqual([
      'domains.ownDomains[1]: the normal form xn--bcher-kva.de',
      'domains.ownDomains[2]: a domain such as acme-saas.com',
    ]);
  });
});

describe('policy', () => {
  test('permits somebody', () => {
    expect(check({ policy: { permit: [] } }).map(({ file, setting }) => [file, setting])).toEqual([
      ['policy.ts', 'policy.permit'],
    ]);
  });

  test.each(['EC_', 'EC_lower', 'EC_A B', 'EC_A\n', `EC_${'A'.repeat(41)}`] as const)(
    'has no forbid rule with the code %o',
    (code) => {
      const forbid = [() => false, { code, when: () => false }];
      expect(check({ policy: { forbid } })).toEqual([
        {
          file: 'policy.ts',
          setting: 'policy.forbid[1].code',
          expected: 'EC_ and capitals, digits or underscores',
          found: JSON.stringify(code),
        },
      ]);
    },
  );

  test('has forbid rules with codes of its own', () => {
    expect(check({ policy: { forbid: [{ code: 'EC_ACME_2', when: () => false }, ...policy.forbid] } })).toEqual([]);
  });
});

test('what has no meaning does not compile', () => {
  // @ts-expect-error no source
  const noSource: DomainSettings = { ...domains, sources: [] };
  // @ts-expect-error no such mode
  const noMode: DomainSettings = { ...domains, onSourceDown: 'ignore' };
  // @ts-expect-error a role without a name would be nobody's
  const noName = role([], ['sso']);
  // @ts-expect-error a role for no scope would permit nothing
  const noScope = role(['ADMIN'], []);
  // @ts-expect-error a code starts with EC_
  const noCode: Policy = { permit: [], forbid: [{ code: 'DENIED', when: () => true }] };
  expect([noSource, noMode, noName, noScope, noCode]).toHaveLength(5);
});
