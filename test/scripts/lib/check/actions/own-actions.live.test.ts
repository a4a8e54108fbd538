import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emailThenPlatform } from '../../../../../library/step-up-settings.ts';
import { build } from '../../../../../scripts/commands/build/run.ts';
import { check } from '../../../../../scripts/commands/check/run.ts';
import { suspendsLogin } from '../../../../../scripts/lib/bundle/suspends-login.ts';
import type { Failure } from '../../../../../scripts/lib/failures.ts';
import { bindingFaults, type Needs, ownActions } from '../../../../../scripts/lib/manifest/own-actions.ts';
import { renderFailures } from '../../../../../scripts/lib/render.ts';
import { checkManifest } from '../../../../support/check-manifest.ts';
import { OURS } from '../../../../support/our-actions.ts';
import { copyProject, type ProjectCopy } from '../../../../support/project.ts';

const TENANT = 'tenant/tenant.yaml';
const CONFIG = 'actions/config.ts';
const ORDER = OURS.join(', ');

const required = (settings: Partial<Needs>): string[] =>
  ownActions({ ...emailThenPlatform, ...settings }, [])
    .filter(({ isRequired }) => isRequired)
    .map(({ name }) => name.slice('express-configure-'.length));

test.each<[string, Partial<Needs>, string[]]>([
  ['as shipped', {}, ['step-up', 'enroll', 'grant', 'domains']],
  ['without step-up', { mode: 'off' }, ['grant', 'domains']],
  ['that never enrol', { whenNoFactor: 'deny', whenOnlyOtherFactors: 'deny' }, ['step-up', 'grant', 'domains']],
  [
    'that enrol after a challenge alone',
    { whenNoFactor: 'deny', whenOnlyOtherFactors: { challengeThenEnroll: ['otp'] } },
    ['step-up', 'enroll', 'grant', 'domains'],
  ],
])('settings %s need the Actions they need', (_name, settings, expected) => {
  expect(required(settings)).toEqual(expected);
});

describe('a trigger', () => {
  const own = ownActions(emailThenPlatform, []);
  const faults = (...names: string[]): string[] =>
    bindingFaults(
      own,
      names.map((name) => ({
        action_name: OURS.find((each) => each.endsWith(name)) ?? name,
        redirects: name.startsWith('away'),
      })),
    ).map(({ kind, name }) => `${kind}: ${name.replace('express-configure-', '')}`);

  test.each<[string, string[], string[]]>([
    ['with the four in order', ['audit', 'step-up', 'enroll', 'grant', 'domains', 'metrics'], []],
    ['with none', [], ['not bound: step-up', 'not bound: enroll', 'not bound: grant', 'not bound: domains']],
    ['with the grant first', ['grant', 'step-up', 'enroll', 'domains'], ['order: grant']],
    ['with the domains before the grant', ['step-up', 'enroll', 'domains', 'grant'], ['order: domains']],
    ['with one of them twice', ['step-up', 'enroll', 'grant', 'domains', 'grant'], ['bound twice: grant']],
    ['that redirects before them', ['away', 'step-up', 'enroll', 'grant', 'domains'], []],
    ['that redirects after them', ['step-up', 'enroll', 'grant', 'domains', 'away'], ['redirect: away']],
    ['that redirects between them', ['step-up', 'away', 'enroll', 'grant', 'domains'], ['redirect: away']],
  ])('%s', (_name, names, expected) => {
    expect(faults(...names)).toEqual(expected);
  });
});

