import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loginEvent } from '#actions-testing';
import { policy } from '../../../../scripts/commands/policy/run.ts';
import { policyText } from '../../../../scripts/commands/policy/text.ts';
import { watchedEvent } from '../../../../scripts/lib/policy/watched-event.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { copyProject, type ProjectCopy } from '../../../support/project.ts';

const NOW_MS = Date.parse('2026-03-02T10:00:00Z');
const ACME = 'org_acme000000000001';
const ADA = {
  user_id: 'auth0|ada',
  email: 'ada@acme.com',
  email_verified: true,
  last_ip: '203.0.113.9',
  logins_count: 7,
  identities: [{ connection: 'saas-users', provider: 'auth0', user_id: 'ada', isSocial: false }],
  app_metadata: { express_configure: [{ org_id: ACME, scopes: ['sso'], expires_at: '2026-03-02T10:00:01Z' }] },
};

let shipped: ProjectCopy;
beforeAll(async () => {
  shipped = await copyProject();
});
afterAll(() => shipped[Symbol.asyncDispose]());

type Asked = Partial<Parameters<typeof policy>[0]> & { user?: unknown; text?: string };

async function ask({ user = ADA, text = JSON.stringify(user), ...options }: Asked = {}) {
  const { rootDir } = shipped;
  const project = { rootDir, ...options }.rootDir;
  await writeFile(join(project, 'user.json'), text);
  const file = {
    rootDir,
    environment: 'local',
    userFile: 'user.json',
    organizationId: ACME,
    roles: [],
    scopes: [],
    nowMs: NOW_MS,
  };
  return policy({ ...file, ...options });
}

async function explained(asked: Asked = {}) {
  const result = await ask(asked);
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return result.value;
}

const failures = async (asked: Asked): Promise<string> => {
  const result = await ask(asked);
  return result.ok ? '' : renderFailures(result.failures);
};

/** Places and outcomes of all rules. */
const verdicts = ({ rules }: Awaited<ReturnType<typeof explained>>) =>
  rules.map(({ where, text, outcome }) => [`${where.line}:${where.column}`, text.replace(/\(.*\)$/, '()'), outcome]);

