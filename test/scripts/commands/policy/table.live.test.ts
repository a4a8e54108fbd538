import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catalogueOf } from '#actions-testing';
import { type PolicyTableReport, policyTable } from '../../../../scripts/commands/policy/table.ts';
import { tableMarkdown, tableText } from '../../../../scripts/commands/policy/table-text.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { config } from '../../../fixture/project/actions/config.ts';
import { commit, gitProject } from '../../../support/git-project.ts';
import { copyProject, type ProjectCopy } from '../../../support/project.ts';

const CATALOGUE = catalogueOf(config.stepUp);

let project: ProjectCopy;
beforeEach(async () => {
  project = await gitProject();
});
afterEach(() => project[Symbol.asyncDispose]());

async function table(against = 'HEAD'): Promise<PolicyTableReport> {
  const result = await policyTable({ rootDir: project.rootDir, environment: 'local', against });
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return result.value;
}

async function failures(against = 'HEAD', { rootDir } = project): Promise<string> {
  const result = await policyTable({ rootDir, environment: 'local', against });
  return result.ok ? '' : renderFailures(result.failures);
}

const withAdminFlag = async (): Promise<void> => {
  await project.edit('actions/policy.ts', '// adminFlag(),', 'adminFlag(),');
  await project.edit('actions/policy.ts', '{\n  ENTERPRISE_STRATEGIES', '{\n  adminFlag, ENTERPRISE_STRATEGIES');
};

const row = { scopes: [], reasons: [], asked: [], domains: [] };
const denied = { ...row, decision: 'denied', reasons: ['EC_NOT_AUTHORIZED'] };
const allowed = { ...row, decision: 'allowed', scopes: ['sso', 'scim'], asked: ['challenge otp'] };

describe('the decision table', () => {
  test('of sources that did not change has no changes, and every event', async () => {
    const { changed, unchanged, rows } = await table();
    expect([changed, unchanged]).toEqual([[], CATALOGUE.length]);
    for (const { name, expected } of CATALOGUE) {
      const found = rows.find(({ event }) => event === name);
      if ('denied' in expected) expect(found).toMatchObject({ decision: 'denied', reasons: expected.denied });
      else expect(found).toMatchObject({ decision: 'allowed', scopes: expected.allowed });
    }
  });

  test('shows whom a new rule permits, of this organization and of another', async () => {
    await withAdminFlag();
    const { changed, unchanged } = await table();
    expect(unchanged).toBe(CATALOGUE.length - 2);
    expect(changed).toEqual([
      {
        event: 'flagged-admin',
        before: { event: 'flagged-admin', ...denied },
        after: { event: 'flagged-admin', ...allowed, domains: ['acme.com', 'eu.acme.com'] },
      },
      {
        event: 'flagged-admin-elsewhere',
        before: { event: 'flagged-admin-elsewhere', ...denied },
        after: { event: 'flagged-admin-elsewhere', ...allowed, domains: ['globex.com'] },
      },
    ]);
  });

  test('shows what a setting changes', async () => {
    await project.edit('actions/config.ts', "whenNoFactor: 'enroll'", "whenNoFactor: 'deny'");
    expect((await table()).changed.map(({ event }) => event)).toEqual(['no-factor-enrolled', 'email-factor-only']);
  });

  test('is of what is committed against any commit, and leaves git and the project as they were', async () => {
    await withAdminFlag();
    commit(project, 'flag');
    expect((await table()).changed).toEqual([]);
    const foldersBefore = await readdir(tmpdir());
    const { against, changed } = await table('HEAD~1');
    expect([against.ref, changed.length]).toEqual(['HEAD~1', 2]);
    expect(against.commit).toMatch(/^[0-9a-f]{7,}$/);
    const { stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: project.rootDir, encoding: 'utf8' });
    expect(stdout).toBe('');
    const ours = (await readdir(tmpdir())).filter((name) => name.startsWith('policy-at-'));
    expect(ours.filter((name) => !foldersBefore.includes(name))).toEqual([]);
  });
});

