import { describe, expect, test } from 'vitest';
import type { Event } from '../../../actions/contract.ts';
import { planStepUp, type StepUpSettings } from '../../../actions/lib/step-up.ts';
import { adminEvent, HOSTILE_VALUES, isoAt, NOW_MS, place } from '../../support/events.ts';

const SETTINGS: StepUpSettings = {
  mode: 'required',
  allowedFactors: ['webauthn-platform', 'otp'],
  maxAgeSeconds: 300,
  whenNoFactor: 'enroll',
};

const enrolled = (...types: unknown[]): Event =>
  place(
    adminEvent(),
    ['user', 'enrolledFactors'],
    types.map((type) => ({ type })),
  );

describe('an enrolled allowed factor', () => {
  test('is challenged', () => {
    expect(planStepUp(enrolled('otp'), SETTINGS)).toEqual({ kind: 'challenge', factors: ['otp'] });
  });

  test('comes in the order of the settings where there are several', () => {
    expect(planStepUp(enrolled('email', 'otp', 'webauthn-platform'), SETTINGS)).toEqual({
      kind: 'challenge',
      factors: ['webauthn-platform', 'otp'],
    });
  });

  test('is challenged although the browser proved it a moment ago', () => {
    const event = enrolled('otp');
    event.authentication?.methods.push({ name: 'mfa', type: 'otp', timestamp: isoAt(NOW_MS) });
    expect(planStepUp(event, SETTINGS).kind).toBe('challenge');
  });

  test('is challenged although the first factor was an emailed code', () => {
    const event = place(enrolled('otp'), ['connection', 'strategy'], 'email');
    expect(planStepUp(event, SETTINGS).kind).toBe('challenge');
  });
});

describe('a member without an allowed factor', () => {
  test('enrols one, the email factor being proven first where there is one', () => {
    const factors = ['webauthn-platform', 'otp'];
    expect(planStepUp(enrolled('email'), SETTINGS)).toEqual({ kind: 'enroll', factors, emailFirst: true });
    expect(planStepUp(enrolled(), SETTINGS)).toEqual({ kind: 'enroll', factors, emailFirst: false });
    expect(planStepUp(enrolled('phone'), SETTINGS)).toEqual({ kind: 'enroll', factors, emailFirst: false });
  });

  test('is denied where the settings say so', () => {
    expect(planStepUp(enrolled('email'), { ...SETTINGS, whenNoFactor: 'deny' })).toEqual({ kind: 'deny' });
  });

  test('is denied where the first factor was an emailed code, which would be both factors', () => {
    const byMethod = enrolled('email');
    byMethod.authentication?.methods.unshift({ name: 'email', timestamp: isoAt(NOW_MS) });
    expect(planStepUp(byMethod, SETTINGS)).toEqual({ kind: 'deny' });
    expect(planStepUp(place(enrolled('email'), ['connection', 'strategy'], 'email'), SETTINGS)).toEqual({
      kind: 'deny',
    });
  });
});

test('switched off, nothing is asked for', () => {
  expect(planStepUp(enrolled('otp'), { ...SETTINGS, mode: 'off' })).toEqual({ kind: 'skip' });
});

test.each([undefined, ...HOSTILE_VALUES])('enrolledFactors %# is no allowed factor', (value) => {
  expect(planStepUp(place(adminEvent(), ['user', 'enrolledFactors'], value), SETTINGS).kind).toBe('enroll');
  expect(planStepUp(enrolled(value), SETTINGS).kind).toBe('enroll');
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
