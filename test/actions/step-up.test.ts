import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { config } from '../../actions/config.ts';
import { emailThenPlatform } from '../../actions/lib/step-up-settings.ts';
import { onExecutePostLogin } from '../../actions/step-up.ts';
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
      { method: 'transaction.setMetadata', args: ['step_up_at', NOW_MS] },
      { method: 'authentication.challengeWith', args: [{ type: 'otp' }, { additionalFactors: [] }] },
    ]);
    expect(logs).toEqual(['{"express_configure":"passed","codes":["EC_CHALLENGED"],"transaction":"tx_00000001"}']);
  });

  test('may pick among all enrolled allowed factors, and no other', async () => {
    const { commands } = await execute(onExecutePostLogin, withFactors('email', 'otp', 'phone', 'webauthn-platform'));
    expect(commands[1]).toEqual({
      method: 'authentication.challengeWith',
      args: [{ type: 'webauthn-platform' }, { additionalFactors: [{ type: 'otp' }] }],
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

describe('a permitted admin without an allowed factor', () => {
  const enrollment = {
    method: 'authentication.enrollWith',
    args: [{ type: 'webauthn-platform' }, { additionalFactors: [{ type: 'webauthn-roaming' }, { type: 'otp' }] }],
  };
  const notes = [
    { method: 'transaction.setMetadata', args: ['step_up_at', NOW_MS] },
    { method: 'transaction.setMetadata', args: ['step_up_absent', 'webauthn-platform,webauthn-roaming,otp'] },
  ];

  test('enrols one, and it is noted which were absent', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, withFactors());
    expect(commands).toEqual([...notes, enrollment]);
    expect(logs).toEqual(['{"express_configure":"passed","codes":["EC_ENROLLING"],"transaction":"tx_00000001"}']);
  });

  test('proves the email factor before, where there is one', async () => {
    const { commands } = await execute(onExecutePostLogin, withFactors('email'));
    expect(commands).toEqual([
      ...notes,
      { method: 'authentication.challengeWith', args: [{ type: 'email' }] },
      enrollment,
    ]);
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

describe('with the documentation’s preset', () => {
  beforeEach(() => {
    config.stepUp = { ...emailThenPlatform };
  });
  const email = { method: 'authentication.challengeWith', args: [{ type: 'email' }] };
  const noted = { method: 'transaction.setMetadata', args: ['step_up_at', NOW_MS] };
  const platform = [{ type: 'webauthn-platform' }, { additionalFactors: [] }];

  test('an emailed code and then this device are asked for, in two commands', async () => {
    const { commands } = await execute(onExecutePostLogin, withFactors('email', 'webauthn-platform'));
    expect(commands).toEqual([noted, email, { method: 'authentication.challengeWith', args: platform }]);
  });

  test('this device is enrolled after the code where it is not yet, in two commands', async () => {
    const { commands } = await execute(onExecutePostLogin, withFactors('email', 'otp'));
    expect(commands).toEqual([
      noted,
      { method: 'transaction.setMetadata', args: ['step_up_absent', 'webauthn-platform'] },
      email,
      { method: 'authentication.enrollWith', args: platform },
    ]);
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