describe('there is no table', () => {
  test.each(['nope', '--output=x', 'HEAD:actions'])('against %s', async (ref) => {
    expect(await failures(ref)).toContain(
      `GIT_REF expected "${ref}" to be a commit, branch or tag of this git repository, found nothing of that name\n`,
    );
  });

  test('where there is no git repository', async () => {
    await using other = await copyProject();
    expect(await failures('HEAD', other)).toMatch(/^GIT_REF expected "HEAD" to be .*, found not a git repository/);
  });

  test('against a commit without a policy', async () => {
    spawnSync('git', ['rm', '-rq', '--cached', 'actions'], { cwd: project.rootDir });
    spawnSync('git', ['commit', '-qm', 'none'], { cwd: project.rootDir });
    expect(await failures()).toBe(
      'GIT_REF expected actions/policy.ts at HEAD, found a commit without it\n' +
        'Fix: Choose with --against a commit that has this project’s Actions.\n',
    );
  });

  test('of a policy that does not build, by its place', async () => {
    await project.edit('actions/policy.ts', 'organizationAdmin(attribute),', 'organizationAdmin((),');
    expect(await failures()).toMatch(/^actions\/policy\.ts:18:25 BUNDLE_BUILD /);
  });

  test('against a policy that does not build, by its place in that commit', async () => {
    await project.edit('actions/policy.ts', 'organizationAdmin(attribute),', 'organizationAdmin((),');
    commit(project, 'broken');
    await project.edit('actions/policy.ts', 'organizationAdmin((),', 'organizationAdmin(attribute),');
    const text = await failures();
    expect(text).toMatch(/^HEAD:actions\/policy\.ts:18:25 BUNDLE_BUILD /);
    expect(text).toContain('Fix: Choose with --against a commit whose Actions can be built.\n');
  });
});

describe('for people', () => {
  const of = (changed: PolicyTableReport['changed']): PolicyTableReport => ({
    against: { ref: 'origin/main', commit: 'c0ffee0' },
    changed,
    unchanged: 44,
    rows: [{ event: 'sso-only', ...row, decision: 'allowed', scopes: ['sso'] }],
  });
  const domains = Array.from({ length: 5 }, (_, index) => `d${index}.acme.com`);
  const after = { event: 'a', ...row, decision: 'allowed' as const, scopes: ['sso'], domains };
  const before = { ...after, decision: 'denied' as const, scopes: [], reasons: ['EC_A', 'EC_B'], domains: [] };

  test('changes are lines, before and after', () => {
    expect(tableText(of([{ event: 'a', before, after }]), {})).toBe(
      [
        'a',
        '  - denied: EC_A, EC_B',
        '  + allowed: sso; domains d0.acme.com, d1.acme.com, d2.acme.com and 2 more',
        '1 of 45 logins come out otherwise than at origin/main (c0ffee0), 44 the same.',
        '',
      ].join('\n'),
    );
  });

  test('a change beyond what is shown otherwise is shown', () => {
    const other = { ...after, domains: [...domains.slice(0, 4), 'x.acme.com'] };
    const text = tableText(of([{ event: 'a', before: after, after: other }]), {});
    expect(text).toContain('d3.acme.com, d4.acme.com\n  + ');
    expect(text).toContain('d3.acme.com, x.acme.com\n');
  });

  test('the whole table is there where it is asked for', () => {
    expect(tableText(of([]), { isFull: true })).toMatch(/^sso-only {2}allowed: sso\n\n0 of 44 logins /);
    expect(tableMarkdown(of([]), { isFull: true })).toContain('\n| `sso-only` | allowed: sso |\n');
  });

  test('Markdown is one table, in which nothing is more than text', () => {
    const hostile = { ...before, reasons: ['EC_A|x', '@everyone', '<img src=x>', '[a](http://b)', '`\n'] };
    expect(tableMarkdown(of([{ event: 'a', before: hostile, after }]), {})).toBe(
      [
        '**1 of 45 logins come out otherwise than at origin/main (`c0ffee0`), 44 the same.**',
        '',
        '| login | before | after |',
        '|---|---|---|',
        '| `a` | <code>denied: EC&#95;A&#124;x, &#64;everyone, &#60;img src&#61;x&#62;, &#91;a&#93;(http:&#47;&#47;b), &#96;&#92;n</code> | allowed: sso; domains d0.acme.com, d1.acme.com, d2.acme.com and 2 more |',
        '',
      ].join('\n'),
    );
  });
});
