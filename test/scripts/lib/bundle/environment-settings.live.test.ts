import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtAction, cases, loginEvent, runAction } from '#actions-testing';
import { build } from '../../../../scripts/commands/build/run.ts';
import { check } from '../../../../scripts/commands/check/run.ts';
import { policyTable } from '../../../../scripts/commands/policy/table.ts';
import { trigger } from '../../../../scripts/commands/trigger/run.ts';
import { type BuiltTenant, buildTenant } from '../../../../scripts/lib/build/build-tenant.ts';
import { loadTeamSettings } from '../../../../scripts/lib/bundle/team-settings.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { commit, gitProject } from '../../../support/git-project.ts';
import { copyProject, type ProjectCopy } from '../../../support/project.ts';

const LOCAL = 'tenant/environments/local.yaml';
const STAGING = 'tenant/environments/staging.yaml';
const TENANT = 'tenant/tenant.yaml';
const OTP_ALONE = 'actions:\n  stepUp:\n    allowedFactors: [otp]\n';

/** Adds a second environment like the local one, with this text besides. */
async function addStaging(project: ProjectCopy, text: string): Promise<void> {
  const local = await readFile(join(project.rootDir, LOCAL), 'utf8');
  await appendFile(join(project.rootDir, STAGING), `${local}${text}`);
}

async function built(rootDir: string, environment: string): Promise<BuiltTenant> {
  const made = await buildTenant({ rootDir, environment });
  if (!made.ok) throw new Error(renderFailures(made.failures));
  return made.value;
}

/** What a check of the second environment says; places as line and column from the end of what both have. */
async function saysOf(text: string, ...edits: [file: string, from: string, to: string][]): Promise<string> {
  await using project = await copyProject();
  for (const edit of edits) await project.edit(...edit);
  await addStaging(project, text);
  const lines = (await readFile(join(project.rootDir, LOCAL), 'utf8')).split('\n').length - 1;
  const checked = await check({ rootDir: project.rootDir, environment: 'staging', env: {} });
  return checked.ok
    ? ''
    : renderFailures(
        checked.failures.filter(({ code }) => code !== 'PLACEHOLDER_VALUE' && code !== 'SHARED_BY_ENVIRONMENTS'),
      )
        .replaceAll(/staging\.yaml:(\d+):/g, (_place, line) => `staging.yaml:+${Number(line) - lines}:`)
        .replaceAll(/tenant\.yaml:\d+:/g, 'tenant.yaml:LINE:');
}

test('an environment’s settings are in its Actions that decide, and in no others', async () => {
  await using project = await copyProject();
  await addStaging(project, OTP_ALONE);
  const [local, staging] = [await built(project.rootDir, 'local'), await built(project.rootDir, 'staging')];
  const changed = staging.bundles.filter(({ sha256 }, index) => sha256 !== local.bundles[index]?.sha256);
  expect(changed.map(({ name }) => name.replace('express-configure-', ''))).toEqual(['step-up', 'enroll', 'grant']);
  for (const { code } of changed) expect(code).toContain(`// environment:${STAGING}\n`);
  for (const { code } of local.bundles) expect(code).not.toContain('tenant/environments');

  const [common, own] = await Promise.all(
    [local, staging].map(({ manifest }) => loadTeamSettings(project.rootDir, manifest.environment)),
  );
  expect(own?.config).toEqual({ ...common?.config, stepUp: { ...common?.config.stepUp, allowedFactors: ['otp'] } });
  expect(own?.domains.metadataKey).toBe(common?.domains.metadataKey);
});

test('a mistake is told by its place in the environment’s file', async () => {
  const keys = 'allowedFactors, emailFirst, passkeyAsFirstFactor, whenNoFactor, whenOnlyOtherFactors';
  const stepUp = (setting: string) => `actions:\n  stepUp:\n    ${setting}\n`;
  expect(await saysOf(stepUp('allowedFactors: []'))).toContain(
    `${STAGING}:+3:21 INVALID_VALUE expected actions.stepUp.allowedFactors must have at least 1 entry, found a list of 0\n`,
  );
  expect(await saysOf(stepUp('allowedFactors: [otp, email]'))).toContain(
    `${STAGING}:+3:27 INVALID_VALUE expected actions.stepUp.allowedFactors.[1] must be one of otp, webauthn-roaming, ` +
      'webauthn-platform, push-notification, phone, found "email"\n',
  );
  expect(await saysOf(stepUp('allowedFactors: [otp, otp]'))).toContain('must have no entry twice');
  expect(await saysOf(stepUp('mode: off'))).toContain(
    `${STAGING}:+3:5 UNKNOWN_KEY expected only the keys ${keys}, found "mode"\n`,
  );
  expect(await saysOf('actions:\n  stepup: {}\n')).toContain(
    `${STAGING}:+2:3 UNKNOWN_KEY expected only the keys stepUp, found "stepup"\n`,
  );
  expect(await saysOf(stepUp('whenOnlyOtherFactors: { challengeThenEnroll: [email] }'))).toContain(
    `${STAGING}:+3:51 INVALID_VALUE expected actions.stepUp.whenOnlyOtherFactors.challengeThenEnroll.[0] must be one of `,
  );
  expect(await saysOf(stepUp('whenOnlyOtherFactors: enroll'))).toContain(
    `${STAGING}:+3:27 INVALID_VALUE expected actions.stepUp.whenOnlyOtherFactors must be deny, found "enroll"\n`,
  );
});

