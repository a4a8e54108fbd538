import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { commit, gitProject } from '../support/git-project.ts';
import type { ProjectCopy } from '../support/project.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let project: ProjectCopy;
let tenant: TestTenant;
beforeAll(async () => {
  [project, tenant] = await Promise.all([gitProject(), startTestTenant()]);
});
afterAll(async () => {
  await tenant.emulator.close();
  await project[Symbol.asyncDispose]();
});

const cli = (...args: string[]) => runCommand(['policy', ...args], { cwd: project.rootDir });

describe('policy of a user', () => {
  test('says of one that the Management API answered what a login of theirs then finds', async () => {
    const { acmeAdmin, member } = tenant.customers;
    const organizations = (await tenant.auth0.organizations.list()).data;
    const acme = organizations.find(({ name }) => name === 'acme')?.id ?? '';
    for (const [person, decision, login] of [
      [acmeAdmin, 'allowed', 'finished'],
      [member, 'denied', 'denied'],
    ] as const) {
      const user = await tenant.auth0.users.get(person.userId);
      const file = join(project.rootDir, `${decision}.json`);
      await writeFile(file, JSON.stringify(user));
      const { code, stdout, stderr } = await cli('--user', file, '--org', acme, '--json');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({ userId: person.userId, decision });
      await tenant.login(person).catch(() => undefined);
      expect(tenant.emulator.runs().at(-1)?.outcome).toBe(login);
    }
  });

  test('is text on stdout, rule by rule', async () => {
    await writeFile(join(project.rootDir, 'ada.yaml'), 'user_id: auth0|ada\nemail_verified: true\n');
    const role = 'EXPRESS_CONFIGURE_ADMIN_ROLE';
    const { code, stdout } = await cli('--user', 'ada.yaml', '--org', 'org_1', '--role', role, '--scope', 'scim');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^auth0\|ada at org_1, .* with EXPRESS_CONFIGURE_ADMIN_ROLE, asking for scim\nallowed: scim\n/,
    );
    expect(stdout).toContain(
      "actions/policy.ts:19:5  permit  role(['EXPRESS_CONFIGURE_ADMIN_ROLE'], ['sso', 'scim'])\n",
    );
  });

  test.each([
    [[], 'error: expected one of: --user <file>, --table\n'],
    [['--user', 'ada.yaml', '--table', '--org', 'org_1'], 'error: expected one of: --user <file>, --table\n'],
    [['--user', 'ada.yaml'], 'error: --user needs --org <id>, where they log in\n'],
    [['--user', 'ada.yaml', '--org', 'org_1', '--scope', 'all'], "error: --scope is sso or scim, not 'all'\n"],
    [['--user', 'ada.yaml', '--org', 'org_1', '--against', 'x'], 'error: --against goes with --table\n'],
    [['--table', '--markdown', '--json'], "error: option '--markdown' cannot be used with option '--json'\n"],
    [['--user', 'nobody.json', '--org', 'org_1'], 'nobody.json FILE_MISSING expected the file nobody.json'],
    [['--table', '--against', 'nope'], 'GIT_REF expected "nope" to be a commit, branch or tag of this git repository'],
  ])('%j is wrong use, and exits with 1', async (args, text) => {
    const { code, stdout, stderr } = await cli(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(text);
  });
});

describe('policy --table', () => {
  test('exits with 0 without changes, and with 2 with some, for people, pull requests and machines', async () => {
    const summary = /^0 of \d+ logins come out otherwise than at HEAD \([0-9a-f]{7,}\), \d+ the same\.\n$/;
    const same = await cli('--table');
    expect([same.code, same.stderr]).toEqual([0, '']);
    expect(same.stdout).toMatch(summary);

    const rule = "{ code: 'EC_TEAM', when: (event) => event.organization?.name === 'globex' }, ";
    await project.edit('actions/policy.ts', 'forbid: [', `forbid: [${rule}`);
    const changed = await cli('--table');
    expect(changed.code).toBe(2);
    expect(changed.stdout).toMatch(
      /^wrong-organization\n {2}- denied: EC_NOT_AUTHORIZED\n {2}\+ denied: EC_TEAM, EC_NOT_AUTHORIZED\n/,
    );
    commit(project, 'a rule of a team');

    const markdown = await cli('--table', '--markdown', '--against', 'main~1');
    expect(markdown.code).toBe(2);
    expect(markdown.stdout).toContain(
      '| `wrong-organization` | denied: EC_NOT_AUTHORIZED | denied: EC_TEAM, EC_NOT_AUTHORIZED |\n',
    );
    const { stdout } = await cli('--table', '--json', '--against', 'main~1');
    const { changed: rows, unchanged } = JSON.parse(stdout);
    expect([rows.length, unchanged]).toEqual([2, expect.any(Number)]);
  });

  test('of a broken policy says where it is broken', async () => {
    const file = join(project.rootDir, 'actions/policy.ts');
    const sound = await readFile(file, 'utf8');
    await project.edit('actions/policy.ts', 'organizationAdmin(attribute),', 'organizationAdmin((),');
    const { code, stderr } = await cli('--table');
    await writeFile(file, sound);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^actions\/policy\.ts:18:25 BUNDLE_BUILD expected /)]);
  });
});
