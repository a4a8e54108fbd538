import { describe, expect, test } from 'vitest';
import { LOOSENING } from '../../../../scripts/lib/plan/loosening-table.ts';
import { countLosses, withLosses } from '../../../../scripts/lib/plan/losses.ts';
import type { Plan, PlanEntry, PlanField } from '../../../../scripts/lib/plan/plan.ts';
import { planText } from '../../../../scripts/lib/plan/plan-text.ts';

const entry = (section: string, fields: PlanField[], change: PlanEntry['change'] = 'changed'): PlanEntry => ({
  section,
  name: 'One',
  change,
  tenantWide: false,
  fields,
});

function marked(section: string, field: string, old: unknown, next: unknown): PlanField {
  const [first] = withLosses(entry(section, [{ field, old, new: next }])).fields;
  if (first === undefined) throw new Error('no field');
  return first;
}

const removedOf = (old: unknown, next: unknown, field = 'anything', section = 'clients') =>
  marked(section, field, old, next).removed;

describe('what is removed', () => {
  test.each([
    ['a member of a list', ['a', 'b'], ['b'], ['a']],
    ['every member of a list that is replaced', ['a', 'b'], ['c'], ['a', 'b']],
    ['every member of a list that is emptied', ['a'], [], ['a']],
    ['a list that becomes null', ['a'], null, ['a']],
    ['a list that becomes absent', ['a'], undefined, ['a']],
    ['a value that becomes null', 'https://a.example', null, ['https://a.example']],
    ['a value that becomes empty', 'a', '', ['a']],
    ['a number that becomes null', 0, null, [0]],
    ['an object that becomes null', { a: 1 }, null, [{ a: 1 }]],
    ['a value within an object', { a: { b: ['x', 'y'] } }, { a: { b: ['y'] } }, ['x']],
    [
      'an application that was linked',
      [{ client_id: 'a' }, { client_id: 'b' }],
      [{ client_id: 'b' }],
      [{ client_id: 'a' }],
    ],
    ['a value within a member that stays', [{ id: 'a', ips: ['1', '2'] }], [{ id: 'a', ips: ['2'] }], ['1']],
    [
      'one of two permissions of one name',
      [
        { permission_name: 'p', resource_server_identifier: 'a' },
        { permission_name: 'p', resource_server_identifier: 'b' },
      ],
      [{ permission_name: 'p', resource_server_identifier: 'b' }],
      [{ permission_name: 'p', resource_server_identifier: 'a' }],
    ],
  ])('is %s', (_what, old, next, removed) => {
    expect(removedOf(old, next)).toEqual(removed);
  });

  test.each([
    ['what is added', ['a'], ['b', 'a']],
    ['another order', ['a', 'b'], ['b', 'a']],
    ['a text that becomes another', 'a', 'b'],
    ['a switch', true, false],
    ['what was not there', undefined, null],
    ['an empty list', [], null],
    ['a list with the value that was there', 'a', ['a', 'b']],
    ['a scope with another description', [{ value: 'read', description: 'a' }], [{ value: 'read', description: 'b' }]],
    ['another version of a package', [{ name: 'tldts', version: '1' }], [{ name: 'tldts', version: '2' }]],
  ])('is not %s', (_what, old, next) => {
    expect(removedOf(old, next)).toBeUndefined();
  });

  test('is no earlier version of a secret, and is a secret that goes', () => {
    expect(removedOf(['KEY@1(0000)'], ['KEY@2(1111)'], 'secret versions', 'actions')).toBeUndefined();
    expect(removedOf([{ name: 'KEY' }], [], 'secrets', 'actions')).toEqual([{ name: 'KEY' }]);
  });

  test('is a binding that is left out', () => {
    expect(removedOf(['audit', 'ours'], ['ours'], 'actions', 'triggers')).toEqual(['audit']);
  });
});