test('what does not fit the other settings is told at the environment’s file, or with it', async () => {
  const both = 'actions:\n  stepUp:\n    whenOnlyOtherFactors:\n      challengeThenEnroll: [otp]\n';
  expect(await saysOf(both)).toMatch(
    /^tenant\/environments\/staging\.yaml:\+4:28 SETTING_INVALID expected config\.stepUp\.whenOnlyOtherFactors\.challengeThenEnroll to be .* none that is in allowedFactors, found \["otp"\]\n/,
  );
  const accepts = "whenOnlyOtherFactors: { challengeThenEnroll: ['voice'] }";
  const said = await saysOf('actions:\n  stepUp:\n    allowedFactors: [otp, phone]\n', [
    'actions/config.ts',
    "whenOnlyOtherFactors: 'deny'",
    accepts,
  ]);
  expect(said).toMatch(/^actions\/config\.ts:\d+:\d+ SETTING_INVALID .*, found \["voice"\]\n/);
  expect(said).toContain(`, or set it under \`actions:\` of ${STAGING} too.`);
});

test('a factor that is off in an environment is told where the environment allows it, and otherwise where it is off', async () => {
  const platform = '  - name: webauthn-platform\n    enabled: ';
  const off: [string, string, string] = [TENANT, `${platform}true`, `${platform}"@@PLATFORM@@"`];
  const perEnvironment = (text: string) => saysOf(text, off, [LOCAL, 'values:\n', 'values:\n  PLATFORM: false\n']);
  expect(await perEnvironment('')).toBe(
    `${TENANT}:LINE:14 FACTOR_OFF expected factor webauthn-platform enabled, as stepUp.allowedFactors of actions/config.ts ` +
      'has webauthn-platform, found enabled: false\nFix: Enable it here, or take webauthn-platform out of ' +
      `stepUp.allowedFactors in actions/config.ts, or for this environment alone under \`actions:\` of ${STAGING}.\n`,
  );
  expect(await perEnvironment('actions:\n  stepUp:\n    allowedFactors: [otp, webauthn-roaming]\n')).toBe('');
  expect(await perEnvironment('actions:\n  stepUp:\n    allowedFactors: [otp, webauthn-platform]\n')).toBe(
    `${STAGING}:+3:21 FACTOR_OFF expected factor webauthn-platform enabled, as stepUp.allowedFactors of ${STAGING} has ` +
      `webauthn-platform, found enabled: false\nFix: Enable it under \`guardianFactors:\` of ${TENANT}, or take ` +
      'webauthn-platform out of stepUp.allowedFactors here.\n',
  );
  expect(await perEnvironment(`${OTP_ALONE}    emailFirst: always\n`)).toContain(
    `${STAGING}:+4:17 FACTOR_OFF expected factor email enabled, as stepUp.emailFirst of ${STAGING} is 'always', found no `,
  );
});

test('an Action that takes its settings from elsewhere is refused', async () => {
  await using project = await copyProject();
  await addStaging(project, OTP_ALONE);
  await project.edit(
    'actions/grant.ts',
    "import { config } from './config.ts';",
    "import { emailThenPlatform } from 'express-configure/actions';\nconst config = { stepUp: emailThenPlatform, whenNoScopeRequested: 'deny' } as const;",
  );
  expect(await buildTenant({ rootDir: project.rootDir, environment: 'local' })).toMatchObject({ ok: true });
  expect(await buildTenant({ rootDir: project.rootDir, environment: 'staging' })).toMatchObject({
    failures: [{ code: 'SETTING_UNUSED', expected: expect.stringContaining('"express-configure-grant"') }],
  });
});

