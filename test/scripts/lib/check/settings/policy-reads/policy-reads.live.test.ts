import { describe, expect, test } from 'vitest';
import { check } from '../../../../../../scripts/commands/check/run.ts';
import { checkPolicyReads } from '../../../../../../scripts/lib/check/settings/policy-reads/policy-reads.ts';
import { renderFailures } from '../../../../../../scripts/lib/render.ts';
import { copyProject, projectDir } from '../../../../../support/project.ts';
import { policyOf, reported, reportedOf } from './policy-reads-rig.ts';

test('a policy that goes by attribute and role reads nothing of the kind', async () => {
  expect(await checkPolicyReads(projectDir)).toEqual([]);
});

test('check says where, why and what to write', async () => {
  await using project = await copyProject();
  await project.edit(
    'actions/policy.ts',
    '    organizationAdmin(attribute),\n',
    "    organizationAdmin(attribute),\n    (event) => event.user.email === 'ada@ours.example',\n    (event) => event.user.user_metadata.isAdmin === true,\n    (event) => event.user.nickname === 'ada',\n    (event) => event.request.query.key === '1',\n",
  );
  const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
  expect(checked.ok ? '' : renderFailures(checked.failures)).toBe(
    "actions/policy.ts:19:16 POLICY_READS_UNPROVEN expected rules to see only proven addresses: a customer's identity provider can assert any, found event.user.email\n" +
      'Fix: Write verifiedEmail(event) of express-configure/actions, which is undefined for an address that nobody proved.\n\n' +
      'actions/policy.ts:20:16 POLICY_READS_UNPROVEN expected rules to see nothing that a user can write: users write user_metadata at sign-up and in applications, found event.user.user_metadata\n' +
      'Fix: Keep what decides in app_metadata or in a role. For an address write verifiedEmail(event) of express-configure/actions.\n\n' +
      'actions/policy.ts:21:16 POLICY_READS_UNPROVEN expected rules to see nothing that a user can write: names, numbers and picture are given at sign-up, or asserted, found event.user.nickname\n' +
      'Fix: Keep what decides in app_metadata or in a role. For an address write verifiedEmail(event) of express-configure/actions.\n\n' +
      'actions/policy.ts:22:16 POLICY_READS_UNPROVEN expected rules to see nothing that a user can write: the browser sends the request, found event.request.query\n' +
      'Fix: Take it out. For an address write verifiedEmail(event) of express-configure/actions.\n',
  );
});