const HTTPS = ['https://a.example/cb'];
/** Lists for each field which changes are loosened, and which are not. */
const CASES: [section: string, field: string, loose: [unknown, unknown][], strict: [unknown, unknown][]][] = [
  [
    'clients',
    'organization_usage',
    [
      ['require', 'allow'],
      ['require', 'deny'],
      ['require', null],
    ],
    [
      ['allow', 'require'],
      ['deny', 'allow'],
    ],
  ],
  [
    'clients',
    'organization_require_behavior',
    [
      ['pre_login_prompt', 'no_prompt'],
      ['pre_login_prompt', 'post_login_prompt'],
      ['pre_login_prompt', null],
    ],
    [
      ['post_login_prompt', 'pre_login_prompt'],
      [undefined, 'no_prompt'],
    ],
  ],
  [
    'clients',
    'callbacks',
    [
      [HTTPS, [...HTTPS, 'https://*.a.example/cb']],
      [undefined, ['http://a.example']],
      [HTTPS, ['HTTP://a.example']],
    ],
    [
      [HTTPS, ['https://b.example']],
      [['http://a.example'], ['http://a.example', ...HTTPS]],
    ],
  ],
  ['clients', 'web_origins', [[[], ['https://*.example']]], [[[], ['https://a.example']]]],
  ['clients', 'allowed_origins', [[[], ['http://a.example']]], []],
  ['clients', 'allowed_logout_urls', [[[], ['https://{organization_name}.a.example']]], []],
  [
    'clients',
    'is_first_party',
    [[false, true]],
    [
      [true, false],
      [undefined, true],
    ],
  ],
  [
    'clients',
    'oidc_conformant',
    [
      [true, false],
      [true, null],
    ],
    [[false, true]],
  ],
  [
    'clients',
    'token_endpoint_auth_method',
    [
      ['client_secret_post', 'none'],
      [undefined, 'none'],
    ],
    [['none', 'client_secret_post']],
  ],
  [
    'clients',
    'cross_origin_authentication',
    [
      [false, true],
      [undefined, true],
    ],
    [[true, false]],
  ],
  [
    'clients',
    'grant_types',
    [
      [['authorization_code'], ['authorization_code', 'implicit']],
      [[], ['password']],
    ],
    [[[], ['authorization_code']]],
  ],
  [
    'clients',
    'jwt_configuration',
    [[{ lifetime_in_seconds: 60 }, { lifetime_in_seconds: 61 }]],
    [[{ lifetime_in_seconds: 61 }, { lifetime_in_seconds: 60 }]],
  ],
  [
    'clients',
    'refresh_token',
    [
      [{ rotation_type: 'rotating' }, { rotation_type: 'non-rotating' }],
      [{ token_lifetime: 60 }, { token_lifetime: null }],
      [{ token_lifetime: 60 }, null],
    ],
    [[{ token_lifetime: 60 }, { token_lifetime: 30 }]],
  ],
  ['clients', 'refresh_token.expiration_type', [['expiring', 'non-expiring']], [['non-expiring', 'expiring']]],
  [
    'clients',
    'session_transfer.enforce_device_binding',
    [
      ['ip', 'none'],
      ['asn', 'none'],
    ],
    [['none', 'ip']],
  ],
  [
    'databases',
    'options.disable_signup',
    [
      [true, false],
      [true, null],
    ],
    [
      [false, true],
      [undefined, false],
    ],
  ],
  [
    'databases',
    'options.brute_force_protection',
    [
      [true, false],
      [undefined, false],
    ],
    [[false, true]],
  ],
  ['databases', 'options', [[{ mfa: { active: true } }, { mfa: { active: false } }]], []],
  [
    'databases',
    'options.passwordPolicy',
    [
      ['good', 'low'],
      ['excellent', null],
    ],
    [
      ['low', 'good'],
      [undefined, 'none'],
    ],
  ],
  [
    'databases',
    'options.password_complexity_options.min_length',
    [
      [12, 8],
      [12, null],
    ],
    [[8, 12]],
  ],
  ['connections', 'options.totp.time_step', [[180, 600]], [[600, 180]]],
  ['connections', 'is_domain_connection', [[false, true]], []],
  ['databases', 'options.attributes.email.signup.status', [['inactive', 'optional']], [['required', 'inactive']]],
  ['resourceServers', 'enforce_policies', [[true, false]], [[false, true]]],
  ['resourceServers', 'skip_consent_for_verifiable_first_party_clients', [[false, true]], [[true, false]]],
  [
    'resourceServers',
    'token_lifetime',
    [
      [600, 86_400],
      [600, null],
    ],
    [[86_400, 600]],
  ],
  [
    'resourceServers',
    'subject_type_authorization.user.policy',
    [
      ['require_client_grant', 'allow_all'],
      ['deny_all', 'require_client_grant'],
    ],
    [['allow_all', 'deny_all']],
  ],
  ['resourceServers', 'consent_policy', [['transactional-authorization-with-mfa', null]], []],
  ['guardianFactors', 'enabled', [[true, false]], [[false, true]]],
  [
    'tenant',
    'flags.enable_client_connections',
    [[false, true]],
    [
      [true, false],
      [undefined, true],
    ],
  ],
  [
    'tenant',
    'allow_organization_name_in_authentication_api',
    [
      [false, true],
      [undefined, true],
    ],
    [[true, false]],
  ],
  ['tenant', 'customize_mfa_in_postlogin_action', [[true, false]], [[false, true]]],
  [
    'tenant',
    'session_lifetime',
    [[24, 168]],
    [
      [168, 24],
      [undefined, 168],
    ],
  ],
  [
    'tenant',
    'session_cookie.mode',
    [
      ['non-persistent', 'persistent'],
      ['non-persistent', null],
    ],
    [['persistent', 'non-persistent']],
  ],
  ['attackProtection', 'bruteForceProtection', [[undefined, { enabled: false }]], [[undefined, { enabled: true }]]],
  ['clientGrants', 'organization_usage', [['require', 'allow']], []],
];