describe('the policy of one user', () => {
  test('says of each rule where it stands, how it reads, what it says and what it looked at', async () => {
    expect(await explained()).toEqual({
      userId: 'auth0|ada',
      organizationId: ACME,
      roles: [],
      requested: ['sso', 'scim'],
      connection: { name: 'saas-users', strategy: 'auth0' },
      decision: 'allowed',
      granted: ['sso'],
      codes: [],
      scopeDefaulted: false,
      rules: [
        {
          where: { file: 'actions/policy.ts', line: 15, column: 12 },
          text: 'unverifiedEmail({ exceptStrategies: ENTERPRISE_STRATEGIES, exceptConnections: [] })',
          list: 'forbid',
          outcome: 'does not match',
          scopes: [],
          code: 'EC_UNVERIFIED_EMAIL',
          read: { 'user.email': 'ada@acme.com', 'user.email_verified': true },
        },
        {
          where: { file: 'actions/policy.ts', line: 18, column: 5 },
          text: 'organizationAdmin(attribute)',
          list: 'permit',
          outcome: 'permits',
          scopes: ['sso'],
          read: {
            'organization.id': ACME,
            'user.app_metadata.express_configure': ADA.app_metadata.express_configure,
          },
        },
        {
          where: { file: 'actions/policy.ts', line: 19, column: 5 },
          text: "role(['EXPRESS_CONFIGURE_ADMIN_ROLE'], ['sso', 'scim'])",
          list: 'permit',
          outcome: 'does not match',
          scopes: [],
          read: { 'authorization.roles': [] },
        },
      ],
    });
  });

  test('has every reason against, and the rules that gave them', async () => {
    const report = await explained({ user: { user_id: 'auth0|x', email: 'x@acme.com' }, organizationId: 'org_globex' });
    expect([report.decision, report.codes]).toEqual(['denied', ['EC_UNVERIFIED_EMAIL', 'EC_NOT_AUTHORIZED']]);
    expect(verdicts(report)).toEqual([
      ['15:12', 'unverifiedEmail()', 'forbids'],
      ['18:5', 'organizationAdmin()', 'does not match'],
      ['19:5', 'role()', 'does not match'],
    ]);
    expect(report.rules[1]?.read).toEqual({
      'organization.id': 'org_globex',
      'user.app_metadata.express_configure': null,
    });
  });

  test('goes by the clock, the roles and what is asked for', async () => {
    expect(await explained({ nowMs: NOW_MS + 1_000 })).toMatchObject({ codes: ['EC_NOT_AUTHORIZED'] });
    expect(await explained({ scopes: ['scim'] })).toMatchObject({ codes: ['EC_SCOPE_NONE'] });
    const roles = ['EXPRESS_CONFIGURE_ADMIN_ROLE'];
    expect(await explained({ roles })).toMatchObject({ granted: ['sso', 'scim'] });
    expect(await explained({ roles, scopes: ['scim'] })).toMatchObject({ granted: ['scim'] });
  });

  test('takes YAML as well, and the connection of the first identity', async () => {
    const text =
      'user_id: okta|ada\nemail_verified: true\nidentities:\n  - { connection: acme-okta, provider: okta }\n';
    const report = await explained({ text, roles: ['EXPRESS_CONFIGURE_ADMIN_ROLE'] });
    expect(report).toMatchObject({ decision: 'allowed', connection: { name: 'acme-okta', strategy: 'okta' } });
  });

  test('is of the project’s own rules: plain ones, composed ones, those with a code, and one that throws', async () => {
    await using project = await copyProject();
    await project.edit(
      'actions/policy.ts',
      '{\n  ENTERPRISE_STRATEGIES',
      '{\n  adminFlag, all, not, ENTERPRISE_STRATEGIES',
    );
    await project.edit(
      'actions/policy.ts',
      'forbid: [',
      "forbid: [\n    { code: 'EC_TEAM', when: (event) => event.user.email?.endsWith('@acme.com') === true },\n    ",
    );
    await project.edit(
      'actions/policy.ts',
      'organizationAdmin(attribute),',
      "all(\n      adminFlag(),\n      not((event) => event.connection.strategy === 'email'),\n    ),",
    );
    const report = await explained({ rootDir: project.rootDir });
    expect(report.codes).toEqual(['EC_TEAM', 'EC_NOT_AUTHORIZED']);
    expect(report.rules.map(({ where, text, outcome, code }) => [where.line, text, outcome, code])).toEqual([
      [
        16,
        "{ code: 'EC_TEAM', when: (event) => event.user.email?.endsWith('@acme.com') === true }",
        'forbids',
        'EC_TEAM',
      ],
      [
        17,
        'unverifiedEmail({ exceptStrategies: ENTERPRISE_STRATEGIES, exceptConnections: [] })',
        'does not match',
        'EC_UNVERIFIED_EMAIL',
      ],
      [20, "all( adminFlag(), not((event) => event.connection.strategy === 'email'), )", 'does not match', undefined],
      [24, "role(['EXPRESS_CONFIGURE_ADMIN_ROLE'], ['sso', 'scim'])", 'does not match', undefined],
    ]);
    expect(report.rules[0]?.read).toEqual({ 'user.email': 'ada@acme.com' });

    await project.edit('actions/policy.ts', 'adminFlag(),', '() => { throw new Error(`oops`); },');
    const thrown = await explained({ rootDir: project.rootDir });
    expect([thrown.decision, thrown.codes, thrown.rules[2]?.outcome, thrown.rules[2]?.error]).toEqual([
      'denied',
      ['EC_INTERNAL'],
      'throws',
      'Error: oops',
    ]);
  });

  test('names rules by number where the list is not written out', async () => {
    await using project = await copyProject();
    await project.edit('actions/policy.ts', 'permit: [', 'permit: [...[() => false],');
    const { rules } = await explained({ rootDir: project.rootDir });
    expect(rules.map(({ where, text }) => [where.line, where.column, text.replace(/\(.*\)$/, '()')])).toEqual([
      [15, 12, 'unverifiedEmail()'],
      [17, 11, 'permit[0]'],
      [17, 11, 'permit[1]'],
      [17, 11, 'permit[2]'],
    ]);
  });

  test('is text for people', async () => {
    expect(policyText(await explained({ user: { ...ADA, email_verified: false } }), false)).toBe(
      [
        `auth0|ada at ${ACME}, through connection "saas-users" (auth0), with no role, asking for sso, scim`,
        'denied',
        '  EC_UNVERIFIED_EMAIL  The email address is not verified.',
        '',
        'actions/policy.ts:15:12  forbid  unverifiedEmail({ exceptStrategies: ENTERPRISE_STRATEGIES, exceptConnections: [] })',
        '  forbids EC_UNVERIFIED_EMAIL',
        '    user.email           "ada@acme.com"',
        '    user.email_verified  false',
        '    connection.strategy  "auth0"',
        '    connection.name      "saas-users"',
        '',
        'actions/policy.ts:18:5  permit  organizationAdmin(attribute)',
        '  permits sso',
        `    organization.id                      "${ACME}"`,
        '    user.app_metadata.express_configure  [{"org_id":"org_acme000000000001","scopes":["sso"],"expires_at":"2026-03-02T10:00:01Z"}]',
        '',
        "actions/policy.ts:19:5  permit  role(['EXPRESS_CONFIGURE_ADMIN_ROLE'], ['sso', 'scim'])",
        '  does not match',
        '    authorization.roles  []',
        '',
        'Everything else about the login is taken to be in order: Okta’s client, a browser, the second factor.',
        '',
      ].join('\n'),
    );
  });
});

