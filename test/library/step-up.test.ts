import { describe, expect, test } from 'vitest';
import type { Event } from '../../library/contract.ts';
import { challengesOf, planStepUp } from '../../library/step-up.ts';
import { emailThenPlatform, type FirstChallenge, type StepUpSettings } from '../../library/step-up-settings.ts';
import { adminEvent, HOSTILE_VALUES, isoAt, NOW_MS, place } from '../support/events.ts';
import { STEP_UP_SETTINGS as SETTINGS } from '../support/step-up-settings.ts';

const plan = (event: Event, settings: StepUpSettings = SETTINGS) => planStepUp(event, settings, NOW_MS);

const NO_FACTOR = { kind: 'deny', code: 'EC_MFA_NO_FACTOR' };
const OTHER_FACTORS = { kind: 'deny', code: 'EC_MFA_OTHER_FACTORS' };

const enrolled = (...types: unknown[]): Event =>
  place(
    adminEvent(),
    ['user', 'enrolledFactors'],
    types.map((type) => ({ type })),
  );

describe('an enrolled allowed factor', () => {
  test('is challenged', () => {
    expect(plan(enrolled('otp'))).toEqual({ kind: 'challenge', factors: ['otp'], emailFirst: false });
  });

  test('comes in the order of the settings where there are several', () => {
    expect(plan(enrolled('email', 'otp', 'webauthn-platform'))).toEqual({
      kind: 'challenge',
      factors: ['webauthn-platform', 'otp'],
      emailFirst: false,
    });
  });

  test('is challenged although the browser proved it a moment ago', () => {
    const event = enrolled('otp');
    event.authentication?.methods.push({ name: 'mfa', type: 'otp', timestamp: isoAt(NOW_MS) });
    expect(plan(event).kind).toBe('challenge');
  });

  test('is challenged although the first factor was an emailed code', () => {
    const event = place(enrolled('otp'), ['connection', 'strategy'], 'email');
    expect(plan(event).kind).toBe('challenge');
  });
});

describe('a member without an allowed factor', () => {
  test('enrols one, the email factor being proven first where there is one', () => {
    const factors = ['webauthn-platform', 'otp'];
    expect(plan(enrolled('email'))).toEqual({ kind: 'enroll', factors, emailFirst: true, after: [] });
    expect(plan(enrolled())).toEqual({ kind: 'enroll', factors, emailFirst: false, after: [] });
  });

  test('is denied where the settings say so', () => {
    expect(plan(enrolled('email'), { ...SETTINGS, whenNoFactor: 'deny' })).toEqual(NO_FACTOR);
  });

  test('is denied where the first factor was an emailed code, which would be both factors', () => {
    const byMethod = enrolled('email');
    byMethod.authentication?.methods.unshift({ name: 'email', timestamp: isoAt(NOW_MS) });
    expect(plan(byMethod)).toEqual(NO_FACTOR);
    expect(plan(place(enrolled('email'), ['connection', 'strategy'], 'email'))).toEqual(NO_FACTOR);
  });
});

describe('a member with other factors alone', () => {
  const accepting = (...factors: [FirstChallenge, ...FirstChallenge[]]): StepUpSettings => ({
    ...SETTINGS,
    whenOnlyOtherFactors: { challengeThenEnroll: factors },
  });
  const factors = ['webauthn-platform', 'otp'];

  test.each(['phone', 'push-notification', 'recovery-code', 'duo', undefined, null, ['otp']])(
    'is denied by default: %o',
    (type) => {
      expect(plan(enrolled(type))).toEqual(OTHER_FACTORS);
      expect(plan(enrolled('email', type))).toEqual(OTHER_FACTORS);
    },
  );

  test('proves one that is accepted before the enrolment, in the order of the settings', () => {
    expect(plan(enrolled('phone', 'push-notification'), accepting('push-notification', 'voice'))).toEqual({
      kind: 'enroll',
      factors,
      emailFirst: false,
      after: ['push-notification', 'voice'],
    });
    expect(plan(enrolled('phone', 'email'), accepting('push-notification', 'sms'))).toEqual({
      kind: 'enroll',
      factors,
      emailFirst: true,
      after: ['sms'],
    });
  });

  test('is denied where none that is accepted is enrolled', () => {
    expect(plan(enrolled('recovery-code'), accepting('push-notification', 'voice'))).toEqual(OTHER_FACTORS);
    expect(plan(enrolled('phone'), accepting('push-notification'))).toEqual(OTHER_FACTORS);
  });

  test('may enrol although nobody without a factor may', () => {
    expect(plan(enrolled('phone'), { ...accepting('voice'), whenNoFactor: 'deny' }).kind).toBe('enroll');
  });

  test('is denied where the phone was the first factor too, which would be both', () => {
    for (const strategy of ['sms', 'phone_number']) {
      expect(plan(place(enrolled('phone'), ['connection', 'strategy'], strategy), accepting('sms'))).toEqual(
        OTHER_FACTORS,
      );
      const byMethod = enrolled('phone');
      byMethod.authentication?.methods.unshift({ name: strategy, timestamp: isoAt(NOW_MS) });
      expect(plan(byMethod, accepting('sms', 'voice'))).toEqual(OTHER_FACTORS);
    }
  });

  test('may enrol behind another accepted factor where the phone was the first one', () => {
    const event = place(enrolled('phone', 'push-notification'), ['connection', 'strategy'], 'sms');
    expect(plan(event, accepting('push-notification', 'voice'))).toMatchObject({ after: ['push-notification'] });
  });

  test('may enrol behind the phone where the first factor was an emailed code', () => {
    const event = place(enrolled('phone', 'email'), ['connection', 'strategy'], 'email');
    expect(plan(event, accepting('voice'))).toEqual({ kind: 'enroll', factors, emailFirst: true, after: ['voice'] });
  });

  test('is challenged with what is allowed where that is enrolled too', () => {
    expect(plan(enrolled('phone', 'otp'), accepting('voice')).kind).toBe('challenge');
  });

  test('is challenged with one factor phone, by the deliveries that are accepted', () => {
    const phone = (preferredMethod: string) => ({ type: 'phone', options: { preferredMethod } });
    expect(challengesOf(['voice'])).toEqual([phone('voice')]);
    expect(challengesOf(['sms'])).toEqual([phone('sms')]);
    expect(challengesOf(['sms', 'otp', 'voice'])).toEqual([phone('both'), { type: 'otp' }]);
  });

  test('email, recovery codes, a phone without its delivery and an empty list do not compile', () => {
    // @ts-expect-error never email
    accepting('email');
    // @ts-expect-error never a recovery code
    accepting('recovery-code');
    // @ts-expect-error text messages by their own name
    accepting('phone');
    // @ts-expect-error at least one
    accepting();
  });
});

