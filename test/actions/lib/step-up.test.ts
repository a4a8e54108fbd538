import { describe, expect, test } from 'vitest';
import type { Event } from '../../../actions/contract.ts';
import { planStepUp } from '../../../actions/lib/step-up.ts';
import { emailThenPlatform, type StepUpSettings } from '../../../actions/lib/step-up-settings.ts';
import { adminEvent, HOSTILE_VALUES, isoAt, NOW_MS, place } from '../../support/events.ts';
import { STEP_UP_SETTINGS as SETTINGS } from '../../support/step-up-settings.ts';

const plan = (event: Event, settings: StepUpSettings = SETTINGS) => planStepUp(event, settings, NOW_MS);

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
    expect(plan(enrolled('email'))).toEqual({ kind: 'enroll', factors, emailFirst: true });
    expect(plan(enrolled())).toEqual({ kind: 'enroll', factors, emailFirst: false });
    expect(plan(enrolled('phone'))).toEqual({ kind: 'enroll', factors, emailFirst: false });
  });

  test('is denied where the settings say so', () => {
    expect(plan(enrolled('email'), { ...SETTINGS, whenNoFactor: 'deny' })).toEqual({ kind: 'deny' });
  });

  test('is denied where the first factor was an emailed code, which would be both factors', () => {
    const byMethod = enrolled('email');
    byMethod.authentication?.methods.unshift({ name: 'email', timestamp: isoAt(NOW_MS) });
    expect(plan(byMethod)).toEqual({ kind: 'deny' });
    expect(plan(place(enrolled('email'), ['connection', 'strategy'], 'email'))).toEqual({
      kind: 'deny',
    });
  });
});

test('switched off, nothing is asked for', () => {
  expect(plan(enrolled('otp'), { ...SETTINGS, mode: 'off' })).toEqual({ kind: 'skip' });
});

test.each([undefined, ...HOSTILE_VALUES])('enrolledFactors %# is no allowed factor', (value) => {
  expect(plan(place(adminEvent(), ['user', 'enrolledFactors'], value)).kind).toBe('enroll');
  expect(plan(enrolled(value)).kind).toBe('enroll');
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
    expect(preset(enrolled('email', 'otp'))).toEqual({ kind: 'enroll', factors, emailFirst: true });
  });

  test('who has no email factor is denied, whatever else is enrolled', () => {
    expect(preset(enrolled('webauthn-platform'))).toEqual({ kind: 'deny' });
    expect(preset(enrolled())).toEqual({ kind: 'deny' });
  });

  test('who logged in by an emailed code may not enrol behind another one', () => {
    expect(preset(place(enrolled('email'), ['connection', 'strategy'], 'email'))).toEqual({ kind: 'deny' });
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
