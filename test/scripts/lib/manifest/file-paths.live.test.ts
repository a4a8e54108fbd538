import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { build } from '../../../../scripts/commands/build/run.ts';
import { check } from '../../../../scripts/commands/check/run.ts';
import { SECTIONS_WITH_FILES } from '../../../../scripts/lib/manifest/file-fields.ts';
import { renderFailed } from '../../../../scripts/lib/render.ts';
import { editIn } from '../../../support/project.ts';
import { fixture } from '../../fixture.ts';

const TENANT = 'tenant/tenant.yaml';
const CONTENT = 'hunter2-of-the-host';

/** A project with a file of the host beside it. */
async function project(sections: string, files: Record<string, string> = {}): Promise<string> {
  const rootDir = await fixture(files);
  await editIn(rootDir, TENANT, 'databases:\n', `${sections}databases:\n`);
  for (const depth of ['', 'tenant/', 'dist/']) {
    await mkdir(join(rootDir, depth), { recursive: true });
    await writeFile(join(rootDir, depth, 'secret.txt'), CONTENT);
  }
  return rootDir;
}

async function said(rootDir: string): Promise<string> {
  const checked = await check({ rootDir, environment: 'local', env: {} });
  return checked.ok ? '' : renderFailed(checked);
}

const codes = (text: string): string[] => text.match(/\b[A-Z]+_[A-Z_]+(?= expected)/g) ?? [];

describe('a path that leads out of tenant/ is a failure of check', () => {
  test.each([
    ['emailTemplates', 'emailTemplates:\n  - template: welcome_email\n    body: ./../../../secret.txt\n'],
    ['emailTemplates, absolute', 'emailTemplates:\n  - template: welcome_email\n    body: /etc/hostname\n'],
    [
      'emailTemplates, with backslashes',
      "emailTemplates:\n  - template: welcome_email\n    body: '..\\..\\secret.txt'\n",
    ],
    ['emailTemplates, of another drive', "emailTemplates:\n  - template: welcome_email\n    body: 'C:\\secret.txt'\n"],
    ['pages', 'pages:\n  - name: login\n    html: ../secret.txt\n'],
    ['rules', 'rules:\n  - name: one\n    script: rules/../../secret.txt\n'],
    ['hooks', 'hooks:\n  - name: one\n    script: ../secret.txt\n'],
    ['actionModules', 'actionModules:\n  - name: one\n    code: ../secret.txt\n'],
    ['forms', 'forms:\n  - name: one\n    body: ../secret.txt\n'],
    ['flows', 'flows:\n  - name: one\n    body: ../secret.txt\n'],
    ['branding', 'branding:\n  templates:\n    - template: universal_login\n      body: ../secret.txt\n'],
    [
      'branding, trimmed by auth0-deploy-cli',
      'branding:\n  templates:\n    - template: universal_login\n      body: " ../../emails/ok.html"\n',
    ],
    [
      'connections',
      'connections:\n  - name: email\n    strategy: email\n    options: { email: { body: ../../secret.txt } }\n',
    ],
    ['prompts', 'prompts:\n  screenRenderers:\n    - login-id:\n        login-id: ../secret.txt\n'],
  ])('%s', async (_name, sections) => {
    const text = await said(await project(sections, { 'tenant/emails/ok.html': '<p>' }));
    expect(text).toMatch(/^tenant\/tenant\.yaml:\d+:\d+ FILE_(OUTSIDE|MISSING) expected /m);
    expect(text).not.toContain(CONTENT);
  });

  test('databases', async () => {
    const rootDir = await project('');
    await editIn(
      rootDir,
      TENANT,
      '  - name: users\n',
      `  - name: users\n    options: { customScripts: { login: ../secret.txt } }\n`,
    );
    expect(await said(rootDir)).toBe(
      'tenant/tenant.yaml:28:40 FILE_OUTSIDE expected databases.[0].options.customScripts.login to name a file in tenant/, ' +
        'which a deploy uploads, found "../secret.txt", which leads out of it\n' +
        'Fix: Move the file into a folder of tenant/ and name it from there, such as ./emails/welcome.html.\n',
    );
  });

  test('clients, where a text that names no file is the page itself', async () => {
    const rootDir = await project('');
    await editIn(rootDir, TENANT, '  - name: App\n', '  - name: App\n    custom_login_page: ../../secret.txt\n');
    expect(codes(await said(rootDir))).toEqual(['FILE_OUTSIDE']);
    const pages = await project('');
    await editIn(pages, TENANT, '  - name: App\n', '  - name: App\n    custom_login_page: "<a href=\'../../../x\'>"\n');
    expect(await said(pages)).not.toContain('FILE_');
  });

  test('by a link, in tenant/ or above it', async () => {
    const sections = 'pages:\n  - name: login\n    html: ./pages/login.html\n';
    const rootDir = await project(sections, { 'tenant/pages/other.html': '<p>other' });
    await symlink('../../secret.txt', join(rootDir, 'tenant/pages/login.html'));
    expect(await said(rootDir)).toContain('FILE_OUTSIDE expected pages.[0].html to name a file in tenant/');
    await rm(join(rootDir, 'tenant/pages'), { recursive: true });
    const elsewhere = await mkdtemp(join(tmpdir(), 'express-configure-'));
    onTestFinished(() => rm(elsewhere, { recursive: true }));
    await writeFile(join(elsewhere, 'login.html'), CONTENT);
    await symlink(elsewhere, join(rootDir, 'tenant/pages'));
    const text = await said(rootDir);
    expect(text).toContain('found "./pages/login.html", a link that leads out of it');
    expect(text).not.toContain(CONTENT);
  });

  test('by a keyword whose value is not known', async () => {
    const rootDir = await project('pages:\n  - name: login\n    html: "##OIN_CLIENT_IDS##"\n');
    expect(await said(rootDir)).toContain(
      'FILE_OUTSIDE expected pages.[0].html to name a file in tenant/, which a deploy uploads, found a keyword',
    );
  });

  test('by a keyword of the environment', async () => {
    const rootDir = await project('pages:\n  - name: login\n    html: "##PAGE##"\n');
    await editIn(rootDir, 'tenant/environments/local.yaml', 'values:\n', 'values:\n  PAGE: ../secret.txt\n');
    expect(codes(await said(rootDir))).toEqual(['FILE_OUTSIDE']);
  });

  test.each(['tenant.yaml', './environments/local.yaml', 'config.json', 'stage-actions.yaml', './secret.txt'])(
    'or to a file of the build that holds more than content: %s',
    async (path) => {
      const rootDir = await project(`pages:\n  - name: login\n    html: ${path}\n`);
      expect(codes(await said(rootDir))).toHaveLength(1);
    },
  );
});

