import { describe, expect, test } from 'vitest';
import type { Event } from '../../../actions/contract.ts';
import { checkStepUp } from '../../../actions/lib/step-up-proof.ts';
import { emailThenPlatform, type StepUpSettings } from '../../../actions/lib/step-up-settings.ts';
import {
  adminEvent,
  HOSTILE_VALUES,
  isoAt,
  NOW_MS,
  noteInTransaction,
  place,
  steppedUpEvent,
} from '../../support/events.ts';
import { STEP_UP_SETTINGS as SETTINGS } from '../../support/step-up-settings.ts';

const STEP_UP_AT_MS = NOW_MS - 10_000;

const check = (event: Event) => checkStepUp(event, SETTINGS, NOW_MS);

/** Step-up asked at `stepUpAtMs`; `methods` are all that this browser ever proved. */
const withMethods = (methods: unknown, stepUpAtMs: unknown = STEP_UP_AT_MS): Event => {
  const event = place(adminEvent(), ['authentication', 'methods'], methods);
  noteInTransaction(event, 'step_up_at', stepUpAtMs);
  return event;
};
const mfa = (atMs: number, type: unknown = 'otp') => ({ name: 'mfa', type, timestamp: isoAt(atMs) });

test('an allowed factor, proven after step-up asked for it, counts', () => {
  expect(check(steppedUpEvent())).toEqual([]);
});

test('switched off, nothing is demanded', () => {
  expect(checkStepUp(adminEvent(), { ...SETTINGS, mode: 'off' }, NOW_MS)).toEqual([]);
});

describe('EC_MFA_MISSING', () => {
  test('where no second factor was proven', () => {
    expect(check(withMethods([{ name: 'pwd', timestamp: isoAt(NOW_MS) }]))).toEqual(['EC_MFA_MISSING']);
    expect(check(withMethods([]))).toEqual(['EC_MFA_MISSING']);
    expect(check(withMethods(undefined))).toEqual(['EC_MFA_MISSING']);
  });

  test.each([undefined, null, '1', isoAt(STEP_UP_AT_MS), Number.NaN, Number.POSITIVE_INFINITY, [STEP_UP_AT_MS], true])(
    'where step-up noted %o and so did not ask, whatever was proven',
    (stepUpAt) => {
      const event = withMethods([mfa(NOW_MS)]);
      noteInTransaction(event, 'step_up_at', stepUpAt);
      expect(check(event)).toEqual(['EC_MFA_MISSING']);
    },
  );

  test('where step-up asked in the future', () => {
    expect(check(withMethods([mfa(NOW_MS)], NOW_MS + 30_000))).toEqual([]);
    expect(check(withMethods([mfa(NOW_MS)], NOW_MS + 30_001))).toEqual(['EC_MFA_MISSING']);
  });

  test('where only an entry that is not called mfa has the type', () => {
    expect(check(withMethods([{ name: 'passkey', type: 'otp', timestamp: isoAt(NOW_MS) }]))).toEqual([
      'EC_MFA_MISSING',
    ]);
  });
});

describe('EC_MFA_STALE', () => {
  test('where the factor was proven before step-up asked, but for 30 s between clocks', () => {
    expect(check(withMethods([mfa(STEP_UP_AT_MS - 30_000)]))).toEqual([]);
    expect(check(withMethods([mfa(STEP_UP_AT_MS - 30_001)]))).toEqual(['EC_MFA_STALE']);
  });

  test('where the factor was proven longer ago than maxAgeSeconds', () => {
    const askedLongAgoMs = NOW_MS - 400_000;
    expect(check(withMethods([mfa(NOW_MS - 300_000)], askedLongAgoMs))).toEqual([]);
    expect(check(withMethods([mfa(NOW_MS - 300_001)], askedLongAgoMs))).toEqual(['EC_MFA_STALE']);
  });

  test('where the factor was proven in the future, but for 30 s between clocks', () => {
    expect(check(withMethods([mfa(NOW_MS + 30_000)]))).toEqual([]);
    expect(check(withMethods([mfa(NOW_MS + 30_001)]))).toEqual(['EC_MFA_STALE']);
  });

  test.each([undefined, null, '', 'just now', NOW_MS, '2026-03-02', [isoAt(NOW_MS)]])(
    'where the timestamp is %o',
    (timestamp) => {
      expect(check(withMethods([{ name: 'mfa', type: 'otp', timestamp }]))).toEqual(['EC_MFA_STALE']);
    },
  );
});

describe('EC_MFA_WEAK', () => {
  test.each(['email', 'sms', 'phone', 'recovery-code', 'webauthn-roaming', 'OTP', undefined, null, ['otp']])(
    'where the factor proven is %o',
    (type) => {
      expect(check(withMethods([{ name: 'mfa', type, timestamp: isoAt(NOW_MS) }]))).toEqual(['EC_MFA_WEAK']);
    },
  );

  test('beside EC_MFA_STALE where an old allowed factor is there as well', () => {
    expect(check(withMethods([mfa(NOW_MS - 3_600_000), mfa(NOW_MS, 'email')]))).toEqual([
      'EC_MFA_STALE',
      'EC_MFA_WEAK',
    ]);
  });

  test('not where an allowed factor was proven as well', () => {
    expect(check(withMethods([mfa(NOW_MS, 'email'), mfa(NOW_MS, 'webauthn-platform')]))).toEqual([]);
  });
});

