import { describe, expect, test } from 'vitest';
import { PROTOCOLS } from '../../emulator/testing/event-shape.ts';
import type { Event } from '../../library/contract.ts';
import { type DecisionSettings, decide } from '../../library/decision.ts';
import type { ForbidRule, Policy, Rule } from '../../library/rules.ts';
import { adminEvent, HOSTILE_VALUES, NOW_MS, place, request } from '../support/events.ts';

const PERMIT_BOTH: Policy = { forbid: [], permit: [() => true] };
const SETTINGS: DecisionSettings = { whenNoScopeRequested: 'permitted' };

const decideOn = (event: Event, policy = PERMIT_BOTH, settings = SETTINGS) => decide(event, policy, settings, NOW_MS);
const codesFor = (event: Event, policy = PERMIT_BOTH) => decideOn(event, policy).denied;

test('a permitted admin gets what was requested, without a reason against', () => {
  expect(decideOn(adminEvent())).toEqual({ denied: [], granted: ['sso', 'scim'], scopeDefaulted: false });
});

describe('the client', () => {
  test('is one of OIN_CLIENT_IDS, whatever the spaces', () => {
    expect(
      codesFor(place(adminEvent(), ['secrets', 'OIN_CLIENT_IDS'], ' other , oinClient000000000000000000000001 ')),
    ).toEqual([]);
  });

  test.each([undefined, null, '', '  ', ' , ', 7, ['oinClient000000000000000000000001']])(
    'is unknown where the secret is %o: EC_CONFIG',
    (secret) => {
      expect(codesFor(place(adminEvent(), ['secrets', 'OIN_CLIENT_IDS'], secret))).toEqual(['EC_CONFIG']);
    },
  );

  test.each([
    'another',
    '',
    'oinclient000000000000000000000001',
    ['oinClient000000000000000000000001'],
    null,
    undefined,
  ])('is refused as %o: EC_CLIENT', (clientId) => {
    expect(codesFor(place(adminEvent(), ['client', 'client_id'], clientId))).toEqual(['EC_CLIENT']);
  });
});

describe('the protocol', () => {
  test.each([
    ...PROTOCOLS.filter((protocol) => protocol !== 'oidc-basic-profile'),
    undefined,
    null,
    '',
    'OIDC-basic-profile',
    ['oidc-basic-profile'],
  ])('%o is refused: EC_PROTOCOL', (protocol) => {
    expect(codesFor(place(adminEvent(), ['transaction', 'protocol'], protocol))).toEqual(['EC_PROTOCOL']);
  });

  test('oidc-basic-profile is taken', () => {
    expect(codesFor(place(adminEvent(), ['transaction', 'protocol'], 'oidc-basic-profile'))).toEqual([]);
  });

  test('a login without transaction is refused, and asks for no scope', () => {
    expect(codesFor(adminEvent((event) => delete event.transaction))).toEqual(['EC_PROTOCOL']);
  });

  test.each([[['none']], [['login', 'none']], ['none'], [{ 0: 'none' }]])(
    'prompt %o is refused: EC_PROTOCOL',
    (prompt) => {
      expect(codesFor(place(adminEvent(), ['transaction', 'prompt'], prompt))).toEqual(['EC_PROTOCOL']);
    },
  );

  test.each([[undefined], [[]], [['login']], [['consent', 'select_account']]])('prompt %o is taken', (prompt) => {
    expect(codesFor(place(adminEvent(), ['transaction', 'prompt'], prompt))).toEqual([]);
  });
});

test.each([undefined, null, {}, { id: '' }, { id: ' ' }, { id: 7 }, { name: 'acme' }])(
  'the organization %o is none: EC_NO_ORG',
  (organization) => {
    expect(codesFor(place(adminEvent(), ['organization'], organization))).toEqual(['EC_NO_ORG']);
  },
);

