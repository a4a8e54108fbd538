import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emailThenPlatform } from '../../library/step-up-settings.ts';
import { config } from '../fixture/project/actions/config.ts';
import { onExecutePostLogin } from '../fixture/project/actions/step-up.ts';
import { adminEvent, isoAt, NOW_MS, place } from '../support/events.ts';
import { denial, execute } from '../support/execute.ts';

const shipped = structuredClone(config);
afterEach(() => {
  Object.assign(config, structuredClone(shipped));
});

const withFactors = (...types: string[]) =>
  adminEvent((event) => {
    event.user.enrolledFactors = types.map((type) => ({ type }));
  });

describe('a permitted admin', () => {
  test('is asked for the enrolled factor, and the time is noted', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, adminEvent());
    expect(commands).toEqual([
      { method: 'transaction.setMetadata', args: ['express_configure_step_up_at', NOW_MS] },
      { method: 'authentication.challengeWith', args: [{ type: 'otp' }, { additionalFactors: [] }] },
    ]);
    expect(logs).toEqual(['{"express_configure":"passed","codes":["EC_CHALLENGED"],"transaction":"tx_00000001"}']);
  });

  test('may pick among all enrolled allowed factors, and no other', async () => {
    const { commands } = await execute(onExecutePostLogin, withFactors('email', 'otp', 'phone', 'webauthn-platform'));
    expect(commands[1]).toEqual({
      method: 'authentication.challengeWith',
      args: [{ type: 'otp' }, { additionalFactors: [{ type: 'webauthn-platform' }] }],
    });
  });

  test('is asked again although this browser proved the factor just now', async () => {
    const event = adminEvent(({ authentication }) => {
      authentication?.methods.push({ name: 'mfa', type: 'otp', timestamp: isoAt(NOW_MS) });
    });
    const { commands } = await execute(onExecutePostLogin, event);
    expect(commands.map(({ method }) => method)).toContain('authentication.challengeWith');
  });
});

const NOTED = { method: 'transaction.setMetadata', args: ['express_configure_step_up_at', NOW_MS] };
const EMAIL = { method: 'authentication.challengeWith', args: [{ type: 'email' }] };
const challenge = (first: object, ...others: object[]) => ({
  method: 'authentication.challengeWith',
  args: [first, { additionalFactors: others }],
});
const passed = (code: string) => [`{"express_configure":"passed","codes":["${code}"],"transaction":"tx_00000001"}`];

describe('a permitted admin without any factor', () => {
  test('is left to the enroll Action, and the time is noted', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, withFactors());
    expect(commands).toEqual([NOTED]);
    expect(logs).toEqual(passed('EC_PERMITTED'));
  });

  test('proves the email factor before, where there is one', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, withFactors('email'));
    expect(commands).toEqual([NOTED, EMAIL]);
    expect(logs).toEqual(passed('EC_CHALLENGED'));
  });

  test('is denied where the first factor was an emailed code', async () => {
    const event = place(
      withFactors('email'),
      ['authentication', 'methods'],
      [{ name: 'email', timestamp: isoAt(NOW_MS) }],
    );
    const { commands } = await execute(onExecutePostLogin, event);
    expect(commands).toEqual(denial('EC_MFA_NO_FACTOR'));
  });

  test('is denied where enrolment is off', async () => {
    config.stepUp.whenNoFactor = 'deny';
    const { commands, logs } = await execute(onExecutePostLogin, withFactors('email'));
    expect(commands).toEqual(denial('EC_MFA_NO_FACTOR'));
    expect(logs).toEqual(['{"express_configure":"denied","codes":["EC_MFA_NO_FACTOR"],"transaction":"tx_00000001"}']);
  });
});