describe('a factor enrolled in this transaction', () => {
  const enrolledSince = (absent: unknown, enrolled: string[]) => {
    const event = withMethods([]);
    noteInTransaction(event, 'step_up_absent', absent);
    return place(
      event,
      ['user', 'enrolledFactors'],
      enrolled.map((type) => ({ type })),
    );
  };

  test('counts as proven', () => {
    expect(check(enrolledSince('webauthn-platform,otp', ['otp']))).toEqual([]);
    expect(check(enrolledSince('webauthn-platform,otp', ['email', 'webauthn-platform']))).toEqual([]);
  });

  test('does not count where nothing, or only a factor that is not allowed, was enrolled', () => {
    expect(check(enrolledSince('webauthn-platform,otp', []))).toEqual(['EC_MFA_MISSING']);
    expect(check(enrolledSince('webauthn-platform,otp', ['email', 'phone']))).toEqual(['EC_MFA_MISSING']);
    expect(check(enrolledSince('email,phone', ['email', 'phone']))).toEqual(['EC_MFA_MISSING']);
  });

  test('does not count where it was there before', () => {
    expect(check(enrolledSince('webauthn-platform', ['otp']))).toEqual(['EC_MFA_MISSING']);
    expect(check(enrolledSince(undefined, ['otp']))).toEqual(['EC_MFA_MISSING']);
    expect(check(enrolledSince(['otp'], ['otp']))).toEqual(['EC_MFA_MISSING']);
  });

  test('does not count without the time at which step-up asked', () => {
    const event = enrolledSince('otp', ['otp']);
    noteInTransaction(event, 'step_up_at', null);
    expect(check(event)).toEqual(['EC_MFA_MISSING']);
  });
});

describe('with an emailed code each time', () => {
  const checkPreset = (event: Event) => checkStepUp(event, emailThenPlatform, NOW_MS);
  const platform = mfa(NOW_MS, 'webauthn-platform');

  test('both the code and the platform authenticator count, just proven', () => {
    expect(checkPreset(withMethods([mfa(NOW_MS - 5_000, 'email'), platform]))).toEqual([]);
  });

  test('EC_MFA_MISSING without the code, EC_MFA_STALE with an old one', () => {
    expect(checkPreset(withMethods([platform]))).toEqual(['EC_MFA_MISSING']);
    expect(checkPreset(withMethods([mfa(NOW_MS - 3_600_000, 'email'), platform]))).toEqual(['EC_MFA_STALE']);
    expect(checkPreset(withMethods([{ name: 'email', timestamp: isoAt(NOW_MS) }, platform]))).toEqual([
      'EC_MFA_MISSING',
    ]);
  });

  test('EC_MFA_WEAK with the code alone', () => {
    expect(checkPreset(withMethods([mfa(NOW_MS, 'email')]))).toEqual(['EC_MFA_WEAK']);
  });

  test('each reason once, missing before stale before weak', () => {
    expect(checkPreset(withMethods([]))).toEqual(['EC_MFA_MISSING']);
    expect(checkPreset(withMethods([mfa(NOW_MS, 'otp')]))).toEqual(['EC_MFA_MISSING', 'EC_MFA_WEAK']);
    const allOld = [mfa(NOW_MS - 3_600_000, 'email'), mfa(NOW_MS - 3_600_000, 'webauthn-platform')];
    expect(checkPreset(withMethods(allOld))).toEqual(['EC_MFA_STALE', 'EC_MFA_WEAK']);
  });

  test('an enrolment counts for the authenticator, not for the code', () => {
    const enrolledNow = (methods: unknown[]) => {
      const event = withMethods(methods);
      noteInTransaction(event, 'step_up_absent', 'webauthn-platform');
      return place(event, ['user', 'enrolledFactors'], [{ type: 'email' }, { type: 'webauthn-platform' }]);
    };
    expect(checkPreset(enrolledNow([mfa(NOW_MS, 'email')]))).toEqual([]);
    expect(checkPreset(enrolledNow([]))).toEqual(['EC_MFA_MISSING']);
  });
});

describe('a passkey as the first factor', () => {
  const passkeyUsed = (atMs: number) =>
    place(adminEvent(), ['authentication', 'methods'], [{ name: 'passkey', timestamp: isoAt(atMs) }]);
  const counts: StepUpSettings = { ...SETTINGS, passkeyAsFirstFactor: 'counts' };

  test('counts as both where the settings say so, while it is fresh', () => {
    expect(checkStepUp(passkeyUsed(NOW_MS - 300_000), counts, NOW_MS)).toEqual([]);
    expect(checkStepUp(passkeyUsed(NOW_MS - 300_001), counts, NOW_MS)).toEqual(['EC_MFA_MISSING']);
    expect(checkStepUp(passkeyUsed(NOW_MS + 30_000), counts, NOW_MS)).toEqual([]);
    expect(checkStepUp(passkeyUsed(NOW_MS + 30_001), counts, NOW_MS)).toEqual(['EC_MFA_MISSING']);
  });

  test('counts for nothing as shipped', () => {
    expect(check(passkeyUsed(NOW_MS))).toEqual(['EC_MFA_MISSING']);
  });
});

test.each(HOSTILE_VALUES)('whatever stands in methods or metadata proves nothing: %#', (value) => {
  expect(check(withMethods(value))).not.toEqual([]);
  expect(check(withMethods([value]))).not.toEqual([]);
  expect(check(place(steppedUpEvent(), ['transaction', 'metadata'], value))).toEqual(['EC_MFA_MISSING']);
  expect(check(place(steppedUpEvent(), ['authentication'], value))).toEqual(['EC_MFA_MISSING']);
});
