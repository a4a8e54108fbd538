import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plan } from '../../scripts/commands/plan/run.ts';
import { type RollbackOptions, type RollbackReport, rollback } from '../../scripts/commands/rollback/run.ts';
import { codeHash } from '../../scripts/lib/bundle/banner.ts';
import type { Result } from '../../scripts/lib/failures.ts';
import { leastScopes } from '../../scripts/lib/management-api/least-scopes.ts';
import { readManifest } from '../../scripts/lib/manifest/manifest.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import type { RollbackPlan } from '../../scripts/lib/rollback/plan.ts';
import { machineClient } from '../support/machine-client.ts';
import { MINUTE_MS, OURS, type Rig, reportOf, rig, runOn } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';

const [STEP_UP = '', ENROLL = '', GRANT = '', DOMAINS = ''] = OURS;
const PUT_BACK = '/api/v2/actions/actions/*/versions/*/deploy';

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
});
afterAll(() => tenant.close());

const rollBack = (more: Partial<RollbackOptions> = {}): Promise<Result<RollbackReport>> =>
  rollback({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    connection: { domain: tenant.emulator.domain, ...tenant.emulator.deployClient },
    agree: async () => true,
    polling: { looks: 2, everyMs: 1 },
    ...more,
  });

/** Failures as a person reads them, without what is another every time. */
function told(result: Result<RollbackReport>): RollbackReport | string {
  return result.ok ? result.value : withoutDates(renderFailures(result.failures));
}