describe('a file of tenant/', () => {
  test('is taken along, by a link within tenant/ too', async () => {
    const sections = 'pages:\n  - name: login\n    html: ./pages/login.html\n';
    const rootDir = await project(sections, { 'tenant/shared/page.html': '<p>shared' });
    await mkdir(join(rootDir, 'tenant/pages'));
    await symlink('../shared/page.html', join(rootDir, 'tenant/pages/login.html'));
    expect(await said(rootDir)).not.toContain('FILE_');
    expect((await build({ rootDir, environment: 'local' })).ok).toBe(true);
    expect(await readFile(join(rootDir, 'dist/tenant/pages/login.html'), 'utf8')).toBe('<p>shared');
  });

  test('that is not there, or a folder, is named', async () => {
    const rootDir = await project('pages:\n  - name: login\n    html: ./pages/login.html\n');
    expect(await said(rootDir)).toContain(
      'FILE_MISSING expected the file tenant/pages/login.html that pages.[0].html names, found no such file',
    );
    await mkdir(join(rootDir, 'tenant/pages/login.html'), { recursive: true });
    expect(await said(rootDir)).toContain('found a folder');
  });
});

describe('a file that auth0-deploy-cli would leave out, or take for something else', () => {
  const renderers = (text: string) => `prompts:\n  screenRenderers:${text}\n`;

  test.each([
    [
      'two prompts of one entry',
      renderers('\n    - login: { login: ./p/a.json }\n      signup: { signup: ./p/a.json }'),
    ],
    ['no list', renderers('\n      login: { login: ./p/a.json }')],
    ['a list of lists', renderers('\n    - [./p/a.json]')],
  ])('%s', async (_name, sections) => {
    expect(await said(await project(sections, { 'tenant/p/a.json': '{}' }))).toContain(
      'INVALID_VALUE expected prompts.screenRenderers to be a list of entries with one prompt each, found what auth0-deploy-cli leaves out',
    );
  });

  test.each([
    ['a screen', renderers("\n    - login: { login: 'p\\a.json' }")],
    ['a form', "forms:\n  - name: one\n    body: 'p\\a.json'\n"],
    ['a flow', "flows:\n  - name: one\n    body: 'p\\a.json'\n"],
  ])('%s with backslashes, for which it looks by that name', async (_name, sections) => {
    const text = await said(await project(sections, { 'tenant/p/a.json': '{}' }));
    expect(text).toContain('found backslashes, of which auth0-deploy-cli finds no file here\nFix: Write "p/a.json".');
  });

  test('a page of an application with backslashes', async () => {
    const rootDir = await project('', { 'tenant/clients/a.html': '<p>' });
    await editIn(rootDir, TENANT, '  - name: App\n', "  - name: App\n    custom_login_page: '.\\a.html'\n");
    expect(await said(rootDir)).toContain('Fix: Write "./a.html".');
  });

  test.each([
    ['a screen', renderers('\n    - login: { login: ./p/a.json }')],
    ['a form', 'forms:\n  - name: one\n    body: ./p/a.json\n'],
  ])('%s that is no JSON', async (_name, sections) => {
    const rootDir = await project(sections, { 'tenant/p/a.json': `{ "a": ${CONTENT} }` });
    const text = await said(rootDir);
    expect(text).toContain('tenant/p/a.json INVALID_VALUE expected JSON, which auth0-deploy-cli parses, found a text');
    expect(text).not.toContain(CONTENT);
  });

  test('JSON keeps what it is, whatever a value holds', async () => {
    const rootDir = await project('forms:\n  - name: one\n    body: ./p/a.json\n', {
      'tenant/p/a.json': '{ "title": "##TITLE##", "secret": "##OIN_CLIENT_IDS##", "size": ##SIZE## }',
    });
    await editIn(
      rootDir,
      'tenant/environments/local.yaml',
      'values:\n',
      'values:\n  TITLE: "say \\"hi\\" \\\\ or\\nleave"\n  SIZE: 3\n',
    );
    expect(await said(rootDir)).not.toContain('INVALID_VALUE expected JSON');
    expect((await build({ rootDir, environment: 'local' })).ok).toBe(true);
    expect(JSON.parse(await readFile(join(rootDir, 'dist/tenant/p/a.json'), 'utf8'))).toEqual({
      title: 'say "hi" \\ or\nleave',
      secret: '##OIN_CLIENT_IDS##',
      size: 3,
    });
  });
});