describe('the policy', () => {
  const forbid = (...rules: ForbidRule[]): Policy => ({ ...PERMIT_BOTH, forbid: rules });
  const permit = (...rules: Rule[]): Policy => ({ forbid: [], permit: rules });

  test('denies without a permit that matches', () => {
    expect(codesFor(adminEvent(), permit())).toEqual(['EC_NOT_AUTHORIZED']);
    expect(
      codesFor(
        adminEvent(),
        permit(() => false),
      ),
    ).toEqual(['EC_NOT_AUTHORIZED']);
  });

  test('denies where a forbid matches, whatever is permitted', () => {
    expect(
      codesFor(
        adminEvent(),
        forbid(() => true),
      ),
    ).toEqual(['EC_NOT_AUTHORIZED']);
    expect(codesFor(adminEvent(), forbid({ code: 'EC_CONTRACTOR', when: () => true }))).toEqual(['EC_CONTRACTOR']);
    expect(codesFor(adminEvent(), forbid({ code: 'EC_CONTRACTOR', when: () => false }))).toEqual([]);
  });

  test('adds up what its permits give', () => {
    const rules: Rule[] = [() => ['scim'], () => false, () => ['sso']];
    expect(decideOn(adminEvent(), permit(...rules)).granted).toEqual(['sso', 'scim']);
  });

  test('is told every reason, in one order whatever the order of its rules', () => {
    const rules: ForbidRule[] = [
      () => true,
      { code: 'EC_ZEBRA', when: () => true },
      { code: 'EC_UNVERIFIED_EMAIL', when: () => true },
      { code: 'EC_ALPHA', when: () => true },
      { code: 'EC_ALPHA', when: () => ['sso'] },
    ];
    const event = adminEvent((event) => {
      event.client.client_id = 'another';
      delete event.organization;
      delete event.transaction;
    });
    const codes = [
      'EC_CLIENT',
      'EC_PROTOCOL',
      'EC_NO_ORG',
      'EC_UNVERIFIED_EMAIL',
      'EC_ALPHA',
      'EC_ZEBRA',
      'EC_NOT_AUTHORIZED',
    ];
    for (let turn = 0; turn < rules.length; turn += 1) {
      rules.push(...rules.splice(0, 1));
      expect(codesFor(event, { forbid: rules, permit: [] })).toEqual(codes);
      expect(codesFor(event, { forbid: rules.toReversed(), permit: [] })).toEqual(codes);
    }
  });

  test('evaluates every rule, so that a throwing one denies at any place', () => {
    const broken: Rule = () => {
      throw new Error('broken rule');
    };
    expect(() =>
      decideOn(
        adminEvent(),
        permit(() => true, broken),
      ),
    ).toThrow('broken rule');
    expect(() =>
      decideOn(
        adminEvent(),
        permit(broken, () => true),
      ),
    ).toThrow('broken rule');
    expect(() =>
      decideOn(
        adminEvent(),
        forbid(() => true, broken),
      ),
    ).toThrow('broken rule');
  });
});

describe('granted', () => {
  const ssoOnly: Policy = { forbid: [], permit: [() => ['sso']] };
  const requesting = (...scopes: string[]) => adminEvent((event) => request(event, ...scopes));

  test('is permitted and requested', () => {
    expect(decideOn(requesting('openid', 'express_configure:sso')).granted).toEqual(['sso']);
    expect(decideOn(requesting('express_configure:scim', 'express_configure:sso'), ssoOnly).granted).toEqual(['sso']);
  });

  test('is nothing where only the other was requested: EC_SCOPE_NONE', () => {
    expect(decideOn(requesting('express_configure:scim'), ssoOnly)).toEqual({
      denied: ['EC_SCOPE_NONE'],
      granted: [],
      scopeDefaulted: false,
    });
  });

  test.each([[[]], [['openid', 'profile', 'email', 'address', 'phone', 'offline_access']], [undefined], [null]])(
    'is what is permitted where neither was requested, which is told: %o',
    (scopes) => {
      const event = place(adminEvent(), ['transaction', 'requested_scopes'], scopes);
      expect(decideOn(event, ssoOnly)).toEqual({ denied: [], granted: ['sso'], scopeDefaulted: true });
    },
  );

  test.each([
    [['openid', 'express_configuration:sso', 'sso']],
    [['express_configure:SSO']],
    [['express_configure:sso ']],
    [['']],
    [[['express_configure:sso']]],
    ['express_configure:sso'],
    [{}],
  ])('is nothing where what was requested is misspelt, or can not be read: %o', (scopes) => {
    const event = place(adminEvent(), ['transaction', 'requested_scopes'], scopes);
    expect(decideOn(event, ssoOnly)).toEqual({ denied: ['EC_SCOPE_NONE'], granted: [], scopeDefaulted: false });
  });

  test('is nothing where neither was requested and the setting says deny: EC_SCOPE_NONE', () => {
    expect(decideOn(requesting('openid'), PERMIT_BOTH, { whenNoScopeRequested: 'deny' })).toEqual({
      denied: ['EC_SCOPE_NONE'],
      granted: [],
      scopeDefaulted: false,
    });
  });

  test('is empty for a denied member, and nothing was defaulted', () => {
    expect(decideOn(place(requesting(), ['organization'], undefined))).toEqual({
      denied: ['EC_NO_ORG'],
      granted: [],
      scopeDefaulted: false,
    });
  });
});

test('the decision never reads event.request, which is new after every resume', () => {
  const event = adminEvent();
  Object.defineProperty(event, 'request', {
    get: () => {
      throw new Error('read event.request');
    },
  });
  expect(codesFor(event)).toEqual([]);
});

test.each([
  'client',
  'connection',
  'organization',
  'secrets',
  'transaction',
  'user',
  'authorization',
  'authentication',
])('whatever stands in event.%s, there is a decision', (section) => {
  for (const value of HOSTILE_VALUES) expect(() => decideOn(place(adminEvent(), [section], value))).not.toThrow();
});