describe('is reported', () => {
  test.each([
    ['a member', "(event) => event.user.email.endsWith('@a.b')", "user.email: event.user.email.endsWith('@a.b')"],
    [
      'an optional member',
      "(event) => event?.user?.email?.endsWith('@a.b')",
      "user.email: event?.user?.email?.endsWith('@a.b')",
    ],
    ['a name in brackets', "(e) => e['user'][`email`] === 'x'", "user.email: e['user'][`email`] === 'x'"],
    ['a joined name', "(e) => e.user['em' + 'ail']", "user.email: e.user['em' + 'ail']"],
    ['a cast', '(event) => (event.user as User)!.email', 'user.email: (event.user as User)!.email'],
    [
      'a part of it',
      "(event) => event.user.user_metadata.a.b === 'x'",
      "user.user_metadata: event.user.user_metadata.a.b === 'x'",
    ],
    ['a parameter taken apart', '({ user: { email } }) => email', 'user.email: email } }) => email'],
    [
      'a renamed one',
      '({ user: { email: address = "" } }) => address',
      'user.email: email: address = "" } }) => address',
    ],
    ['a quoted key', "({ ['user']: { 'email': a } }) => a", "user.email: 'email': a } }) => a"],
    ['the rest of one', '({ client, ...rest }) => rest.user.email', 'user.email: rest.user.email'],
    ['a local alias', '(event) => { const user = event.user; return user.email; }', 'user.email: user.email; }'],
    [
      'a variable taken apart',
      '(event) => { const { email: at } = event.user; return at; }',
      'user.email: email: at } = event.user; return at; }',
    ],
    ['an assignment', '(event) => { let u; u = event.user; return u.email; }', 'user.email: u.email; }'],
    [
      'an assignment that takes apart',
      '(event) => { let at; ({ email: at } = event.user); return at; }',
      'user.email: email: at } = event.user); return at; }',
    ],
    ['a choice', '(event) => (event.user ?? nobody).email', 'user.email: (event.user ?? nobody).email'],
    ['a copy', '(event) => ({ ...event.user }).email', 'user.email: ({ ...event.user }).email'],
    ['a function', 'function (event) { return event.user.email; }', 'user.email: event.user.email; }'],
    [
      'a predicate of a list',
      "(event) => ['@a.b'].some((end) => event.user.email.endsWith(end))",
      'user.email: event.user.email.endsWith(end))',
    ],
    [
      'an element of a list',
      '(event) => event.user.identities.some((one) => one.profileData)',
      'user.identities[].profileData: one.profileData)',
    ],
    [
      'an element by its index',
      "(event) => event.user.identities[0]?.profileData?.email === 'a'",
      "user.identities[].profileData: event.user.identities[0]?.profileData?.email === 'a'",
    ],
    [
      'an element taken apart',
      '({ user: { identities: [, { profileData }] } }) => profileData',
      'user.identities[].profileData: profileData }] } }) => profileData',
    ],
    [
      'a copy by a global function',
      '(event) => structuredClone(event).user.email',
      'user.email: structuredClone(event).user.email',
    ],
    [
      'a list by a global function',
      '(event) => Array.from(event.user.identities).map((one) => one.profileData)',
      'user.identities[].profileData: one.profileData)',
    ],
    [
      'a helper that is applied',
      '(event) => at.apply(null, [event.user])',
      'user.email: user.email;',
      'const at = (user) => user.email;',
    ],
    [
      'a number that anybody can sign up with',
      "(event) => event.user.phone_number === '+49'",
      "user.phone_number: event.user.phone_number === '+49'",
    ],
    [
      'what else the browser sends',
      "(event) => event.transaction?.acr_values?.includes('a')",
      "transaction.acr_values: event.transaction?.acr_values?.includes('a')",
    ],
    [
      'a loop',
      '(event) => { for (const { email } of [event.user]) if (email) return true; return false; }',
      'user.email: email } of [event.user]) if (email) return true; return false; }',
    ],
    [
      'a statement in another one',
      '(event) => { try { if (event.user.email) return true; } catch (event) {} return []; }',
      'user.email: event.user.email) return true; } catch (event) {} return []; }',
    ],
    [
      'a global function',
      "(event) => Reflect.get(event.user, 'email')",
      "user.email: Reflect.get(event.user, 'email')",
    ],
    [
      'what a function closes over',
      '((end) => (event) => event.user.email.endsWith(end))("@a.b")',
      'user.email: event.user.email.endsWith(end))("@a.b")',
    ],
    [
      'a rule for each of a list',
      '...DOMAINS.map((end) => (event) => event.user.email.endsWith(end)),',
      'user.email: event.user.email.endsWith(end)),',
    ],
    [
      'a condition around rules',
      '...(isTest ? [(event) => event.user.email] : []),',
      'user.email: event.user.email] : []),',
    ],
    [
      'a typed function, called by something unknown',
      'remembered((event: Event) => event.user.email),',
      'user.email: event.user.email),',
      "import type { Event } from 'express-configure/actions';",
    ],
  ])('%s', async (_what, rule, expected, ...before) => {
    expect(await reportedOf(rule, ...before)).toEqual([expected]);
  });

  test('a forbid rule, bare and with a code', async () => {
    const policy = [
      'export const policy = {',
      'forbid: [(event) => event.user.email,',
      "{ code: 'EC_A', when: ({ user }) => user.username }],",
      'permit: [] } satisfies Policy;',
    ];
    expect(await reported({ 'actions/policy.ts': policy.join('\n') })).toEqual([
      'user.email: event.user.email,',
      'user.username: user.username }],',
    ]);
  });

  test('one of another file that the policy imports by a relative path, however it is exported', async () => {
    const found = await reported({
      'actions/policy.ts': policyOf(
        'isA, b(), c.isC, isD, (event) => isE(event.user), F.isF',
        "import isA, { b } from './ours/rules.ts';",
        "import * as c from './ours/c.js';",
        "import { isD, isE, F } from './ours';",
      ),
      'actions/ours/rules.ts':
        'export default function (event) {\n  return event.user.email; }\nconst make = () => (e) => e.user.email;\nexport { make as b };',
      'actions/ours/c.ts': 'export const isC = ({ user }) => user.email;',
      'actions/ours/index.ts': "export * from '../more.ts';\nexport { two as isE } from '../more.ts';",
      'actions/more.ts':
        "const KEY = 'email';\nexport function isD(event) { return event.user[KEY]; }\nexport const two = (u) => u.email;\nexport class F { static isF(event) { return event.user.name; } }",
    });
    expect(found).toEqual([
      'user.email in actions/more.ts: event.user[KEY]; }',
      'user.email in actions/more.ts: u.email;',
      'user.name in actions/more.ts: event.user.name; } }',
      'user.email in actions/ours/c.ts: user.email;',
      'user.email in actions/ours/rules.ts: event.user.email; }',
      'user.email in actions/ours/rules.ts: e.user.email;',
    ]);
  });

  test('a rule inside those of the library, and a read by its functions', async () => {
    const rules = [
      'all(isOurs, not(any((event) => event.user.name))),',
      "(event) => read(event, 'user', 'email'),",
      "(event) => own(lib.read(event, 'user', 'user_metadata'), 'a'),",
      '(event, nowMs) => scopesOf(isOurs, event, nowMs),',
      'organizationAdmin(), unverifiedEmail({ exceptStrategies: [] }), (event) => verifiedEmail(event) === "a",',
    ];
    const found = await reportedOf(
      rules.join('\n'),
      "import { all, any, not, own, read, scopesOf, unverifiedEmail, verifiedEmail } from 'express-configure/actions';",
      "import * as lib from 'express-configure/actions';",
      "import { organizationAdmin } from 'express-configure/actions';",
      'const isOurs: Rule = (event) => event.user.email;',
    );
    expect(found).toEqual([
      'user.email: event.user.email;',
      'user.name: event.user.name))),',
      "user.email: read(event, 'user', 'email'),",
      "user.user_metadata: lib.read(event, 'user', 'user_metadata'), 'a'),",
    ]);
  });

  test('the policy of another file, and helpers that call each other', async () => {
    const found = await reported({
      'actions/policy.ts': "export { ours as policy } from './ours.ts';",
      'actions/ours.ts': [
        'const first = (event, n) => (n > 0 ? second(event, n - 1) : event.user.email);',
        'const second = (event, n) => first(event, n);',
        'const rules = { a: (event) => first(event, 3) };',
        'export const ours = { forbid: [], permit: Object.values(rules) };',
      ].join('\n'),
    });
    expect(found).toEqual(['user.email in actions/ours.ts: event.user.email);']);
  });
});