describe('what is loosened', () => {
  test.each(CASES)('%s: %s', (section, field, loose, strict) => {
    const isLoosened = ([old, next]: [unknown, unknown]) => marked(section, field, old, next).loosened !== undefined;
    expect(loose.filter((change) => !isLoosened(change))).toEqual([]);
    expect(strict.filter(isLoosened)).toEqual([]);
  });

  test('is told by what becomes possible, once', () => {
    expect(marked('clients', 'organization_usage', 'require', 'allow').loosened).toEqual([
      'logins outside an organization',
    ]);
    const old = { token_lifetime: 1, idle_token_lifetime: 1 };
    expect(
      marked('clients', 'refresh_token', old, { token_lifetime: 2, idle_token_lifetime: 2 }).loosened,
    ).toHaveLength(1);
  });

  test('is a field of its own section alone', () => {
    expect(marked('roles', 'organization_usage', 'require', 'allow').loosened).toBeUndefined();
  });

  test('has each field of the table once', () => {
    const names = LOOSENING.flatMap(({ sections, field }) => sections.map((section) => `${section} ${field}`));
    expect(names).toEqual([...new Set(names)]);
  });
});

function planOf(entries: PlanEntry[]): Plan {
  const lost = entries.map(withLosses);
  return {
    environment: 'production',
    domain: 'acme.auth0.com',
    entries: lost,
    otherApplications: [],
    newApplications: [],
    notes: [],
    ...countLosses(lost),
    stateHash: '0',
  };
}

const callbacks = { field: 'callbacks', old: ['https://a.example', 'https://b.example'], new: ['https://c.example'] };
const usage = { field: 'organization_usage', old: 'require', new: 'allow' };

describe('a plan', () => {
  test('marks the lines, counts at its end and says what it needs', () => {
    const plan = planOf([entry('clients', [callbacks, usage])]);
    expect(plan).toMatchObject({ removed: 2, loosened: 1, needs: ['--accept-removals', '--accept-loosening'] });
    expect(planText(plan)).toBe(`Plan of environment production for acme.auth0.com
~ clients "One"
    callbacks: ["https://a.example","https://b.example"] → ["https://c.example"]
      - removed: https://a.example
      - removed: https://b.example
    organization_usage: require → allow
      ! loosened: logins outside an organization

0 to create, 1 to change, 0 unchanged, 0 unmanaged; 2 values are removed from what stays, 1 setting is loosened.
A deploy needs --accept-removals and --accept-loosening, or a yes of its own for each at a terminal.
State 0
`);
  });

  test('that creates an entry takes nothing away', () => {
    const plan = planOf([
      entry(
        'clients',
        [
          { ...usage, old: undefined },
          { field: 'callbacks', old: undefined, new: ['http://a.example'] },
        ],
        'created',
      ),
    ]);
    expect(plan).toMatchObject({ removed: 0, loosened: 0, needs: [] });
    expect(planText(plan)).toContain('unmanaged; nothing is deleted.\nState');
  });

  test('that only loosens deletes nothing, and says both', () => {
    const text = planText(planOf([entry('clients', [usage])]));
    expect(text).toContain(
      'unmanaged; nothing is deleted, 1 setting is loosened.\nA deploy needs --accept-loosening, or',
    );
  });

  test('says nothing of sections that are not compared', () => {
    const text = planText(
      planOf([entry('clients', [{ field: 'description', old: 'a', new: 'b' }]), entry('emailProvider', [], 'unread')]),
    );
    expect(text).toContain('unmanaged; nothing that was compared is deleted.\nState');
  });

  test('marks a binding that goes below the two orders', () => {
    const plan = planOf([entry('triggers', [{ field: 'actions', old: ['audit', 'ours'], new: ['ours'] }])]);
    expect(planText(plan)).toContain('    will be:\n      1. ours\n      - removed: audit\n');
  });
});