describe('a permitted admin with other factors alone', () => {
  test.each([['phone'], ['push-notification'], ['recovery-code'], ['phone', 'email']])(
    'is denied as shipped, with a code of its own: %j',
    async (...types) => {
      const { commands } = await execute(onExecutePostLogin, withFactors(...types));
      expect(commands).toEqual(denial('EC_MFA_OTHER_FACTORS'));
    },
  );

  test('is challenged with those of them that are accepted, and with no other', async () => {
    config.stepUp.whenOnlyOtherFactors = { challengeThenEnroll: ['push-notification', 'voice'] };
    const { commands, logs } = await execute(
      onExecutePostLogin,
      withFactors('phone', 'recovery-code', 'push-notification'),
    );
    const call = { type: 'phone', options: { preferredMethod: 'voice' } };
    expect(commands).toEqual([NOTED, challenge({ type: 'push-notification' }, call)]);
    expect(logs).toEqual(passed('EC_CHALLENGED'));
  });

  test('proves the email factor as well, where there is one, in two commands', async () => {
    config.stepUp.whenOnlyOtherFactors = { challengeThenEnroll: ['sms'] };
    const { commands } = await execute(onExecutePostLogin, withFactors('phone', 'email'));
    const text = { type: 'phone', options: { preferredMethod: 'sms' } };
    expect(commands).toEqual([NOTED, EMAIL, challenge(text)]);
  });
});

describe('with the documentation’s preset', () => {
  beforeEach(() => {
    config.stepUp = { ...emailThenPlatform };
  });

  test('an emailed code and then this device are asked for, in two commands', async () => {
    const { commands } = await execute(onExecutePostLogin, withFactors('email', 'webauthn-platform'));
    expect(commands).toEqual([NOTED, EMAIL, challenge({ type: 'webauthn-platform' })]);
  });

  test('the code alone is asked for where this device is not enrolled yet', async () => {
    const { commands } = await execute(onExecutePostLogin, withFactors('email'));
    expect(commands).toEqual([NOTED, EMAIL]);
  });

  test('without the email factor it denies', async () => {
    const { commands } = await execute(onExecutePostLogin, withFactors('webauthn-platform'));
    expect(commands).toEqual(denial('EC_MFA_NO_FACTOR'));
  });
});

test('a passkey just used calls for nothing more where the settings let it count', async () => {
  config.stepUp.passkeyAsFirstFactor = 'counts';
  const event = place(
    adminEvent(),
    ['authentication', 'methods'],
    [{ name: 'passkey', timestamp: isoAt(NOW_MS - 1_000) }],
  );
  const { commands, logs } = await execute(onExecutePostLogin, event);
  expect(commands).toEqual([]);
  expect(logs).toEqual(['{"express_configure":"passed","codes":["EC_PASSKEY_COUNTED"],"transaction":"tx_00000001"}']);
});

describe('a member who is not permitted', () => {
  test('is denied and never asked for a factor', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, place(adminEvent(), ['user', 'app_metadata'], {}));
    expect(commands).toEqual(denial('EC_NOT_AUTHORIZED'));
    expect(logs).toEqual(['{"express_configure":"denied","codes":["EC_NOT_AUTHORIZED"],"transaction":"tx_00000001"}']);
  });

  test('is told the first reason, and the log all of them', async () => {
    const event = adminEvent((event) => {
      event.client.client_id = 'another';
      event.user.email_verified = false;
      event.user.app_metadata = {};
    });
    const { commands, logs } = await execute(onExecutePostLogin, event);
    expect(commands).toEqual(denial('EC_CLIENT'));
    expect(logs).toEqual([
      '{"express_configure":"denied","codes":["EC_CLIENT","EC_UNVERIFIED_EMAIL","EC_NOT_AUTHORIZED"],"transaction":"tx_00000001"}',
    ]);
  });
});

describe('switched off', () => {
  beforeEach(() => {
    config.stepUp.mode = 'off';
  });

  test('it calls nothing for a permitted admin', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, withFactors());
    expect(commands).toEqual([]);
    expect(logs).toEqual(['{"express_configure":"passed","codes":["EC_PERMITTED"],"transaction":"tx_00000001"}']);
  });

  test('it still denies', async () => {
    const { commands } = await execute(onExecutePostLogin, place(adminEvent(), ['organization'], undefined));
    expect(commands).toEqual(denial('EC_NO_ORG'));
  });
});
