/** Actions of the triggers besides post-login in `tenant.yaml`: built, planned, deployed, verified, rolled back and unbound. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Management } from 'auth0';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW_MS } from '#actions-testing';
import { check } from '../../scripts/commands/check/run.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { verify } from '../../scripts/commands/verify/run.ts';
import { renderFailed } from '../../scripts/lib/render.ts';
import { boundNames, MINUTE_MS, OURS, type Rig, reportOf, runOn } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

const TENANT = 'tenant/tenant.yaml';
const declared = (name: string, file: string, trigger: string, version: string) =>
  `  - name: ${name}\n    code: ../actions/${file}\n    supported_triggers: [{ id: ${trigger}, version: ${version} }]\n`;

const SOURCES = {
  'sign-ups.ts':
    'export const onExecutePreUserRegistration = async (event: { user: { email?: string } }, api: { access: { deny(reason: string, message: string): void } }): Promise<void> => {\n' +
    "  if (event.user.email?.endsWith('@spam.example')) api.access.deny('spam', 'Not here.');\n};\n",
  'texts.js': 'exports.onExecuteSendPhoneMessage = async (event, api) => {};\n',
  // Away from the login, people may be sent on by an Action of a trigger of its own.
  'reset.js':
    "exports.onExecutePostChallenge = async (event, api) => { api.redirect.sendUserTo('https://a.example'); };\n",
};
const DECLARED =
  declared('sign-ups', 'sign-ups.ts', 'pre-user-registration', 'v2') +
  declared('texts', 'texts.js', 'send-phone-message', 'v2') +
  declared('reset', 'reset.js', 'password-reset-post-challenge', 'v1');
const BOUND =
  '  pre-user-registration:\n    - action_name: sign-ups\n' +
  '  send-phone-message:\n    - action_name: texts\n' +
  '  password-reset-post-challenge:\n    - action_name: reset\n';
const KEPT = [
  'The local tenant has no send-phone-message: it keeps "texts" and never runs it.',
  'The local tenant has no password-reset-post-challenge: it keeps "reset" and never runs it.',
];

let tenant: Rig;
beforeAll(async () => {
  tenant = await deployedRig();
  for (const [file, code] of Object.entries(SOURCES)) {
    await writeFile(join(tenant.project.rootDir, 'actions', file), code);
  }
  await tenant.project.edit(TENANT, '\nactions:\n', `\nactions:\n${DECLARED}`);
  await tenant.project.edit(TENANT, '\ntriggers:\n', `\ntriggers:\n${BOUND}`);
}, MINUTE_MS);
afterAll(() => tenant.close());

const project = () => ({
  rootDir: tenant.project.rootDir,
  environment: 'local',
  connection: {
    domain: tenant.emulator.domain,
    ...tenant.emulator.deployClient,
    caFile: tenant.emulator.caFile,
  },
});
const planned = async () => {
  const made = await plan(project());
  if (!made.ok) throw new Error(renderFailed(made));
  return made.value;
};
/** What a deploy would change, by section and name. */
const changed = async () =>
  (await planned()).entries.flatMap(({ section, name, change }) =>
    change === 'unchanged' || change === 'unmanaged' ? [] : [`${section} ${name} ${change}`],
  );
const namesOn = async (trigger: Management.ActionTriggerTypeEnum) =>
  (await tenant.auth0.actions.triggers.bindings.list(trigger)).data.map(({ action }) => action?.name);
const bind = (trigger: Management.ActionTriggerTypeEnum, ...names: string[]) =>
  tenant.auth0.actions.triggers.bindings.updateMany(trigger, {
    bindings: names.map((value) => ({ ref: { type: 'action_name', value }, display_name: value })),
  });

test('check takes them, and warns of nothing', async () => {
  expect(await check({ rootDir: tenant.project.rootDir, environment: 'local', env: {} })).toMatchObject({
    value: { actions: expect.arrayContaining(['sign-ups', 'texts', 'reset', ...OURS]), warnings: [] },
  });
});

