import { describe, expect, test } from 'vitest';
import {
  deferredRequest,
  type FactorCommand,
  type FactorRequest,
  type FactorStatus,
  type FactorType,
  factorRequest,
  isFactorCommand,
  nextFactor,
} from '../../../emulator/runtime/factor-prompt.ts';

const status = (some: { usable?: FactorType[]; enrolled?: FactorType[]; challenged?: FactorType[] }): FactorStatus => ({
  usable: new Set(some.usable ?? ['otp']),
  enrolled: new Set(some.enrolled ?? []),
  challenged: new Set(some.challenged ?? []),
});

const challenge = (...factors: string[]): FactorRequest => ({ kind: 'challenge', factors });
const enroll = (...factors: string[]): FactorRequest => ({ kind: 'enroll', factors });

describe('a recorded command', () => {
  test('asks for its factor first and the additional ones after it', () => {
    const command: FactorCommand = {
      method: 'authentication.challengeWith',
      args: [{ type: 'webauthn-platform' }, { additionalFactors: [{ type: 'otp' }, { type: 'push' }] }],
    };
    expect(factorRequest(command)).toEqual(challenge('webauthn-platform', 'otp', 'push-notification'));
  });

  test('of another kind asks for nothing', () => {
    expect(isFactorCommand({ method: 'accessToken.addScope', args: ['otp'] })).toBe(false);
  });
});

describe('the next screen', () => {
  test('is the first factor asked for that is on and enrolled', () => {
    const next = nextFactor([challenge('webauthn-platform', 'otp')], status({ enrolled: ['otp'] }));
    expect(next).toEqual({ kind: 'prompt', prompt: { kind: 'challenge', factor: 'otp' } });
  });

  test('is none for a factor challenged in this transaction', () => {
    const queue = [challenge('otp')];
    expect(nextFactor(queue, status({ enrolled: ['otp'], challenged: ['otp'] }))).toEqual({ kind: 'none' });
    expect(queue).toEqual([]);
  });

  test('is impossible when nothing asked for is enrolled', () => {
    expect(nextFactor([challenge('otp')], status({}))).toEqual({ kind: 'impossible', request: challenge('otp') });
  });

  test('is impossible when the factor is off in the tenant', () => {
    expect(nextFactor([challenge('otp')], status({ usable: [], enrolled: ['otp'] })).kind).toBe('impossible');
  });

  test('enrols a factor the user does not have', () => {
    expect(nextFactor([enroll('webauthn-roaming', 'otp')], status({}))).toEqual({
      kind: 'prompt',
      prompt: { kind: 'enroll', factor: 'otp' },
    });
  });

  test('enrols nothing more when it is there already', () => {
    expect(nextFactor([enroll('otp')], status({ enrolled: ['otp'] }))).toEqual({ kind: 'none' });
  });

  test('refuses to enrol an extra factor before an enrolled one was challenged', () => {
    const both = {
      usable: ['otp', 'webauthn-roaming'] as FactorType[],
      enrolled: ['webauthn-roaming'] as FactorType[],
    };
    expect(nextFactor([enroll('otp')], status(both)).kind).toBe('impossible');
    expect(nextFactor([enroll('otp')], status({ ...both, challenged: ['webauthn-roaming'] })).kind).toBe('prompt');
  });

  test('enrols a first factor beside email without a challenge', () => {
    const onlyEmail = status({ usable: ['otp', 'email'], enrolled: ['email'] });
    expect(nextFactor([enroll('otp')], onlyEmail).kind).toBe('prompt');
  });
});

test('email is challenged as any factor, and never enrolled', () => {
  const emailOnly = status({ usable: ['email'], enrolled: [] });
  expect(nextFactor([challenge('email')], status({ usable: ['email'], enrolled: ['email'] })).kind).toBe('prompt');
  expect(nextFactor([enroll('email')], emailOnly).kind).toBe('impossible');
  expect(nextFactor([enroll('email', 'otp')], status({ usable: ['email', 'otp'] }))).toEqual({
    kind: 'prompt',
    prompt: { kind: 'enroll', factor: 'otp' },
  });
});

describe('what is asked for after all Actions', () => {
  const any = ['otp', 'push-notification', 'phone', 'webauthn-roaming', 'webauthn-platform', 'email'];

  test.each([
    ['any', { enrolled: ['otp'] }, challenge(...any)],
    ['any', { enrolled: [] }, enroll(...any)],
    ['any', { enrolled: ['webauthn-roaming'] }, enroll(...any)],
    ['google-authenticator', { enrolled: ['otp'] }, challenge('otp')],
    ['guardian', { enrolled: ['otp'] }, challenge(...any)],
    ['duo', { enrolled: ['otp'] }, enroll('duo')],
    ['constructor', { enrolled: ['otp'] }, enroll('constructor')],
    ['none', { enrolled: ['otp'] }, undefined],
    ['any', { enrolled: ['otp'], challenged: ['email'] }, undefined],
    [undefined, { enrolled: ['otp'] }, undefined],
  ] as [string | undefined, Parameters<typeof status>[0], FactorRequest | undefined][])(
    'by %s of a user with %j',
    (provider, some, expected) => {
      expect(deferredRequest(provider, status(some))).toEqual(expected);
    },
  );

  test("is the tenant's policy where no Action said otherwise", () => {
    const policy = { ...status({ enrolled: ['otp'] }), required: true };
    expect(deferredRequest(undefined, policy)).toEqual(challenge(...any));
    expect(deferredRequest('none', policy)).toBeUndefined();
  });
});
