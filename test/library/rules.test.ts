import { describe, expect, test } from 'vitest';
import {
  adminFlag,
  all,
  any,
  ENTERPRISE_STRATEGIES,
  type ForbidRule,
  not,
  type Policy,
  type Rule,
  role,
  scopesOf,
  unverifiedEmail,
  verifiedEmail,
} from '../../library/rules.ts';
import { adminEvent, HOSTILE_VALUES, NOW_MS, place } from '../support/events.ts';

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

  test('lets pass who has no address', () => {
    const without = (email: unknown) =>
      place(place(adminEvent(), ['user', 'email_verified'], false), ['user', 'email'], email);
    for (const none of [undefined, null, '']) expect(forbids(rule, without(none))).toBe(false);
    for (const some of [' ', 'ada', 0, false, [], {}]) expect(forbids(rule, without(some))).toBe(true);
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

describe('verifiedEmail', () => {
  const login = (user: Record<string, unknown>, strategy: unknown = 'auth0') => {
    const event = place(adminEvent(), ['connection', 'strategy'], strategy);
    return Object.entries(user).reduce((changed, [field, value]) => place(changed, ['user', field], value), event);
  };

  test('is the address in lower case where the mailbox was proven', () => {
    expect(verifiedEmail(adminEvent())).toBe('admin@acme.com');
    expect(verifiedEmail(login({ email: 'Ada@ACME.com' }))).toBe('ada@acme.com');
    for (const strategy of ['email', 'google-oauth2', 'apple']) {
      expect(verifiedEmail(login({ user_id: `${strategy}|1` }, strategy))).toBe('admin@acme.com');
    }
  });

  test('makes no letter a to z of another one', () => {
    expect(verifiedEmail(login({ email: 'mel@o\u212Ata.example' }))).toBe('mel@o\u212Ata.example');
  });

  test.each([false, 'true', 1, [true], null, undefined])('is none where email_verified is %o', (value) => {
    expect(verifiedEmail(login({ email_verified: value }))).toBeUndefined();
  });

  test.each([undefined, null, '', ' ', 7, ['admin@acme.com']])('is none where the address is %o', (email) => {
    expect(verifiedEmail(login({ email }))).toBeUndefined();
  });

  test.each([...ENTERPRISE_STRATEGIES, 'waad', 'github', 'custom', '', null, ['auth0']])(
    'is none for a login by strategy %o, whatever its provider asserts',
    (strategy) => {
      expect(verifiedEmail(login({}, strategy))).toBeUndefined();
    },
  );

  test('is none where the account was made by an enterprise login, and a database identity is linked to it', () => {
    for (const user_id of ['okta|acme|1', 'samlp|acme|1', 'waad|1', 'auth0', '', undefined]) {
      expect(verifiedEmail(login({ user_id }))).toBe(user_id === 'auth0' ? 'admin@acme.com' : undefined);
    }
  });
});