describe('is not reported, since it is something else or cannot be known', () => {
  test.each([
    ['a field of another kind', '(event) => event.user.email_verified && event.user.app_metadata.email'],
    ['an address of something else', '(event) => event.organization.metadata.email === table.user.email'],
    ['a name that is computed', '(event) => event.user[fieldOf(event)]'],
    ['an event that something unknown gets', '(event) => isPartner(event)', "import { isPartner } from 'partners';"],
    ['a function of something unknown', 'permitted((entry) => entry.user.email)'],
    ['a name that is hidden', '(event) => PEOPLE.some((event) => event.user.email)'],
    ['a name that is hidden by a block', '(event) => { { const event = other(); return event.user.email; } }'],
    ['a caught error', '(event) => { try { return []; } catch (event) { return event.user.email; } }'],
    ['a type', "(event) => isText(event.user.user_id as Event['user']['email'])"],
    [
      'a helper that no rule uses',
      'isB',
      'const isA = (event) => event.user.email;',
      'const isB = (event) => event.user.user_id;',
    ],
    ['a helper that gets something else', '(event) => at(event.client)', 'const at = (user) => user.email;'],
    [
      'an own type of the name',
      'remembered((event: Event) => event.user.email)',
      'interface Event { user: { email: string } }',
    ],
    ['a text or a comment', "() => 'event.user.email' // event.user.email"],
    ['a second parameter', '(event, nowMs) => nowMs.user.email'],
    ['an element after what is unknown', '(event) => { const [first] = [...OTHERS, event.user]; return first.email; }'],
  ])('%s', async (_what, rule, ...before) => {
    expect(await reportedOf(rule, ...before)).toEqual([]);
  });

  test('a policy that does not parse, is missing or is of another shape', async () => {
    expect(await reported({ 'actions/policy.ts': 'export const policy = {' })).toEqual([]);
    expect(await reported({})).toEqual([]);
    expect(await reported({ 'actions/policy.ts': 'export const policy = policyFrom(policy);' })).toEqual([]);
  });
});
