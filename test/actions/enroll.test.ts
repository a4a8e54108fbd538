import { afterEach, describe, expect, test } from 'vitest';
import type { Event } from '../../library/contract.ts';
import { emailThenPlatform } from '../../library/step-up-settings.ts';
import { config } from '../fixture/project/actions/config.ts';
import { onExecutePostLogin } from '../fixture/project/actions/enroll.ts';
import { adminEvent, isoAt, NOW_MS, noteInTransaction, place } from '../support/events.ts';
import { denial, execute } from '../support/execute.ts';

const shipped = structuredClone(config);
afterEach(() => {
  Object.assign(config, structuredClone(shipped));
});

/** Ten seconds after step-up ran: what is enrolled, and which second factors were proven a second ago. */
function turn({ enrolled = [], proven = [] }: { enrolled?: string[]; proven?: string[] } = {}): Event {
  const event = adminEvent((event) => {
    event.user.enrolledFactors = enrolled.map((type) => ({ type }));
    for (const type of proven) {
      event.authentication?.methods.push({ name: 'mfa', type, timestamp: isoAt(NOW_MS - 1_000) });
    }
  });
  noteInTransaction(event, 'express_configure_step_up_at', NOW_MS - 10_000);
  return event;
}

const commandsFor = async (event: Event) => (await execute(onExecutePostLogin, event)).commands;
const enrolling = (first: string, ...others: string[]) => [
  { method: 'transaction.setMetadata', args: ['express_configure_enroll_at', NOW_MS] },
  {
    method: 'authentication.enrollWith',
    args: [{ type: first }, { additionalFactors: others.map((type) => ({ type })) }],
  },
];
const ALLOWED = enrolling('otp', 'webauthn-roaming', 'webauthn-platform');

describe('an admin without a factor', () => {
  test('enrols an allowed one, which works on another device first, and the time is noted', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, turn());
    expect(commands).toEqual(ALLOWED);
    expect(logs).toEqual(['{"express_configure":"passed","codes":["EC_ENROLLING"],"transaction":"tx_00000001"}']);
  });

  test('enrols nothing where step-up did not run', async () => {
    expect(await commandsFor(place(turn(), ['transaction', 'metadata'], {}))).toEqual(denial('EC_MFA_MISSING'));
  });

  test('enrols after the emailed code, and not without it', async () => {
    expect(await commandsFor(turn({ enrolled: ['email'], proven: ['email'] }))).toEqual(ALLOWED);
    expect(await commandsFor(turn({ enrolled: ['email'] }))).toEqual(denial('EC_MFA_MISSING'));
  });

  test('enrols nothing where the settings, or the first factor, speak against it', async () => {
    const byEmail = place(turn({ enrolled: ['email'], proven: ['email'] }), ['connection', 'strategy'], 'email');
    expect(await commandsFor(byEmail)).toEqual(denial('EC_MFA_NO_FACTOR'));
    config.stepUp.whenNoFactor = 'deny';
    expect(await commandsFor(turn())).toEqual(denial('EC_MFA_NO_FACTOR'));
  });
});

describe('an admin with other factors alone', () => {
  test('enrols nothing as shipped, whatever was proven', async () => {
    expect(await commandsFor(turn({ enrolled: ['phone'], proven: ['phone'] }))).toEqual(denial('EC_MFA_OTHER_FACTORS'));
  });

  test('enrols after the proof of an accepted one, and not without it', async () => {
    config.stepUp.whenOnlyOtherFactors = { challengeThenEnroll: ['push-notification', 'voice'] };
    expect(await commandsFor(turn({ enrolled: ['phone'], proven: ['phone'] }))).toEqual(ALLOWED);
    expect(await commandsFor(turn({ enrolled: ['phone'] }))).toEqual(denial('EC_MFA_MISSING'));
    expect(await commandsFor(turn({ enrolled: ['phone'], proven: ['recovery-code'] }))).toEqual(denial('EC_MFA_WEAK'));
  });
});

describe('an admin with an allowed factor', () => {
  const calm = (code: string) => ({
    commands: [],
    logs: [`{"express_configure":"passed","codes":["${code}"],"transaction":"tx_00000001"}`],
  });

  test.each([{ proven: ['otp'] }, { proven: [] }])('enrols nothing, having proven $proven', async ({ proven }) => {
    expect(await execute(onExecutePostLogin, turn({ enrolled: ['otp'], proven }))).toEqual(calm('EC_NO_ENROLLMENT'));
  });

  test('enrols nothing where the step-up is off or a passkey counts', async () => {
    config.stepUp.mode = 'off';
    expect(await execute(onExecutePostLogin, turn())).toEqual(calm('EC_NO_ENROLLMENT'));
    Object.assign(config.stepUp, { mode: 'required', passkeyAsFirstFactor: 'counts' });
    const event = place(turn(), ['authentication', 'methods'], [{ name: 'passkey', timestamp: isoAt(NOW_MS - 1_000) }]);
    expect(await execute(onExecutePostLogin, event)).toEqual(calm('EC_NO_ENROLLMENT'));
  });
});

test('with the documentation’s preset this device is enrolled after the emailed code', async () => {
  config.stepUp = { ...emailThenPlatform };
  expect(await commandsFor(turn({ enrolled: ['email'], proven: ['email'] }))).toEqual(enrolling('webauthn-platform'));
  expect(await commandsFor(turn({ enrolled: ['email'] }))).toEqual(denial('EC_MFA_MISSING'));
});

test('who is not permitted enrols nothing', async () => {
  expect(await commandsFor(place(turn(), ['user', 'app_metadata'], {}))).toEqual(denial('EC_NOT_AUTHORIZED'));
});
