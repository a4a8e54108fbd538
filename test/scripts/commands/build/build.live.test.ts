import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { build } from '../../../../scripts/commands/build/run.ts';
import { writeDist } from '../../../../scripts/lib/build/dist.ts';
import { edited, fixture } from '../../fixture.ts';

const environment = 'local';

async function contents(rootDir: string): Promise<string[]> {
  const entries = await readdir(join(rootDir, 'dist'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(rootDir.length + 1))
    .sort();
}

test('dist/tenant/ holds all that auth0-deploy-cli loads', async () => {
  const rootDir = await fixture({ 'tenant/connections/email.html': '<p>##APP_HOST##</p>' });
  const built = await build({ rootDir, environment });
  expect(built).toMatchObject({
    ok: true,
    value: { environment, folder: 'dist/tenant', actions: [{ name: 'greet', file: 'dist/tenant/actions/greet.cjs' }] },
  });
  expect(await contents(rootDir)).toEqual([
    'dist/tenant/actions/greet.cjs',
    'dist/tenant/config.json',
    'dist/tenant/connections/email.html',
    'dist/tenant/inputs.json',
    'dist/tenant/tenant.yaml',
  ]);
  const read = (file: string) => readFile(join(rootDir, 'dist/tenant', file), 'utf8');
  expect(JSON.parse(await read('config.json'))).toEqual({ AUTH0_ALLOW_DELETE: false });
  expect(await read('connections/email.html')).toBe('<p>app.example</p>');
  expect(parse(await read('tenant.yaml'))).toMatchObject({
    actions: [{ code: './actions/greet.cjs', deployed: true, secrets: [{ value: '##OIN_CLIENT_IDS##' }] }],
    clients: [
      { name: 'OIN' },
      { callbacks: ['https://app.example/callback'] },
      { allowed_origins: ['https://app.example'] },
    ],
  });
});

test('every text is quoted, so that what replaces a keyword can not become YAML', async () => {
  const rootDir = await fixture(edited('tenant/tenant.yaml', '##APP_HOST##/callback', '##AUTH0_DOMAIN##/callback'));
  await build({ rootDir, environment });
  const yaml = await readFile(join(rootDir, 'dist/tenant/tenant.yaml'), 'utf8');
  expect(yaml).toContain('- "https://##AUTH0_DOMAIN##/callback"');
});

test('an Action that does not parse is stopped, for Auth0 would build and deploy it', async () => {
  const rootDir = await fixture({ 'actions/greet.ts': 'export const onExecutePostLogin = async () => {};"\n' });
  expect(await build({ rootDir, environment })).toMatchObject({
    ok: false,
    failures: [{ code: 'BUNDLE_BUILD', where: { file: 'actions/greet.ts', line: 1 } }],
  });
  expect(await readdir(rootDir)).not.toContain('dist');
});

test('a failed build leaves the last one as it was', async () => {
  const rootDir = await fixture();
  await build({ rootDir, environment });
  const before = await readFile(join(rootDir, 'dist/tenant/actions/greet.cjs'), 'utf8');
  await writeFile(join(rootDir, 'actions/greet.ts'), 'export const onExecutePostLogin = async () => {};');

  expect(await build({ rootDir, environment })).toMatchObject({ ok: false, failures: [{ code: 'SECRET_UNUSED' }] });
  expect(await readFile(join(rootDir, 'dist/tenant/actions/greet.cjs'), 'utf8')).toBe(before);
});

test('a failed first build writes nothing', async () => {
  const rootDir = await fixture({ 'actions/greet.ts': 'export const onExecutePostLogin = 1;' });
  await build({ rootDir, environment });
  expect(await readdir(rootDir)).toEqual(['actions', 'package-lock.json', 'package.json', 'tenant']);
});

test('what an earlier build made and this one does not is gone', async () => {
  const rootDir = await fixture();
  await writeDist(rootDir, new Map([['actions/old.cjs', 'old']]));
  await build({ rootDir, environment });
  expect(await contents(rootDir)).not.toContain('dist/tenant/actions/old.cjs');
});

test('an error in the middle of writing leaves the old folder and no scratch', async () => {
  const rootDir = await fixture();
  await writeDist(rootDir, new Map([['tenant.yaml', 'old']]));
  const blocked = new Map([
    ['tenant.yaml', 'new'],
    ['tenant.yaml/below-a-file', 'new'],
  ]);
  await expect(writeDist(rootDir, blocked)).rejects.toThrow('EEXIST');
  expect(await contents(rootDir)).toEqual(['dist/tenant/tenant.yaml']);
  expect(await readFile(join(rootDir, 'dist/tenant/tenant.yaml'), 'utf8')).toBe('old');
  expect(await readdir(join(rootDir, 'dist'))).toEqual(['tenant']);
});