test(
  'a deploy binds them after what others have bound there, and says which never run here',
  async () => {
    const { id = '' } = await tenant.auth0.actions.create({
      name: 'quota',
      code: 'exports.onExecutePreUserRegistration = async () => {};',
      supported_triggers: [{ id: 'pre-user-registration', version: 'v2' }],
    });
    // A draft is built once somebody asks for it.
    await tenant.auth0.actions.get(id);
    await tenant.auth0.actions.deploy(id);
    await bind('pre-user-registration', 'quota');

    expect(await changed()).toEqual(
      expect.arrayContaining([
        'actions sign-ups created',
        'triggers pre-user-registration changed',
        'triggers send-phone-message changed',
        'triggers password-reset-post-challenge changed',
      ]),
    );
    const { code, stdout } = await runOn(tenant, 'deploy', '--yes');
    expect(code, stdout).toBe(0);
    for (const note of KEPT) expect(stdout).toContain(`Note: ${note}\n`);
    expect(stdout).not.toContain('no pre-user-registration');
    expect(await namesOn('pre-user-registration')).toEqual(['quota', 'sign-ups']);
    expect(await namesOn('send-phone-message')).toEqual(['texts']);
    expect(await namesOn('password-reset-post-challenge')).toEqual(['reset']);
    expect(await boundNames(tenant.auth0)).toEqual(OURS);
    expect(await changed()).toEqual([]);
  },
  2 * MINUTE_MS,
);

const liveCode = async (name: string) =>
  (await tenant.auth0.actions.list({ actionName: name })).data[0]?.deployed_version?.code ?? '';

test(
  'what somebody unbinds there is a difference to plan and verify, and bound again; a rollback puts the version before live',
  async () => {
    await bind('pre-user-registration', 'quota');
    expect(await changed()).toEqual(['triggers pre-user-registration changed']);
    const verified = await verify({ ...project(), nowMs: NOW_MS });
    if (!verified.ok) throw new Error(renderFailed(verified));
    expect(verified.value.checks.filter(({ status }) => status === 'failed').map(({ name }) => name)).toEqual([
      'triggers "pre-user-registration"',
    ]);

    const before = await liveCode('texts');
    const texts = join(tenant.project.rootDir, 'actions/texts.js');
    await writeFile(texts, "exports.onExecuteSendPhoneMessage = async () => { console.log('sent'); };\n");
    expect(reportOf(await tenant.deploy()).notes).toEqual(expect.arrayContaining(KEPT));
    expect(await namesOn('pre-user-registration')).toEqual(['quota', 'sign-ups']);
    expect(await liveCode('texts')).not.toBe(before);

    const { code, stderr } = await runOn(tenant, 'rollback', '--to', 'texts=1', '--yes');
    expect(code, stderr).toBe(0);
    expect(await liveCode('texts')).toBe(before);
    await writeFile(texts, SOURCES['texts.js']);
    expect(await changed()).toEqual([]);
  },
  2 * MINUTE_MS,
);

test(
  'those that leave the file are unbound, and what others have bound stays',
  async () => {
    await tenant.project.edit(TENANT, DECLARED, '');
    await tenant.project.edit(TENANT, BOUND, '');
    for (const file of Object.keys(SOURCES)) await rm(join(tenant.project.rootDir, 'actions', file));
    const { entries, notes } = await planned();
    expect(entries.find(({ name }) => name === 'send-phone-message')).toMatchObject({
      section: 'triggers',
      change: 'changed',
      fields: [{ field: 'actions', old: ['texts'], new: [] }],
    });
    expect(notes.filter((note) => note.includes('never runs'))).toEqual([]);
    reportOf(await tenant.deploy());
    expect(await namesOn('pre-user-registration')).toEqual(['quota']);
    expect(await namesOn('send-phone-message')).toEqual([]);
    expect(await namesOn('password-reset-post-challenge')).toEqual([]);
    expect(await changed()).toEqual([]);
  },
  2 * MINUTE_MS,
);
