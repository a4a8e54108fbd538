/** What a tenant calls its things reaches terminals, logs, CI runners and pull requests, and is text there, nothing else. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandResult } from '../support/command.ts';
import { rootDir } from '../support/project.ts';
import { MINUTE_MS } from './deploy-rig.ts';
import type { DoctorRig } from './doctor-rig.ts';
import { expectHarmless, expectThemselvesInJson, runHarmless, TOLD } from './hostile-output.ts';
import { hostile, hostileRig, KINDS } from './hostile-tenant.ts';

let tenant: DoctorRig & { userId: string };
let shownKinds: Set<string>;
beforeAll(async () => {
  tenant = await hostileRig();
  shownKinds = new Set();
}, MINUTE_MS);
afterAll(() => tenant.close());

async function run(...args: string[]): Promise<CommandResult> {
  const result = await runHarmless(tenant, ...args);
  for (const kind of KINDS) if (`${result.stdout}${result.stderr}`.includes(kind)) shownKinds.add(kind);
  return result;
}

/** Lists the commands whose JSON is checked here; `npm run test:deep` checks the others. */
const JSON_OF = ['plan', 'doctor --org acme --user mallory@acme.com', 'logs --since 2h --names'];

describe('hostile texts of a tenant', () => {
  test.each(TOLD)('are text in what $args tells', { timeout: MINUTE_MS }, async ({ args, shows }) => {
    const { stdout, stderr } = await run(...args);
    for (const kind of shows) expect(`${stdout}${stderr}`).toContain(kind);
  });

  test.each(TOLD.filter(({ args }) => JSON_OF.includes(args.join(' '))))(
    'are themselves in the JSON of $args, which a runner does not obey',
    { timeout: MINUTE_MS },
    ({ args }) => expectThemselvesInJson(tenant, args),
  );
});

const ACCEPTED = ['--accept-tenant-wide', '--accept-removals', '--accept-loosening'];

describe('what a command writes', () => {
  test('a deploy and a setup', { timeout: MINUTE_MS }, async () => {
    await run('setup', '--without-custom-domain');
    await run('setup', '--without-custom-domain', '--json');
    expect((await run('deploy', '--yes')).stderr).toContain('TENANT_WIDE');
    expect((await run('deploy', '--yes', ...ACCEPTED)).stderr).toContain('callback');
  });

  test('failures that name what the tenant has', { timeout: MINUTE_MS }, async () => {
    const bad = hostile('typed');
    await run('doctor', '--org', bad);
    await run('doctor', '--org', 'acme', '--user', bad);
    await run('onboard', '--org', bad, '--admin', bad, '--domains', bad);
    await run('onboard', '--org', 'acme', '--admin', bad, '--undo');
    await run('domains', 'verify', '--org', bad);
    await run('logs', '--org', bad);
    await run('trigger', bad);
    await run('trigger', 'plain-member', '--override', `user.email=${bad}`);
    await run('policy', '--user', bad, '--org', 'acme');
    await run('plan', '--env', bad);
    await run('oin', 'key', bad);
    await run(bad);
    await run('plan', bad);
    await run('plan', `--${bad}`);
    await run('onboard', '--via', bad);
    await run('logs', '--since', bad);
    const file = join(tenant.project.rootDir, 'customers.csv');
    await writeFile(file, `organization,admin,domains\n"${bad.replaceAll('"', '')}","${bad}","${bad}"\n`);
    await run('onboard', '--file', file, '--keep-going');
  });
});

describe('Markdown', () => {
  const MARKUP = /<img|^@|[^`\w]@everyone|^```\n@|^\s*\| x \|/m;

  test("of the wizard's values and of the customers' guide has their texts as text", {
    timeout: MINUTE_MS,
  }, async () => {
    const values = await run('oin', '--markdown');
    expect(values.stdout).toContain('oin-client');
    const guide = await run('oin', 'guide');
    expect(guide.stdout).toContain('oin-client');
    for (const { stdout } of [values, guide]) {
      const outside = stdout.replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '').replaceAll(/<code>[^<]*<\/code>/g, '');
      expect(MARKUP.exec(outside)?.[0]).toBeUndefined();
    }
    expect(guide.stdout.match(/^# .*$/gm)).toHaveLength(1);
  });

  test('of a pull request has a plan in a fence that nothing in it closes', { timeout: MINUTE_MS }, async () => {
    const { stdout } = await run('plan');
    await writeFile(join(tenant.project.rootDir, 'local.txt'), stdout);
    const summary = await promisify(execFile)(process.execPath, [
      join(rootDir, '.github/summary.ts'),
      'Plan',
      tenant.project.rootDir,
      '["local"]',
    ]);
    expectHarmless(summary.stdout);
    const [, fence = '', body = ''] = /\n(`{3,})text\n([\s\S]*)\n\1\n$/.exec(summary.stdout) ?? [];
    expect(body.split('\n').filter((line) => line.trimStart().startsWith(fence))).toEqual([]);
  });
});

test('texts of every kind were shown by some command', () => {
  expect(KINDS.filter((kind) => !shownKinds.has(kind))).toEqual([]);
});