const withoutDates = (text: string): string =>
  text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replaceAll(/(?<=\/)[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID');

interface Live {
  version: number;
  sha256: string;
  allDeployed: boolean | undefined;
}

async function live(): Promise<Record<string, Live>> {
  const { data } = await tenant.auth0.actions.list();
  return Object.fromEntries(
    data.map(({ name, deployed_version: version, all_changes_deployed: allDeployed }) => [
      name,
      { version: version?.number ?? 0, sha256: codeHash(version?.code ?? ''), allDeployed },
    ]),
  );
}

const writes = () => tenant.emulator.requests().filter((request) => request.write);

/** Versions put live since the log was cleared, in order, by Action and number before. */
async function putLive(): Promise<string[]> {
  const { data } = await tenant.auth0.actions.list();
  const versions = await Promise.all(
    data.map(async ({ id = '', name }) =>
      (await tenant.auth0.actions.versions.list(id)).data.map((version) => [version.id, `${name} ${version.number}`]),
    ),
  );
  const names = new Map(versions.flat().map(([id = '', text = '']) => [id, text]));
  return writes().map(({ path }) => names.get(path.split('/').at(-2) ?? '') ?? path);
}

/** The hashes of the first deploy and of the second, by Action. */
const deployed: Record<string, string>[] = [];

async function deployAgain(): Promise<void> {
  const { actions } = reportOf(await tenant.deploy());
  deployed.push(Object.fromEntries(actions.map(({ name, sha256 }) => [name, sha256])));
}

describe('nothing to go back to', () => {
  test('before a deploy', async () => {
    expect(told(await rollBack())).toContain('found no Action deployed\n');
  });

  test(
    'after the first one, and nothing is written',
    async () => {
      await restoreDeployed(tenant);
      await deployAgain();
      tenant.emulator.clearRequests();
      expect(told(await rollBack())).toContain(
        `ROLLBACK_TARGET expected versions that were live together before the present ones, ` +
          `found ${OURS.map((name) => `${name} 1 (live)`).join('; ')}\n`,
      );
      expect(writes()).toEqual([]);
    },
    MINUTE_MS,
  );
});

describe('after a deploy of all Actions but one', () => {
  beforeAll(async () => {
    await tenant.project.edit('actions/config.ts', 'maxAgeSeconds: 300', 'maxAgeSeconds: 200');
    await tenant.project.edit('tenant/environments/local.yaml', 'version: 1', 'version: 2');
    await deployAgain();
    tenant.emulator.clearRequests();
  }, MINUTE_MS);

  test('the command line shows what would go back, and asks for --yes where it can not ask', async () => {
    const [before, now] = deployed;
    const { code, stdout, stderr } = await runOn(tenant, 'rollback');
    const secrets = (version: number) => `secrets OIN_CLIENT_IDS@${version}(HASH)`;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(withoutDates(stderr).replaceAll(/\([0-9a-f]{8}\)/g, '(HASH)')).toBe(
      [
        `Rollback of environment local on ${tenant.emulator.domain} to what was live from TIME to TIME`,
        ...[STEP_UP, ENROLL, GRANT].flatMap((name) => [
          `~ ${name}`,
          `    now    version 2 of TIME  sha256 ${now?.[name]}  ${secrets(2)}  as in git`,
          `    next   version 1 of TIME  sha256 ${before?.[name]}  ${secrets(1)}`,
        ]),
        `  ${DOMAINS}`,
        `    stays  version 1 of TIME  sha256 ${before?.[DOMAINS]}  no secrets  as in git`,
        'Warning: Secrets go back with the versions: a value that was replaced since may be one that works no more.',
        "Warning: The next deploy brings git's version back: revert the commit too.",
        'CONFIRMATION_NEEDED expected a yes before anything is written, found no terminal to ask on, and no --yes',
        'Fix: Nothing was changed. Review what the command would do, and run it again, with --yes where nobody can be asked.',
        '',
      ].join('\n'),
    );
    expect(writes()).toEqual([]);
  });

  test('a no writes nothing', async () => {
    expect(await rollBack({ agree: async () => false })).toMatchObject({
      failures: [{ code: 'CONFIRMATION_NEEDED', found: 'another answer' }],
    });
    expect(writes()).toEqual([]);
  });

  test('--json is one document, also of a failure', async () => {
    const { code, stdout } = await runOn(tenant, 'rollback', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ failures: [{ code: 'CONFIRMATION_NEEDED' }] });
  });

  test('sources that do not build are no hindrance, and are not compared', async () => {
    await tenant.project.edit('actions/grant.ts', 'export const', 'export cnst');
    const shown: RollbackPlan[] = [];
    await rollBack({
      agree: async (planned) => {
        shown.push(planned);
        return false;
      },
    });
    await tenant.project.edit('actions/grant.ts', 'export cnst', 'export const');
    expect(shown.map(({ notes }) => notes)).toEqual([['these sources do not build: nothing is compared with them']]);
    expect(shown.flatMap(({ actions }) => actions.filter((action) => 'isGit' in action.live))).toEqual([]);
  });

  test('an edited draft is told, because it goes back too', async () => {
    const { data } = await tenant.auth0.actions.list({ actionName: GRANT });
    const { id = '', code = '' } = data[0] ?? {};
    await tenant.auth0.actions.update(id, { code: `${code}\n// edited` });
    const shown: RollbackPlan[] = [];
    await rollBack({
      agree: async (planned) => {
        shown.push(planned);
        return false;
      },
    });
    expect(shown.map(({ notes }) => notes)).toEqual([
      [`the draft of ${GRANT} differs from what is live, and is replaced`],
    ]);
  });

  test('a deploy while the question stands there ends it', async () => {
    const { data } = await tenant.auth0.actions.list({ actionName: DOMAINS });
    tenant.emulator.clearRequests();
    const result = await rollBack({
      agree: async () => {
        await tenant.auth0.actions.deploy(data[0]?.id ?? '');
        return true;
      },
    });
    expect(told(result)).toBe(
      `PLAN_STALE expected the Actions to be live as they were shown, found ${DOMAINS} version 2, not 1\n` +
        'Fix: Run npm run rollback again, and review what it says.\n',
    );
    expect(writes()).toHaveLength(1);
  });
});

async function shippedTenant() {
  const manifest = await readManifest({ rootDir: tenant.project.rootDir, environment: 'local' });
  if (!manifest.ok) throw new Error(renderFailures(manifest.failures));
  return manifest.value.tenant;
}

describe('a rollback', () => {
  test("with a deploy's scopes puts them back and leaves the fourth", async () => {
    const { scopes } = leastScopes(await shippedTenant(), false);
    const client = await machineClient(tenant.auth0, tenant.emulator.domain, scopes);
    const { code, stdout, stderr } = await runOn(
      { ...tenant, emulator: { ...tenant.emulator, deployClient: client } },
      'rollback',
      '--yes',
    );
    const [before] = deployed;
    const after = await live();
    expect(code).toBe(0);
    expect(stderr).toContain(`\nlive: ${STEP_UP} version ${after[STEP_UP]?.version}, equal to version 1\n`);
    expect(stdout).toBe(
      [
        `${tenant.emulator.domain} has earlier versions live`,
        `  ${STEP_UP}  version ${after[STEP_UP]?.version}, equal to version 1  sha256 ${before?.[STEP_UP]}`,
        `  ${ENROLL}  version ${after[ENROLL]?.version}, equal to version 1  sha256 ${before?.[ENROLL]}`,
        `  ${GRANT}  version ${after[GRANT]?.version}, equal to version 1  sha256 ${before?.[GRANT]}`,
        `  ${DOMAINS}  version 2, as before  sha256 ${before?.[DOMAINS]}`,
        `Note: the draft of ${GRANT} differs from what is live, and is replaced.`,
        'Warning: Secrets go back with the versions: a value that was replaced since may be one that works no more.',
        "Warning: The next deploy brings git's version back: revert the commit too.",
        '',
      ].join('\n'),
    );
    for (const name of OURS) expect(after[name]).toMatchObject({ sha256: before?.[name], allDeployed: true });
  });

  test('is a difference to git in the next plan', async () => {
    const planned = await plan({
      rootDir: tenant.project.rootDir,
      environment: 'local',
      connection: { domain: tenant.emulator.domain, ...tenant.emulator.deployClient },
    });
    const changed = planned.ok ? planned.value.entries.filter(({ change }) => change === 'changed') : [];
    expect(changed.map(({ name, fields }) => [name, fields.map(({ field }) => field)])).toEqual([
      [STEP_UP, ['code', 'secret versions']],
      [ENROLL, ['code', 'secret versions']],
      [GRANT, ['code', 'secret versions']],
    ]);
  });

  test('run again does not go forth: there is nothing further back', async () => {
    tenant.emulator.clearRequests();
    expect(told(await rollBack())).toContain('ROLLBACK_TARGET expected versions that were live together before ');
    expect(writes()).toEqual([]);
  });

  test(
    'is undone by the next deploy, which can be rolled back again',
    async () => {
      await deployAgain();
      const [before, now] = deployed;
      expect(await live()).toMatchObject(
        Object.fromEntries(OURS.map((name) => [name, { sha256: now?.[name], allDeployed: true }])),
      );
      const report = told(await rollBack());
      expect(report).toMatchObject({
        actions: [
          { name: STEP_UP, target: { sha256: before?.[STEP_UP] } },
          { name: ENROLL },
          { name: GRANT },
          { live: {} },
        ],
      });
    },
    MINUTE_MS,
  );

  test('of one Action, chosen by hand, leaves the others', async () => {
    const number = (await live())[GRANT]?.version ?? 0;
    const { code, stdout } = await runOn(tenant, 'rollback', '--to', `${GRANT}=2`, '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      actions: [
        { name: STEP_UP, live: { isGit: false } },
        { name: ENROLL, live: { isGit: false } },
        { name: GRANT, live: { number, isGit: false }, target: { number: 2, isGit: true }, version: number + 1 },
        { name: DOMAINS },
      ],
    });
  });

  test('of versions that are not there is refused, whichever of them is wrong', async () => {
    const { code, stderr } = await runOn(tenant, 'rollback', '--to', `${GRANT}=99`, '--to', 'nope=1', '--yes');
    expect(code).toBe(1);
    expect(stderr).toContain(`ROLLBACK_TARGET expected one version of ${GRANT} that is not live: 1, 2, `);
    expect(stderr).toContain(`of tenant.yaml: ${OURS.join(', ')}, found "nope"\n`);
  });

  test.each([
    [
      ['--to', STEP_UP],
      "option '--to <name=number>' argument 'express-configure-step-up' is invalid. expected NAME=NUMBER",
    ],
    [['--within', '0'], "option '--within <minutes>' argument '0' is invalid. expected minutes, from 1 to 9999."],
  ])('refuses %j', async (args, text) => {
    const { code, stderr } = await runOn(tenant, 'rollback', ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(text);
  });
});

