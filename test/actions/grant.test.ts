import { afterEach, describe, expect, test } from 'vitest';
import { config } from '../fixture/project/actions/config.ts';
import { onExecutePostLogin } from '../fixture/project/actions/grant.ts';
import { adminEvent, NOW_MS, noteInTransaction, place, request, steppedUpEvent } from '../support/events.ts';
import { denial, execute } from '../support/execute.ts';

const shipped = structuredClone(config);
afterEach(() => {
  Object.assign(config, structuredClone(shipped));
});

const NOTED = { method: 'transaction.setMetadata', args: ['express_configure_granted', true] };
const add = (scope: string) => ({ method: 'accessToken.addScope', args: [scope] });
const remove = (scope: string) => ({ method: 'accessToken.removeScope', args: [scope] });

const commandsFor = async (event: ReturnType<typeof adminEvent>) => (await execute(onExecutePostLogin, event)).commands;

describe('after the second factor', () => {
  test('both scopes are granted, and that is noted and logged', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, steppedUpEvent());
    expect(commands).toEqual([NOTED, add('express_configure:sso'), add('express_configure:scim')]);
    expect(logs).toEqual(['{"express_configure":"passed","codes":["EC_GRANTED"],"transaction":"tx_00000001"}']);
  });

  test('only what was requested is granted, and the other scope is removed, as the role may carry both', async () => {
    const byRole = (event: ReturnType<typeof adminEvent>) => {
      event.user.app_metadata = {};
      event.authorization = { roles: ['EXPRESS_CONFIGURE_ADMIN_ROLE'] };
    };
    const ssoOnly = [NOTED, add('express_configure:sso'), remove('express_configure:scim')];
    expect(await commandsFor(steppedUpEvent((event) => request(event, 'openid', 'express_configure:sso')))).toEqual(
      ssoOnly,
    );
    expect(
      await commandsFor(
        steppedUpEvent((event) => {
          byRole(event);
          request(event, 'express_configure:sso');
        }),
      ),
    ).toEqual(ssoOnly);
  });

  test('only what is permitted is granted', async () => {
    const event = steppedUpEvent(({ user }) => {
      user.app_metadata = { express_configure: [{ org_id: 'org_acme000000000001', scopes: ['scim'] }] };
    });
    expect(await commandsFor(event)).toEqual([NOTED, remove('express_configure:sso'), add('express_configure:scim')]);
  });

  test('what is permitted is granted where no scope was requested, and the log tells', async () => {
    const { commands, logs } = await execute(
      onExecutePostLogin,
      steppedUpEvent((event) => request(event, 'openid')),
    );
    expect(commands).toEqual([NOTED, add('express_configure:sso'), add('express_configure:scim')]);
    expect(logs).toEqual([
      '{"express_configure":"passed","codes":["EC_GRANTED","EC_SCOPE_DEFAULTED"],"transaction":"tx_00000001"}',
    ]);
  });

  test('nothing is granted where no scope was requested and the settings say deny', async () => {
    config.whenNoScopeRequested = 'deny';
    expect(await commandsFor(steppedUpEvent((event) => request(event, 'openid')))).toEqual(denial('EC_SCOPE_NONE'));
  });
});

describe('it decides again', () => {
  test('and denies, alone, who is not permitted', async () => {
    const event = steppedUpEvent(({ user }) => {
      user.app_metadata = { express_configure: [{ org_id: 'org_globex0000000001', scopes: ['sso', 'scim'] }] };
    });
    const { commands, logs } = await execute(onExecutePostLogin, event);
    expect(commands).toEqual(denial('EC_NOT_AUTHORIZED'));
    expect(logs).toEqual(['{"express_configure":"denied","codes":["EC_NOT_AUTHORIZED"],"transaction":"tx_00000001"}']);
  });

  test('and denies the holder of both scopes by role whose email is not verified', async () => {
    const event = steppedUpEvent(({ user }) => {
      user.email_verified = false;
    });
    expect(await commandsFor(event)).toEqual(denial('EC_UNVERIFIED_EMAIL'));
  });
});

describe('without the factor just proven', () => {
  test('nothing is granted where step-up did not run', async () => {
    expect(await commandsFor(adminEvent())).toEqual(denial('EC_MFA_MISSING'));
  });

  test('nothing is granted for a weaker factor', async () => {
    const event = steppedUpEvent(({ authentication }) => {
      for (const method of authentication?.methods ?? []) if (method.type) method.type = 'email';
    });
    expect(await commandsFor(event)).toEqual(denial('EC_MFA_WEAK'));
  });

  test('nothing is granted for one of an earlier login', async () => {
    const event = steppedUpEvent(({ authentication }) => {
      for (const method of authentication?.methods ?? []) method.timestamp = '2026-03-02T09:00:00.000Z';
    });
    expect(await commandsFor(event)).toEqual(denial('EC_MFA_STALE'));
  });

  test('nothing is granted for one proven more than five minutes ago in this login', async () => {
    const provenAt = (timestamp: string) =>
      steppedUpEvent((event) => {
        noteInTransaction(event, 'express_configure_step_up_at', NOW_MS - 400_000);
        for (const method of event.authentication?.methods ?? []) {
          method.timestamp = method.name === 'mfa' ? timestamp : '2026-03-02T09:53:00.000Z';
        }
      });
    expect(await commandsFor(provenAt('2026-03-02T09:55:00.000Z'))).toContainEqual(NOTED);
    expect(await commandsFor(provenAt('2026-03-02T09:54:59.999Z'))).toEqual(denial('EC_MFA_STALE'));
  });

  test('both scopes are granted where step-up is off', async () => {
    config.stepUp.mode = 'off';
    expect(await commandsFor(adminEvent())).toEqual([
      NOTED,
      add('express_configure:sso'),
      add('express_configure:scim'),
    ]);
  });
});

describe('a factor enrolled in this login', () => {
  const enrolledNow = (...methods: object[]) => {
    const event = place(steppedUpEvent(), ['authentication', 'methods'], methods);
    noteInTransaction(event, 'express_configure_enroll_at', NOW_MS - 5_000);
    return event;
  };

  test('is granted for where it is listed as just proven', async () => {
    const listed = { name: 'mfa', type: 'otp', timestamp: '2026-03-02T09:59:59Z' };
    expect(await commandsFor(enrolledNow(listed))).toEqual([
      NOTED,
      add('express_configure:sso'),
      add('express_configure:scim'),
    ]);
  });

  test('is denied, with a code of its own, where it is not listed', async () => {
    expect(await commandsFor(enrolledNow())).toEqual(denial('EC_MFA_ENROLLMENT_UNLISTED'));
  });
});