describe('what is wrong is told by its place', () => {
  test.each([
    ['{\n  "user_id": "x",\n  "email_verified": "true"\n}', 'user.json:3:21 INVALID_VALUE expected email_verified'],
    [
      '{\n  "app_metadata": []\n}',
      'user.json:2:19 INVALID_VALUE expected app_metadata must be object, found a list of 0',
    ],
    ['{\n  "identities": [{ "provider": 1 }]\n}', 'user.json:2:32 INVALID_VALUE expected identities.[0].provider'],
    ['[{ "user_id": "x" }]', 'user.json:1:1 INVALID_VALUE expected one user, as GET /api/v2/users/{id} answers it'],
    ['{ "user_id": ', 'user.json:1:14 YAML_MALFORMED'],
    ['', 'user.json:1:1 INVALID_VALUE expected one user'],
  ])('%j', async (text, message) => {
    expect(await failures({ text })).toContain(message);
  });

  test('a value is not repeated: a message is no place for a whole user', async () => {
    expect(await failures({ user: [{ ...ADA, user_metadata: { note: 'x'.repeat(1000) } }] })).toMatch(
      /, found a list of 1\nFix: Save one user as JSON or YAML\.\n$/,
    );
  });

  test('a file that is not there, and an organization by its name', async () => {
    expect(await failures({ userFile: 'nobody.json', organizationId: 'acme' })).toBe(
      [
        'INVALID_VALUE expected an organization’s id, such as org_VYyFNKnOr4IGcW6G, found "acme"',
        'Fix: Give --org the id; rules and app_metadata know organizations by it, not by name.',
        '',
        'nobody.json FILE_MISSING expected the file nobody.json, found no such file',
        "Fix: Create nobody.json, or run the command in the project's folder.",
        '',
      ].join('\n'),
    );
  });

  test('a policy that does not parse, and one that does not load', async () => {
    await using project = await copyProject();
    await project.edit('actions/policy.ts', 'organizationAdmin(attribute),', 'organizationAdmin((),');
    expect(await failures({ rootDir: project.rootDir })).toMatch(/^actions\/policy\.ts:18:25 BUNDLE_BUILD expected /);
    await using other = await copyProject();
    await other.edit('actions/policy.ts', 'organizationAdmin(attribute),', 'nothing(),');
    expect(await failures({ rootDir: other.rootDir })).toContain(
      'actions/policy.ts BUNDLE_LOAD expected actions/policy.ts and what it imports to load, found ReferenceError: nothing is not defined',
    );
  });
});

test('a watched event tells what is read of it, in order, and is else the same event', () => {
  const { event, reads } = watchedEvent(loginEvent());
  expect('refresh_token' in event).toBe(false);
  expect(event.transaction?.requested_scopes?.[0]).toBe('openid');
  expect([event.user.nickname, Object.hasOwn(event.user.app_metadata, 'is_admin')]).toEqual([undefined, false]);
  expect([...reads.keys()]).toEqual([
    'refresh_token',
    'transaction.requested_scopes',
    'user.nickname',
    'user.app_metadata.is_admin',
  ]);
  expect(structuredClone(JSON.parse(JSON.stringify(event)))).toEqual(JSON.parse(JSON.stringify(loginEvent())));
});