describe('a rollback that fails half-way', () => {
  beforeAll(async () => {
    await deployAgain();
    tenant.emulator.clearRequests();
  }, MINUTE_MS);

  /** How Actions are told that got so many new versions, the last of them equal to the one before. */
  const returned = (before: Record<string, Live>, more: Record<string, number>): string =>
    Object.entries(more)
      .map(([name, count]) => [name, before[name]?.version ?? 0, count] as const)
      .map(([name, number, count]) => `${name} version ${number + count} (equal to ${number})`)
      .join(', ');

  test('returns what it had put back, and tells what is live', async () => {
    const before = await live();
    tenant.emulator.faults.add({ path: PUT_BACK, nth: 3, effect: 'server-error', status: 503 });
    const result = await rollBack();
    tenant.emulator.faults.clear();
    const after = await live();
    expect(told(result)).toBe(
      `ROLLBACK_INCOMPLETE expected the tenant to have time for this (putting version 1 of ${STEP_UP} live), ` +
        'found 503 Service Unavailable (POST /api/v2/actions/actions/ID/versions/ID/deploy), so that it may have been carried out; ' +
        `live now: ${returned(before, { [STEP_UP]: 1, [ENROLL]: 2, [GRANT]: 2 })}, ${DOMAINS} version 2\n` +
        'Fix: What is live equals what was live before. Wait a minute and run the command again.\n',
    );
    expect(await putLive()).toEqual([
      `${ENROLL} 1`,
      `${GRANT} 1`,
      `${STEP_UP} 1`,
      `${STEP_UP} ${before[STEP_UP]?.version}`,
      `${GRANT} ${before[GRANT]?.version}`,
      `${ENROLL} ${before[ENROLL]?.version}`,
    ]);
    expect(OURS.map((name) => after[name]?.sha256)).toEqual(OURS.map((name) => before[name]?.sha256));
  });

  test('after a write of which no answer came, returns that one too', async () => {
    const before = await live();
    tenant.emulator.faults.add({ path: PUT_BACK, nth: 3, effect: 'drop-after' });
    const result = await rollBack();
    tenant.emulator.faults.clear();
    expect(told(result)).toContain(
      `; live now: ${returned(before, { [STEP_UP]: 2, [ENROLL]: 2, [GRANT]: 2 })}, ${DOMAINS} version 2\n`,
    );
    const after = await live();
    expect(OURS.map((name) => after[name]?.sha256)).toEqual(OURS.map((name) => before[name]?.sha256));
  });

  test('and can not return either, says which versions to put live', async () => {
    const before = await live();
    tenant.emulator.faults.add({ path: PUT_BACK, nth: 3, times: 'always', effect: 'server-error' });
    const result = await rollBack();
    tenant.emulator.faults.clear();
    const after = await live();
    const [stepUp, enroll, grant] = OURS.map((name) => after[name]);
    expect(told(result)).toContain(
      `; live now: ${STEP_UP} version ${stepUp?.version}, ${ENROLL} version ${enroll?.version} (equal to 1), ${GRANT} version ${grant?.version} (equal to 1), ${DOMAINS} version 2\n` +
        'Fix: Logins may run a mixture now. Once the tenant answers, run ' +
        `npm run rollback -- --env local --to ${ENROLL}=1 --to ${GRANT}=1 --to ${STEP_UP}=1\n`,
    );
    expect([stepUp, grant?.sha256]).toEqual([before[STEP_UP], deployed[0]?.[GRANT]]);

    const chosen = [ENROLL, GRANT].map((name) => ({ name, number: before[name]?.version ?? 0 }));
    expect(told(await rollBack({ chosen }))).toMatchObject({ notes: [] });
  });

  test('and then can not read, says that it does not know', async () => {
    tenant.emulator.faults.add(
      { path: PUT_BACK, times: 'always', effect: 'server-error' },
      { path: '/api/v2/actions/actions/*', nth: OURS.length * 2 + 1, times: 'always', effect: 'server-error' },
    );
    const result = await rollBack();
    tenant.emulator.faults.clear();
    const unknown = /^ROLLBACK_INCOMPLETE .*; what is live now is not known \(500 .*\)\nFix: Logins may run /;
    expect(told(result)).toMatch(unknown);
  });

  test('at its first write, tells only why', async () => {
    const { scopes } = leastScopes(await shippedTenant(), true);
    const reader = await machineClient(tenant.auth0, tenant.emulator.domain, scopes);
    const result = await rollBack({ connection: { domain: tenant.emulator.domain, ...reader } });
    expect(told(result)).toMatch(
      new RegExp(
        `^TENANT_REFUSED expected the tenant to accept this \\(putting version \\d of ${ENROLL} live\\), found 403 `,
      ),
    );
    expect(told(result)).toContain('create:actions');
  });

  test('because a version does not go live, gives up after a while', async () => {
    const { data } = await tenant.auth0.actions.list({ actionName: ENROLL });
    const result = await rollBack({ polling: { looks: 0, everyMs: 2000 } });
    expect(told(result)).toContain('found another version live after 0 seconds; live now: ');
    expect((await tenant.auth0.actions.get(data[0]?.id ?? '')).deployed_version?.code).toBe(
      data[0]?.deployed_version?.code,
    );
  });
});