test('the kit runs the Actions of each environment', async () => {
  await using project = await copyProject();
  const { rootDir: projectDir } = project;
  await addStaging(project, OTP_ALONE);
  expect(await build({ rootDir: projectDir, environment: 'local' })).toMatchObject({
    value: { folder: 'dist/tenant', others: [{ environment: 'staging', folder: 'dist/environments/staging' }] },
  });
  const proven = loginEvent(cases.enrolled('webauthn-roaming'), cases.justChallenged('webauthn-roaming'));
  const granted = async (environment?: string) => {
    const grant = await builtAction('express-configure-grant', { projectDir, ...(environment && { environment }) });
    return (await runAction(grant, proven)).denied;
  };
  expect(await granted()).toBeUndefined();
  expect(await granted('local')).toBeUndefined();
  expect(await granted('staging')).toBe('Access denied (EC_MFA_WEAK)');
  await expect(granted('production')).rejects.toThrow(
    'Environment production is not built: dist/tenant is built for environment local. Run `npm run build -- --env production`.',
  );

  await project.edit(STAGING, '[otp]', '[webauthn-roaming]');
  await expect(granted('staging')).rejects.toThrow(
    `dist/environments/staging/actions/express-configure-grant.cjs is stale: ${STAGING} changed. Run \`npm run build\`.`,
  );
  await build({ rootDir: projectDir, environment: 'local' });
  expect(await granted('staging')).toBeUndefined();
  await rm(join(projectDir, STAGING));
  await build({ rootDir: projectDir, environment: 'local' });
  await expect(granted('staging')).rejects.toThrow('Environment staging is not built');
});

test('settings of an environment need an actions/config.ts', async () => {
  await using project = await copyProject();
  await addStaging(project, OTP_ALONE);
  await rm(join(project.rootDir, 'actions'), { recursive: true });
  await mkdir(join(project.rootDir, 'actions'));
  await writeFile(
    join(project.rootDir, 'actions/only.ts'),
    'export const onExecutePostLogin = async (): Promise<void> => {};\n',
  );
  const tenant = await readFile(join(project.rootDir, TENANT), 'utf8');
  const actions =
    'actions:\n  - name: only\n    code: ../actions/only.ts\n    supported_triggers:\n      - id: post-login\n        version: v3\n';
  const alone = tenant.replace(
    /^actions:\n[\s\S]*?^triggers:\n[\s\S]*?(?=^# ---|^\w)/m,
    `${actions}triggers:\n  post-login: []\n`,
  );
  await writeFile(join(project.rootDir, TENANT), alone);
  expect(await buildTenant({ rootDir: project.rootDir, environment: 'local' })).toMatchObject({ ok: true });
  expect(await buildTenant({ rootDir: project.rootDir, environment: 'staging' })).toMatchObject({
    failures: [{ code: 'SETTING_UNUSED', found: 'no such file', where: { file: STAGING } }],
  });
});

test('trigger and policy run an environment’s Actions by its settings', async () => {
  await using project = await gitProject();
  await addStaging(project, 'actions:\n  stepUp:\n    allowedFactors: [push-notification]\n');
  await project.edit(
    TENANT,
    '\nguardianFactors:\n',
    '\nguardianFactors:\n  - name: push-notification\n    enabled: true\n',
  );
  commit(project, 'another environment');
  const { rootDir } = project;
  const decisionOf = async (environment?: string) => {
    const ran = await trigger({
      rootDir,
      source: { event: 'push-only' },
      ...(environment && { environment }),
      overrides: [],
      actions: [],
      onProgress: (step) => progress.push(step),
    });
    return ran.ok ? ran.value.decision : renderFailures(ran.failures);
  };
  const progress: string[] = [];
  expect(await decisionOf()).toBe('denied');
  expect(await decisionOf('staging')).toBe('allowed');
  expect(await decisionOf()).toBe('allowed');
  expect(await decisionOf('local')).toBe('denied');
  expect(progress).toEqual([
    'built dist/tenant for environment local: not built',
    'built dist/tenant for environment staging: last built for local',
    'built dist/tenant for environment local: last built for staging',
  ]);
  expect(await decisionOf('nowhere')).toContain('UNKNOWN_ENVIRONMENT');

  const rowOf = async (environment: string) => {
    const table = await policyTable({ rootDir, environment, against: 'HEAD' });
    return table.ok && table.value.rows.find(({ event }) => event === 'push-only')?.decision;
  };
  expect(await rowOf('staging')).toBe('allowed');
  expect(await rowOf('local')).toBe('denied');

  await decisionOf('staging');
  await rm(join(rootDir, STAGING));
  expect(await decisionOf()).toBe('denied');
});
