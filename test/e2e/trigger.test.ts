import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TriggerReport } from '../../scripts/lib/trigger/report.ts';
import { runCommand } from '../support/command.ts';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';

let project: ProjectCopy;
let tenant: TestTenant;
beforeAll(async () => {
  [project, tenant] = await Promise.all([copyProject(), startTestTenant()]);
  // The first run builds.
  await cli('trigger', 'plain-member');
});
afterAll(async () => {
  await tenant.emulator.close();
  await project[Symbol.asyncDispose]();
});

const cli = (...args: string[]) => runCommand(args, { cwd: project.rootDir });

/** A login with what came of it, and its id. */
async function recordedId(login: () => Promise<unknown>): Promise<string> {
  await login().catch(() => undefined);
  return tenant.emulator.runs().at(-1)?.id ?? '';
}

async function replayed(id: string, ...args: string[]): Promise<TriggerReport> {
  const { stdout, stderr } = await cli(
    ...['trigger', '--from-execution', id, '--url', tenant.emulator.browserOrigin, '--json', ...args],
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('trigger', () => {
  test('says on stdout what comes of an event, and nothing else anywhere', async () => {
    const { code, stdout, stderr } = await cli('trigger', 'admin-by-attribute');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^admin-by-attribute {2}an admin of this organization .*\nallowed\n/);
    expect(stdout).toContain('\n  scope                  openid express_configure:sso express_configure:scim\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are for terminals
    expect(stdout).not.toMatch(/\u001b/);
  });

  test('ends with 0 for a denial, which is a result', async () => {
    const { code, stdout } = await cli('trigger', 'plain-member', '--json');
    expect([code, JSON.parse(stdout).decision]).toEqual([0, 'denied']);
  });

  test.each([
    ['plain-member', 'denied', 0, ''],
    ['plain-member', 'EC_NOT_AUTHORIZED', 0, ''],
    ['everything-wrong', 'EC_UNVERIFIED_EMAIL', 0, ''],
    ['admin-by-role', 'allowed', 0, ''],
    ['admin-by-role', 'denied', 1, 'expected denied, found allowed\n'],
    ['admin-by-role', 'EC_GRANTED', 1, 'expected EC_GRANTED, found allowed\n'],
    ['plain-member', 'EC_NO_ORG', 1, 'expected EC_NO_ORG, found denied EC_NOT_AUTHORIZED\n'],
  ])('%s, expected to be %s, ends with %i', async (event, expected, code, stderr) => {
    expect(await cli('trigger', event, '--expect', expected)).toMatchObject({ code, stderr });
  });

  test('lists its events, for machines too', async () => {
    const { stdout } = await cli('trigger', '--list');
    expect(stdout).toMatch(
      /^no-organization +denied EC_NO_ORG, EC_NOT_AUTHORIZED +an admin logs in to no organization$/m,
    );
    const { events } = JSON.parse((await cli('trigger', '--list', '--json')).stdout);
    expect(events).toContainEqual({
      name: 'sso-only',
      description: 'an admin asks for SSO alone',
      expected: { allowed: ['sso'] },
    });
  });

  test.each([
    [
      ['plain-membr'],
      'EVENT_UNKNOWN expected an event of the catalogue, found "plain-membr"\nFix: Did you mean plain-member?\n',
    ],
    [['plain-member', '--override', 'user.emial=x'], 'found event.user.emial: unknown, did you mean "email"?\n'],
    [[], 'error: expected one of: an event, --list, --from-execution <id>\n'],
    [['plain-member', '--list'], 'error: expected one of: an event, --list, --from-execution <id>\n'],
    [['plain-member', '--expect', 'refused'], 'expected allowed, denied or a reason code such as EC_NO_ORG.\n'],
    [['--from-execution', 'tx_1', '--url', 'https://tenant.example'], 'LOCAL_TENANT expected the address of a local'],
    [['--from-execution', 'tx_1', '--url', 'http://localhost:9'], 'LOCAL_TENANT expected a local tenant that answers'],
  ])('%j is wrong use, and exits with 1', async (args, text) => {
    const { code, stdout, stderr } = await cli('trigger', ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(text);
  });
});

describe.skipIf(!existsSync('/usr/bin/script'))('colours', () => {
  test.each([
    ['are shown on a terminal', {}, true],
    ['are not where NO_COLOR says so', { NO_COLOR: '1' }, false],
    ['are where NO_COLOR says nothing', { NO_COLOR: '' }, true],
    ['are not on a terminal without', { TERM: 'dumb' }, false],
  ])('%s', (_what, env, isColoured) => {
    const command = `'${process.execPath}' '${join(rootDir, 'scripts/cli.ts')}' trigger plain-member`;
    const terminal = {
      cwd: project.rootDir,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
    } as const;
    const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], terminal);
    expect(stdout).toContain('EC_NOT_AUTHORIZED');
    expect(stdout.includes('\u001b[31mdenied')).toBe(isColoured);
  });
});

describe('a login that the local tenant recorded', () => {
  test('comes out as it did, with what the person answered', async () => {
    const id = await recordedId(() => tenant.login(tenant.customers.acmeAdmin));
    const report = await replayed(id);
    expect(report).toMatchObject({
      event: id,
      decision: 'allowed',
      recorded: { outcome: 'finished', codes: ['EC_CHALLENGED', 'EC_NO_ENROLLMENT', 'EC_GRANTED', 'EC_DOMAINS_SET'] },
      token: { azp: tenant.oinClientId, express_configuration: { domain_aliases: ['acme.com', 'eu.acme.com'] } },
    });
    expect(report.actions[0]?.answers).toEqual([{ kind: 'challenge', factor: 'otp' }]);
    expect(report.notes[0]).toBe(
      'secret OIN_CLIENT_IDS is masked in the record: taken to be this login’s client; --override secrets.OIN_CLIENT_IDS=…',
    );
    const commands = (actions: readonly { commands: readonly unknown[] }[]) =>
      actions.map((one) => one.commands.length);
    expect(commands(report.actions)).toEqual(commands(tenant.emulator.runs().at(-1)?.actions ?? []));
  });

  test('comes out otherwise when the policy is another one by now', async () => {
    const id = await recordedId(() => tenant.login(tenant.customers.acmeAdmin));
    await using other = await copyProject();
    await other.edit('actions/policy.ts', 'organizationAdmin(attribute),', '');
    const url = tenant.emulator.browserOrigin;
    const args = ['trigger', '--from-execution', id, '--url', url, '--json', '--expect', 'EC_NOT_AUTHORIZED'];
    const { code, stdout, stderr } = await runCommand(args, { cwd: other.rootDir });
    expect([code, stderr]).toEqual([0, 'built dist/tenant for environment local: not built\n']);
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'denied', recorded: { outcome: 'finished' } });
  });

  test('that was denied is denied again, and waits for a person who was asked nothing then where it is permitted', async () => {
    const id = await recordedId(() => tenant.login(tenant.customers.member));
    expect(await replayed(id)).toMatchObject({
      decision: 'denied',
      text: 'Access denied (EC_NOT_AUTHORIZED)',
      recorded: { outcome: 'denied', codes: ['EC_NOT_AUTHORIZED'] },
    });
    const permitted = 'authorization.roles=["EXPRESS_CONFIGURE_ADMIN_ROLE"]';
    expect(await replayed(id, '--override', permitted)).toMatchObject({
      decision: 'waiting',
      reasons: [{ code: expect.stringMatching(/^EC_(CHALLENGED|ENROLLING)$/) }],
    });
  });

  test('that is not there is told, with those that are', async () => {
    const id = await recordedId(() => tenant.login(tenant.customers.acmeAdmin));
    const url = tenant.emulator.browserOrigin;
    const { code, stderr } = await cli('trigger', '--from-execution', `${id}x`, '--url', url);
    expect(code).toBe(1);
    expect(stderr).toContain(`EXECUTION_UNKNOWN expected a login of ${url}: the newest are ${id} (finished), `);
    expect(stderr).toContain(`Fix: Did you mean --from-execution ${id}?\n`);
  });
});