describe('an Action', () => {
  test.each(['../../secret.txt', '../secret.txt', '../../secret.json'])('does not import %s', async (path) => {
    const source = `import secret from '${path}';\nexport const onExecutePostLogin = async () => void secret;\n`;
    const rootDir = await project('', { 'actions/greet.ts': source });
    await rm(join(rootDir, 'secret.txt'));
    await symlink('/etc/hostname', join(rootDir, 'secret.txt'));
    for (const file of ['secret.txt', 'secret.json']) {
      const beside = join(dirname(rootDir), file);
      await writeFile(beside, JSON.stringify(CONTENT));
      onTestFinished(() => rm(beside, { force: true }));
    }
    const text = await said(rootDir);
    expect(text).toMatch(/^actions\/greet\.ts:1:\d+ FILE_OUTSIDE expected Actions that import files of this project/);
    expect(text).not.toContain(CONTENT);
  });

  test('is not a link to a file elsewhere, which is not even read', async () => {
    const rootDir = await project('');
    const elsewhere = await mkdtemp(join(tmpdir(), 'express-configure-'));
    onTestFinished(() => rm(elsewhere, { recursive: true }));
    await writeFile(join(elsewhere, 'secret.ts'), `${CONTENT} ${CONTENT}`);
    await rm(join(rootDir, 'actions/greet.ts'));
    await symlink(join(elsewhere, 'secret.ts'), join(rootDir, 'actions/greet.ts'));
    const text = await said(rootDir);
    expect(codes(text)).toEqual(['FILE_OUTSIDE']);
    expect(text).not.toContain('hunter2');
  });
});

test('the sections that name files are those of the installed auth0-deploy-cli', async () => {
  const handlers = join(createRequire(import.meta.url).resolve('auth0-deploy-cli'), '../context/yaml/handlers');
  const files = (await readdir(handlers)).filter((file) => file.endsWith('.js') && file !== 'index.js');
  const loading = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(handlers, file), 'utf8');
      return /loadFile|loadJSON|readFile|readJSON/.test(text) ? [file.slice(0, -3)] : [];
    }),
  );
  expect(
    loading
      .flat()
      .filter((section) => section !== 'actions')
      .sort(),
  ).toEqual(SECTIONS_WITH_FILES);
});