test('switched off, nothing is asked for', () => {
  expect(plan(enrolled('otp'), { ...SETTINGS, mode: 'off' })).toEqual({ kind: 'skip' });
});

test.each([undefined, ...HOSTILE_VALUES])('enrolledFactors %# is no allowed factor', (value) => {
  const isList = Array.isArray(value) && value.length > 0;
  expect(plan(place(adminEvent(), ['user', 'enrolledFactors'], value)).kind).toBe(isList ? 'deny' : 'enroll');
  expect(plan(enrolled(value))).toEqual(OTHER_FACTORS);
});

test('email and recovery codes do not compile as allowed factors, nor does an empty list', () => {
  // @ts-expect-error never email
  const email: StepUpSettings = { ...SETTINGS, allowedFactors: ['email'] };
  // @ts-expect-error never a recovery code
  const recovery: StepUpSettings = { ...SETTINGS, allowedFactors: ['otp', 'recovery-code'] };
  // @ts-expect-error at least one
  const none: StepUpSettings = { ...SETTINGS, allowedFactors: [] };
  expect([email, recovery, none]).toHaveLength(3);
});

describe('with an emailed code each time', () => {
  const preset = (event: Event) => plan(event, emailThenPlatform);

  test('the code comes before the platform authenticator, challenged or enrolled', () => {
    const factors = ['webauthn-platform'];
    expect(preset(enrolled('email', 'otp', 'webauthn-platform'))).toEqual({
      kind: 'challenge',
      factors,
      emailFirst: true,
    });
    expect(preset(enrolled('email'))).toEqual({ kind: 'enroll', factors, emailFirst: true, after: [] });
    expect(preset(enrolled('email', 'otp'))).toEqual(OTHER_FACTORS);
  });

  test('who has no email factor is denied, whatever else is enrolled', () => {
    expect(preset(enrolled('webauthn-platform'))).toEqual(NO_FACTOR);
    expect(preset(enrolled())).toEqual(NO_FACTOR);
  });

  test('who logged in by an emailed code may not enrol behind another one', () => {
    expect(preset(place(enrolled('email'), ['connection', 'strategy'], 'email'))).toEqual(NO_FACTOR);
  });
});

describe('a passkey as the first factor', () => {
  const passkeyUsed = (timestamp: unknown, name: unknown = 'passkey') =>
    place(enrolled('otp'), ['authentication', 'methods'], [{ name, timestamp }]);
  const kindOf = (event: Event) => plan(event, { ...SETTINGS, passkeyAsFirstFactor: 'counts' }).kind;

  test('just used, asks for nothing more where the settings let it count', () => {
    expect(kindOf(passkeyUsed(isoAt(NOW_MS)))).toBe('passkey');
    expect(kindOf(passkeyUsed(isoAt(NOW_MS - 300_000)))).toBe('passkey');
  });

  test('used longer ago, in the future or at no telling when, is asked to be followed by a factor', () => {
    for (const timestamp of [isoAt(NOW_MS - 300_001), isoAt(NOW_MS + 30_001), undefined, NOW_MS, '']) {
      expect(kindOf(passkeyUsed(timestamp))).toBe('challenge');
    }
  });

  test('is not what another method calls itself', () => {
    for (const name of ['pwd', 'Passkey', ['passkey'], null]) {
      expect(kindOf(passkeyUsed(isoAt(NOW_MS), name))).toBe('challenge');
    }
  });

  test('counts for nothing as shipped', () => {
    expect(plan(passkeyUsed(isoAt(NOW_MS))).kind).toBe('challenge');
  });
});
