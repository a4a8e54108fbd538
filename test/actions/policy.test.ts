import { describe, expect, test } from 'vitest';
import type { Event } from '../../library/contract.ts';
import { decide } from '../../library/decision.ts';
import { config } from '../fixture/project/actions/config.ts';
import { policy } from '../fixture/project/actions/policy.ts';
import { adminEvent, NOW_MS, place } from '../support/events.ts';

const decideOn = (change: Parameters<typeof adminEvent>[0]) => decide(adminEvent(change), policy, config, NOW_MS);

test('permits an admin of this organization by attribute, with the scopes it lists', () => {
  const { granted } = decideOn(({ user }) => {
    user.app_metadata = { express_configure: [{ org_id: 'org_acme000000000001', scopes: ['sso'] }] };
  });
  expect(granted).toEqual(['sso']);
});

test('permits the holder of EXPRESS_CONFIGURE_ADMIN_ROLE, with both scopes', () => {
  const { granted } = decideOn((event) => {
    event.user.app_metadata = {};
    event.authorization = { roles: ['EXPRESS_CONFIGURE_ADMIN_ROLE'] };
  });
  expect(granted).toEqual(['sso', 'scim']);
});

test('does not permit a plain member, nor an admin of another organization', () => {
  const plain = decideOn(({ user }) => {
    user.app_metadata = {};
  });
  expect(plain.denied).toEqual(['EC_NOT_AUTHORIZED']);
  const elsewhere = decideOn((event) => {
    if (event.organization) event.organization.id = 'org_globex0000000001';
  });
  expect(elsewhere.denied).toEqual(['EC_NOT_AUTHORIZED']);
});

test('does not permit by app_metadata.is_admin, which says nothing about the organization', () => {
  const { denied } = decideOn(({ user }) => {
    user.app_metadata = { is_admin: true };
  });
  expect(denied).toEqual(['EC_NOT_AUTHORIZED']);
});

describe('the address', () => {
  const deniedOn = (strategy: string, change: (event: Event) => void = () => {}) =>
    decideOn((event) => {
      event.user.email_verified = false;
      event.connection.strategy = strategy;
      change(event);
    }).denied;

  test.each(['auth0', 'email', 'google-oauth2', 'waad', 'custom', 'OKTA'])(
    'is verified on connections of strategy %s, or the login is forbidden',
    (strategy) => {
      expect(deniedOn(strategy)).toEqual(['EC_UNVERIFIED_EMAIL']);
    },
  );

  test.each(['ad', 'adfs', 'auth0-adldap', 'google-apps', 'oidc', 'okta', 'pingfederate', 'samlp'])(
    'is none to verify on connections of the enterprise strategy %s',
    (strategy) => {
      expect(deniedOn(strategy)).toEqual([]);
    },
  );

  test('is none to verify for who has only a user name', () => {
    for (const email of [undefined, null, '']) {
      expect(deniedOn('auth0', (event) => place(event, ['user', 'email'], email))).toEqual([]);
    }
    expect(deniedOn('auth0', (event) => place(event, ['user', 'email'], ' '))).toEqual(['EC_UNVERIFIED_EMAIL']);
  });

  test('is judged by the identity that logged in, not by one that is linked', () => {
    const linked = (event: Event) =>
      place(event, ['user', 'identities'], [{ provider: 'auth0' }, { provider: 'okta', connection: 'acme-okta' }]);
    expect(deniedOn('auth0', linked)).toEqual(['EC_UNVERIFIED_EMAIL']);
    expect(deniedOn('okta', linked)).toEqual([]);
  });

  test('of a partner, unverified, permits a plain member on an enterprise connection nothing', () => {
    const partner = (event: Event) => {
      Object.assign(event.user, { email: 'mel@partner.example', app_metadata: {} });
    };
    expect(deniedOn('okta', partner)).toEqual(['EC_NOT_AUTHORIZED']);
  });
});
