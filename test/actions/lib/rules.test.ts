import { describe, expect, test } from 'vitest';
import {
  adminFlag,
  all,
  any,
  type ForbidRule,
  not,
  type Policy,
  type Rule,
  role,
  scopesOf,
  unverifiedEmail,
} from '../../../actions/lib/rules.ts';
import { adminEvent, HOSTILE_VALUES, NOW_MS, place } from '../../support/events.ts';

const permits = (rule: Rule, event = adminEvent()) => scopesOf(rule, event, NOW_MS);
const never: Rule = () => false;
const always: Rule = () => true;
const ssoOnly: Rule = () => ['sso'];
const scimOnly: Rule = () => ['scim'];

describe('a predicate', () => {
  test('permits both scopes where it is true, none where it is false', () => {
    const isDatabaseUser: Rule = (event) => event.connection.strategy === 'auth0';
    expect(permits(isDatabaseUser)).toEqual(['sso', 'scim']);
    expect(permits(isDatabaseUser, place(adminEvent(), ['connection', 'strategy'], 'samlp'))).toEqual([]);
  });

  test('counts only where it answers true itself, or known scopes', () => {
    const untyped =
      (answer: unknown): Rule =>
      () =>
        JSON.parse(JSON.stringify(answer));
    for (const answer of [1, 'true', {}, 'sso', ['SSO'], [true], null]) expect(permits(untyped(answer))).toEqual([]);
  });

  test('does not compile for an attribute or a scope that does not exist', () => {
    // @ts-expect-error the field is called email_verified
    const attribute: Rule = (event) => event.user.emailVerified === true;
    // @ts-expect-error the scopes are sso and scim
    const scope: Rule = () => ['slo'];
    // @ts-expect-error the scopes are sso and scim
    const roleScope = role(['ADMIN'], ['express_configure:sso']);
    // @ts-expect-error a promise is no answer
    const later: Rule = async () => true;
    const forbid = unverifiedEmail({ exceptStrategies: [], exceptConnections: [] });
    // @ts-expect-error a forbid rule with a code permits nothing
    const misplaced: Policy = { forbid: [], permit: [forbid] };
    expect([attribute, scope, roleScope, later, misplaced]).toHaveLength(5);
  });
});

describe('all', () => {
  test('permits what every rule permits', () => {
    expect(permits(all(always, ssoOnly))).toEqual(['sso']);
    expect(permits(all(ssoOnly, scimOnly))).toEqual([]);
    expect(permits(all(always, never))).toEqual([]);
  });

  test('does not compile without a rule, which would permit everything', () => {
    // @ts-expect-error at least one rule
    expect(all).not.toBe(all());
  });
});

test('any permits what one of the rules permits', () => {
  expect(permits(any(never, scimOnly, ssoOnly))).toEqual(['sso', 'scim']);
  expect(permits(any(never, scimOnly))).toEqual(['scim']);
  expect(permits(any(never))).toEqual([]);
});

test('not permits everything where the rule permits nothing', () => {
  expect(permits(not(never))).toEqual(['sso', 'scim']);
  expect(permits(not(ssoOnly))).toEqual([]);
});

describe('role', () => {
  const admins = role(['EC_ADMIN', 'OWNER'], ['sso']);
  const withRoles = (roles: unknown) => place(adminEvent(), ['authorization', 'roles'], roles);

  test('permits its scopes to the holder of one of the names', () => {
    expect(permits(admins, withRoles(['viewer', 'OWNER']))).toEqual(['sso']);
  });

  test('permits nothing to others, names being compared exactly', () => {
    expect(permits(admins, withRoles(['owner', ' OWNER', 'EC_ADMIN2']))).toEqual([]);
    expect(permits(admins, place(adminEvent(), ['authorization'], undefined))).toEqual([]);
    expect(permits(admins, withRoles('OWNER'))).toEqual([]);
    expect(permits(admins, withRoles([['OWNER']]))).toEqual([]);
  });
});

describe('adminFlag', () => {
  test('permits both scopes where is_admin is the boolean true', () => {
    expect(permits(adminFlag(), place(adminEvent(), ['user', 'app_metadata'], { is_admin: true }))).toEqual([
      'sso',
      'scim',
    ]);
  });

  test.each(HOSTILE_VALUES.filter((value) => value !== true))('does not count %# as true', (value) => {
    expect(permits(adminFlag(), place(adminEvent(), ['user', 'app_metadata'], { is_admin: value }))).toEqual([]);
    expect(permits(adminFlag(), place(adminEvent(), ['user', 'app_metadata'], value))).toEqual([]);
  });

  test('does not count an inherited flag', () => {
    const inherited = Object.create({ is_admin: true });
    expect(permits(adminFlag(), place(adminEvent(), ['user', 'app_metadata'], inherited))).toEqual([]);
  });
});

describe('unverifiedEmail', () => {
  const forbids = (rule: ForbidRule, event: ReturnType<typeof adminEvent>) =>
    typeof rule !== 'function' && scopesOf(rule.when, event, NOW_MS).length > 0;
  const rule = unverifiedEmail({ exceptStrategies: ['okta'], exceptConnections: ['username-admins'] });

  test('has its own code', () => {
    expect(rule).toMatchObject({ code: 'EC_UNVERIFIED_EMAIL' });
  });

  test('lets pass only the boolean true', () => {
    expect(forbids(rule, adminEvent())).toBe(false);
    for (const value of [false, 'true', 1, [true], null, undefined, {}]) {
      expect(forbids(rule, place(adminEvent(), ['user', 'email_verified'], value))).toBe(true);
    }
  });

  test('excepts a strategy and a connection, by exact name', () => {
    const unverified = (field: string, value: unknown) =>
      place(place(adminEvent(), ['user', 'email_verified'], false), ['connection', field], value);
    expect(forbids(rule, unverified('strategy', 'okta'))).toBe(false);
    expect(forbids(rule, unverified('name', 'username-admins'))).toBe(false);
    expect(forbids(rule, unverified('name', 'okta'))).toBe(true);
    expect(forbids(rule, unverified('strategy', ['okta']))).toBe(true);
    expect(forbids(rule, unverified('strategy', undefined))).toBe(true);
  });
});
