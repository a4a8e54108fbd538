import { describe, expect, test } from 'vitest';
import type { Event } from '../../library/contract.ts';
import type { EnrollmentPlan } from '../../library/step-up.ts';
import { checkBeforeEnrollment, checkStepUp } from '../../library/step-up-proof.ts';
import { emailThenPlatform, type StepUpSettings } from '../../library/step-up-settings.ts';
import {
  adminEvent,
  HOSTILE_VALUES,
  isoAt,
  NOW_MS,
  noteInTransaction,
  place,
  steppedUpEvent,
} from '../support/events.ts';
import { STEP_UP_SETTINGS as SETTINGS } from '../support/step-up-settings.ts';

const STEP_UP_AT_MS = NOW_MS - 10_000;

const check = (event: Event) => checkStepUp(event, SETTINGS, NOW_MS);

/** Step-up asked at `stepUpAtMs`; `methods` are all that this browser ever proved. */
const withMethods = (methods: unknown, stepUpAtMs: unknown = STEP_UP_AT_MS): Event => {
  const event = place(adminEvent(), ['authentication', 'methods'], methods);
  noteInTransaction(event, 'express_configure_step_up_at', stepUpAtMs);
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
      noteInTransaction(event, 'express_configure_step_up_at', stepUpAt);
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

describe('a note that another Action of the login may have written', () => {
  const withNotes = (stepUpAtMs: unknown, enrollAtMs?: unknown, loginMs?: number): Event => {
    const first = loginMs === undefined ? [] : [{ name: 'pwd', timestamp: isoAt(loginMs) }];
    const event = withMethods([...first, mfa(NOW_MS)], stepUpAtMs);
    if (enrollAtMs !== undefined) noteInTransaction(event, 'express_configure_enroll_at', enrollAtMs);
    return event;
  };

  test.each([0, -1, STEP_UP_AT_MS + 0.5, 2 ** 60, -0])('is none where it is no instant: %o', (note) => {
    expect(check(withNotes(note))).toEqual(['EC_MFA_MISSING']);
    expect(check(withNotes(STEP_UP_AT_MS, note))).toEqual(['EC_MFA_MISSING']);
  });

  test('is none where it is from before the first factor, but for 30 s between clocks', () => {
    const loginMs = NOW_MS - 60_000;
    expect(check(withNotes(loginMs - 30_000, undefined, loginMs))).toEqual([]);
    expect(check(withNotes(loginMs - 30_001, undefined, loginMs))).toEqual(['EC_MFA_MISSING']);
  });

  test('of an enrolment is none where it is from before step-up, but for 30 s between clocks', () => {
    expect(check(withNotes(STEP_UP_AT_MS, STEP_UP_AT_MS - 30_000))).toEqual([]);
    expect(check(withNotes(STEP_UP_AT_MS, STEP_UP_AT_MS - 30_001))).toEqual(['EC_MFA_MISSING']);
  });

  test('of an enrolment is stale where what allowed it was proven longer ago than maxAgeSeconds', () => {
    const askedMs = NOW_MS - 320_000;
    expect(check(withNotes(askedMs, NOW_MS - 300_000))).toEqual([]);
    expect(check(withNotes(askedMs, NOW_MS - 300_001))).toEqual(['EC_MFA_STALE']);
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

describe('EC_MFA_EARLIER_CHALLENGE', () => {
  const ASKED_MS = NOW_MS - 1_000;
  const first = (atMs: number, name = 'pwd') => ({ name, timestamp: isoAt(atMs) });

  test('where the factor was proven in this login more than 30 s before step-up asked', () => {
    const at = (atMs: number, loginMs = NOW_MS - 120_000) => check(withMethods([first(loginMs), mfa(atMs)], ASKED_MS));
    expect(at(ASKED_MS - 30_000)).toEqual([]);
    expect(at(ASKED_MS - 30_001)).toEqual(['EC_MFA_EARLIER_CHALLENGE']);
    expect(at(NOW_MS - 120_000)).toEqual(['EC_MFA_EARLIER_CHALLENGE']);
    expect(at(NOW_MS - 120_001)).toEqual(['EC_MFA_STALE']);
  });

  test('not where the proof is older than maxAgeSeconds', () => {
    const at = (atMs: number) => check(withMethods([first(NOW_MS - 900_000), mfa(atMs)], ASKED_MS));
    expect(at(NOW_MS - 300_000)).toEqual(['EC_MFA_EARLIER_CHALLENGE']);
    expect(at(NOW_MS - 300_001)).toEqual(['EC_MFA_STALE']);
  });

  test('not where the person logged in again since, or nothing tells when', () => {
    const earlier = mfa(NOW_MS - 60_000);
    const again = [first(NOW_MS - 900_000), earlier, first(NOW_MS - 50_000, 'passkey')];
    expect(check(withMethods(again, ASKED_MS))).toEqual(['EC_MFA_STALE']);
    expect(check(withMethods([earlier], ASKED_MS))).toEqual(['EC_MFA_STALE']);
    expect(check(withMethods([{ name: 'pwd', timestamp: 'never' }, earlier], ASKED_MS))).toEqual(['EC_MFA_STALE']);
    expect(check(withMethods([{ name: 1, timestamp: isoAt(0) }, earlier], ASKED_MS))).toEqual(['EC_MFA_STALE']);
  });

  test('a first factor of no readable time is passed over', () => {
    const methods = [first(NOW_MS - 120_000), { name: 'federated', timestamp: 'never' }, mfa(NOW_MS - 60_000)];
    expect(check(withMethods(methods, ASKED_MS))).toEqual(['EC_MFA_EARLIER_CHALLENGE']);
  });

  test('what an Action recorded after a redirect is no first factor', () => {
    const methods = [first(NOW_MS - 120_000), mfa(NOW_MS - 60_000), first(NOW_MS - 2_000, 'https://terms.example')];
    expect(check(withMethods(methods, ASKED_MS))).toEqual(['EC_MFA_EARLIER_CHALLENGE']);
  });

  test('beside EC_MFA_WEAK where another factor was proven too', () => {
    const methods = [first(NOW_MS - 120_000), mfa(NOW_MS - 60_000), mfa(NOW_MS, 'phone')];
    expect(check(withMethods(methods, ASKED_MS))).toEqual(['EC_MFA_EARLIER_CHALLENGE', 'EC_MFA_WEAK']);
  });
});

/** The enroll Action asked five seconds ago. */
const enrolling = (methods: unknown, enrolled: string[], enrollAt: unknown = NOW_MS - 5_000): Event => {
  const event = withMethods(methods, NOW_MS - 60_000);
  noteInTransaction(event, 'express_configure_enroll_at', enrollAt);
  return place(
    event,
    ['user', 'enrolledFactors'],
    enrolled.map((type) => ({ type })),
  );
};

describe('a factor enrolled in this login', () => {
  test('counts where it is listed, with its time', () => {
    expect(check(enrolling([mfa(NOW_MS)], ['otp']))).toEqual([]);
    expect(check(enrolling([mfa(NOW_MS, 'phone'), mfa(NOW_MS)], ['phone', 'otp']))).toEqual([]);
  });

  test('EC_MFA_ENROLLMENT_UNLISTED where it is enrolled and not listed, or from before the enrolment', () => {
    const unlisted = ['EC_MFA_ENROLLMENT_UNLISTED'];
    expect(check(enrolling([], ['otp']))).toEqual(unlisted);
    expect(check(enrolling([mfa(NOW_MS, 'phone')], ['phone', 'otp']))).toEqual(unlisted);
    expect(check(enrolling([mfa(NOW_MS - 35_000)], ['otp']))).toEqual([]);
    expect(check(enrolling([mfa(NOW_MS - 35_001)], ['otp']))).toEqual(unlisted);
  });

  test('EC_MFA_MISSING or EC_MFA_WEAK where none, or another one, was enrolled', () => {
    expect(check(enrolling([], []))).toEqual(['EC_MFA_MISSING']);
    expect(check(enrolling([], ['email', 'phone']))).toEqual(['EC_MFA_MISSING']);
    expect(check(enrolling([mfa(NOW_MS, 'phone')], ['phone']))).toEqual(['EC_MFA_WEAK']);
  });

  test.each([null, 'true', Number.NaN, NOW_MS + 30_001, [NOW_MS]])(
    'is not looked for where the enroll Action noted %o',
    (enrollAt) => {
      expect(check(enrolling([], ['otp'], enrollAt))).toEqual(['EC_MFA_MISSING']);
    },
  );

  test('does not count without the time at which step-up ran', () => {
    const event = enrolling([mfa(NOW_MS)], ['otp']);
    noteInTransaction(event, 'express_configure_step_up_at', null);
    expect(check(event)).toEqual(['EC_MFA_MISSING']);
  });
});

describe('before an enrolment', () => {
  const plan = (more: Partial<EnrollmentPlan> = {}): EnrollmentPlan => ({
    kind: 'enroll',
    factors: ['otp'],
    emailFirst: false,
    after: [],
    ...more,
  });
  const demandedBefore = (event: Event, more?: Partial<EnrollmentPlan>) =>
    checkBeforeEnrollment(event, plan(more), SETTINGS, NOW_MS);

  test('nothing is demanded of somebody without a factor but that step-up ran', () => {
    expect(demandedBefore(withMethods([]))).toEqual([]);
    for (const note of [undefined, 'true', NOW_MS + 30_001]) {
      const event = withMethods([]);
      noteInTransaction(event, 'express_configure_step_up_at', note);
      expect(demandedBefore(event)).toEqual(['EC_MFA_MISSING']);
    }
  });

  test('a question of long ago is enough where the proof itself is fresh, and not where nothing is proven', () => {
    const asked = NOW_MS - 300_001;
    const after: EnrollmentPlan['after'] = ['push-notification'];
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'email')], asked), { emailFirst: true })).toEqual([]);
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'push-notification')], asked), { after })).toEqual([]);
    expect(demandedBefore(withMethods([], asked))).toEqual(['EC_MFA_STALE']);
    expect(demandedBefore(withMethods([], asked + 1))).toEqual([]);
  });

  test('the emailed code is demanded where step-up asked for it', () => {
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'email')]), { emailFirst: true })).toEqual([]);
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'phone')]), { emailFirst: true })).toEqual(['EC_MFA_MISSING']);
    expect(demandedBefore(withMethods([mfa(NOW_MS - 3_600_000, 'email')]), { emailFirst: true })).toEqual([
      'EC_MFA_STALE',
    ]);
  });

  test('one of the accepted factors is demanded, just proven, a call and a text being the phone', () => {
    const after: EnrollmentPlan['after'] = ['push-notification', 'voice'];
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'phone')]), { after })).toEqual([]);
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'push-notification')]), { after })).toEqual([]);
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'phone')]), { after: ['sms'] })).toEqual([]);
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'phone')]), { after: ['push-notification'] })).toEqual([
      'EC_MFA_WEAK',
    ]);
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'recovery-code')]), { after })).toEqual(['EC_MFA_WEAK']);
    expect(demandedBefore(withMethods([]), { after })).toEqual(['EC_MFA_MISSING']);
    expect(demandedBefore(withMethods([mfa(NOW_MS - 3_600_000, 'phone')]), { after })).toEqual(['EC_MFA_STALE']);
  });

  test('EC_MFA_EARLIER_CHALLENGE where another Action challenged that factor before', () => {
    const methods = [{ name: 'pwd', timestamp: isoAt(NOW_MS - 120_000) }, mfa(NOW_MS - 60_000, 'phone')];
    expect(demandedBefore(withMethods(methods), { after: ['voice'] })).toEqual(['EC_MFA_EARLIER_CHALLENGE']);
  });

  test('both are demanded where step-up asked for both', () => {
    const both = { emailFirst: true, after: ['voice'] } satisfies Partial<EnrollmentPlan>;
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'email'), mfa(NOW_MS, 'phone')]), both)).toEqual([]);
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'email')]), both)).toEqual(['EC_MFA_WEAK']);
    expect(demandedBefore(withMethods([mfa(NOW_MS, 'phone')]), both)).toEqual(['EC_MFA_MISSING']);
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
    const both = ['email', 'webauthn-platform'];
    expect(checkPreset(enrolling([mfa(NOW_MS - 10_000, 'email'), platform], both))).toEqual([]);
    expect(checkPreset(enrolling([platform], both))).toEqual(['EC_MFA_MISSING']);
    expect(checkPreset(enrolling([mfa(NOW_MS, 'email')], both))).toEqual(['EC_MFA_ENROLLMENT_UNLISTED']);
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
