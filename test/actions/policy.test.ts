import { expect, test } from 'vitest';
import { config } from '../../actions/config.ts';
import { decide } from '../../actions/lib/decision.ts';
import { policy } from '../../actions/policy.ts';
import { adminEvent, NOW_MS } from '../support/events.ts';

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

test('forbids who has not verified their email, on every connection', () => {
  const { denied } = decideOn((event) => {
    event.user.email_verified = false;
    event.connection.strategy = 'okta';
  });
  expect(denied).toEqual(['EC_UNVERIFIED_EMAIL']);
});