test.each([
  ['api.redirect.sendUserTo("https://a.example")', true],
  ['const { sendUserTo } = api.redirect;', true],
  ["api['redirect']['sendUserTo'](url)", true],
  ['api.prompt.render("form")', true],
  ["api.prompt['render']('form')", true],
  ["api['prompt'].render('form')", true],
  ['const { render } = api.prompt;', true],
  ['const { prompt: { render } } = api;', true],
  ['const { prompt: forms } = api; forms.render("form")', true],
  ['const p = api.prompt; p.render("form")', true],
  ['let p; p = api.prompt; p?.render("form")', true],
  ["api.redirect['send' + 'UserTo'](url)", true],
  ['const show = (p) => p.render("form"); show(api.prompt);', true],
  ['class Form { constructor(api) { this.p = api.prompt; } show() { this.p.render("form"); } }', true],
  ['api.redirect[method](url)', true],
  ['api[part].render("form")', true],
  ['event.user[name]; event.transaction.prompt[0]', false],
  ['const view = require("view"); if (api.prompt) view.render("page")', false],
  ['event.transaction.prompt.includes("login") && render(page)', false],
  ['const html = view.render("prompt");', false],
  ['const { render } = require("./view"); render(event.transaction.prompt)', false],
  ['let a = b, b = a; a.render(event.transaction.prompt)', false],
  ['this is no code: prompt render', true],
  ['api.redirect.canRedirect()', false],
  ['api.access.deny("no")', false],
])('whether %s suspends a login: %s', (code, expected) => {
  expect(suspendsLogin(code)).toBe(expected);
});

/** What `check` says of the project with these edits. In place of a line and column stands the text that is there. */
async function said(...edits: [file: string, from: string, to: string][]): Promise<string> {
  await using project = await copyProject();
  for (const edit of edits) await project.edit(...edit);
  return await sayOf(project);
}

async function sayOf({ rootDir }: ProjectCopy): Promise<string> {
  const checked = await check({ rootDir, environment: 'local', env: {} });
  return checked.ok ? '' : await tell(rootDir, checked.failures);
}

/** The same for edits of the bindings alone, which need no build. */
async function saidOfBindings(...edits: [from: string, to: string][]): Promise<string> {
  await using project = await copyProject();
  for (const edit of edits) await project.edit(TENANT, ...edit);
  return await tell(project.rootDir, await checkManifest({ rootDir: project.rootDir, environment: 'local' }));
}

async function tell(rootDir: string, failures: Failure[]): Promise<string> {
  const lines = (await readFile(join(rootDir, TENANT), 'utf8')).split('\n');
  return renderFailures(failures).replaceAll(
    /^tenant\/tenant\.yaml:(\d+):(\d+)/gm,
    (_place, line, column) => `<${lines[Number(line) - 1]?.slice(Number(column) - 1)}>`,
  );
}

const binding = (name: string) => `    - action_name: ${name}\n      display_name: ${name}\n`;
const [STEP_UP = '', ENROLL = '', GRANT = '', DOMAINS = ''] = OURS;

describe('tenant.yaml alone is not believed', () => {
  test('the grant before step-up', async () => {
    expect(await saidOfBindings([binding(GRANT), ''], ['  post-login:\n', `  post-login:\n${binding(GRANT)}`])).toBe(
      `<action_name: ${GRANT}> ACTION_BINDINGS expected this order: ${ORDER}, found "${GRANT}" before one that belongs before it\n` +
        'Fix: Put them in this order: only the next Action can see a completed challenge.\n',
    );
  });

  test.each([STEP_UP, ENROLL, GRANT, DOMAINS])('%s is not bound', async (name) => {
    expect(await saidOfBindings([binding(name), ''])).toContain(
      `ACTION_BINDINGS expected "${name}" bound to post-login, which the settings of actions/config.ts need, found no binding\n` +
        `Fix: Bind it, in this order: ${ORDER}.\n`,
    );
  });

  test('step-up is neither bound nor declared, and its file is a helper', async () => {
    const yaml = await readFile(join(import.meta.dirname, '../../../../..', TENANT), 'utf8');
    const [entry = ''] = / {2}- name: express-configure-step-up\n(?: {4}.*\n)+/.exec(yaml) ?? [];
    expect(
      await said(
        [TENANT, entry, ''],
        [TENANT, binding(STEP_UP), ''],
        ['actions/step-up.ts', 'export const onExecutePostLogin', 'export const handle'],
      ),
    ).toContain(
      'ACTION_BINDINGS expected an Action with code: ../actions/step-up.ts, which the settings of actions/config.ts need, found none\n' +
        `Fix: Declare "${STEP_UP}" under \`actions:\`, and bind it.\n`,
    );
  });

  test('one is bound twice', async () => {
    expect(await saidOfBindings([binding(GRANT), `${binding(GRANT)}${binding(GRANT)}`])).toContain(
      `<action_name: ${GRANT}> ACTION_BINDINGS expected "${GRANT}" bound once, found another binding`,
    );
  });

  test('another one is bound twice', async () => {
    await using project = await copyProject();
    await writeFile(
      join(project.rootDir, 'actions/other.ts'),
      'export const onExecutePostLogin = async (): Promise<void> => undefined;\n',
    );
    const entry =
      '  - name: other\n    code: ../actions/other.ts\n    supported_triggers:\n      - id: post-login\n        version: v3\n';
    await project.edit(TENANT, '\nactions:\n', `\nactions:\n${entry}`);
    await project.edit(TENANT, '  post-login:\n', `  post-login:\n${binding('other')}${binding('other')}`);
    expect(await sayOf(project)).toContain(
      '<action_name: other> ACTION_BINDINGS expected "other" bound once, found another binding',
    );
  });

  test('one is deployed under two names', async () => {
    const copy =
      '  - name: second-grant\n    code: ../actions/grant.ts\n    supported_triggers:\n      - id: post-login\n        version: v3\n';
    const secrets = '    secrets:\n      - name: OIN_CLIENT_IDS\n        value: "##OIN_CLIENT_IDS##"\n';
    expect(await said([TENANT, '\nactions:\n', `\nactions:\n${copy}${secrets}`])).toContain(
      '<../actions/grant.ts> ACTION_BINDINGS expected one Action with code: ../actions/grant.ts, found another one',
    );
  });

  test('an Action of the team redirects after them, and before them it may', async () => {
    await using project = await copyProject();
    const { rootDir } = project;
    const source =
      "import type { Event, PostLoginAPI } from 'express-configure/actions';\nexport const onExecutePostLogin = async (_event: Event, api: PostLoginAPI): Promise<void> => {\n  api.redirect.sendUserTo('https://terms.acme.com');\n};\n";
    await writeFile(join(rootDir, 'actions/terms.ts'), source);
    const entry =
      '  - name: terms\n    code: ../actions/terms.ts\n    supported_triggers:\n      - id: post-login\n        version: v3\n';
    await project.edit(TENANT, '\nactions:\n', `\nactions:\n${entry}`);
    await project.edit(TENANT, binding(DOMAINS), `${binding(DOMAINS)}${binding('terms')}`);
    expect(await sayOf(project)).toBe(
      '<action_name: terms> ACTION_BINDINGS expected no Action that redirects or shows a form after the first of ours, found "terms"\n' +
        `Fix: Bind it before ${STEP_UP}: the proof of the second factor grows old while people are away.\n`,
    );
    await project.edit(TENANT, binding('terms'), '');
    await project.edit(TENANT, '  post-login:\n', `  post-login:\n${binding('terms')}`);
    expect(await sayOf(project)).toBe('');
  });

  test('what the settings do not need may be left out', async () => {
    const off: [string, string, string] = [CONFIG, "mode: 'required'", "mode: 'off'"];
    expect(await said(off, [TENANT, binding(STEP_UP), ''], [TENANT, binding(ENROLL), ''])).toBe('');
    const never: [string, string, string] = [CONFIG, "whenNoFactor: 'enroll'", "whenNoFactor: 'deny'"];
    expect(await said(never, [TENANT, binding(ENROLL), ''])).toBe('');
    expect(await said(never, [TENANT, binding(STEP_UP), ''])).toContain(`"${STEP_UP}" bound to post-login`);
  });

  test('the build writes nothing that auth0-deploy-cli alone could import so', async () => {
    await using project = await copyProject();
    await project.edit(TENANT, binding(STEP_UP), '');
    expect(await build({ rootDir: project.rootDir, environment: 'local' })).toMatchObject({
      ok: false,
      failures: [{ code: 'ACTION_BINDINGS' }],
    });
  });
});
