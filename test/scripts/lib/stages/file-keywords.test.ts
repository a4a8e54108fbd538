import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readManifest } from '../../../../scripts/lib/manifest/manifest.ts';
import { checkSecretValues } from '../../../../scripts/lib/manifest/secret-values.ts';
import { mask } from '../../../../scripts/lib/mask.ts';
import { keywordsOfFiles } from '../../../../scripts/lib/stages/file-keywords.ts';
import { quotedYaml } from '../../../../scripts/lib/stages/quoted.ts';
import { FILES, fixture } from '../../fixture.ts';

// The replacement of the installed auth0-deploy-cli: what it loads is what Auth0 gets.
const { keywordReplace }: { keywordReplace: (text: string, mappings: Record<string, string>) => string } =
  createRequire(import.meta.url)('auth0-deploy-cli/lib/tools/utils.js');

const KEY = '-----BEGIN KEY-----\r\n"quoted" \\ $& ##OTHER## @@OTHER@@ ##OTHER__IN_QUOTES## 🔑\n';

test('a secret in a file arrives byte for byte, in JSON too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'express-configure-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const assets = new Map([
    ['flow.json', '{ "key": "##KEY##", "both": "a ##KEY## b ##OTHER##" }'],
    ['page.html', '<p title="##PLAIN##">##UNKNOWN##</p>'],
  ]);
  for (const [path, text] of assets) await writeFile(join(folder, path), text);
  const keywords = await keywordsOfFiles(folder, assets, { KEY, OTHER: 'other', PLAIN: 'plain' });
  expect(Object.keys(keywords)).not.toContain('KEY');
  const read = async (path: string) => keywordReplace(await readFile(join(folder, path), 'utf8'), keywords);
  expect(JSON.parse(await read('flow.json'))).toEqual({ key: KEY, both: `a ${KEY} b other` });
  expect(await read('page.html')).toBe('<p title="plain">##UNKNOWN##</p>');
});

test('marks in a secret are refused in a page, and harmless in JSON', async () => {
  const codesWith = async (path: string, text: string): Promise<string[]> => {
    const secrets = `${FILES['tenant/environments/local.yaml']}  TOKEN:\n    version: 1\n`;
    const rootDir = await fixture({ [`tenant/${path}`]: text, 'tenant/environments/local.yaml': secrets });
    const manifest = await readManifest({ rootDir, environment: 'local' });
    if (!manifest.ok) throw new Error('the fixture is sound');
    return checkSecretValues(manifest.value, { TOKEN: 'a##b' }).map(({ code }) => code);
  };
  expect(await codesWith('pages/a.html', '##TOKEN##')).toEqual(['SECRET_UNSAFE']);
  expect(await codesWith('flows/a.json', '{ "token": "##TOKEN##" }')).toEqual([]);
});

test('a secret whose name is that of another in quotes is not mistaken for it', async () => {
  const { yaml, keywords } = quotedYaml('a: "##A##", b: "##A__IN_QUOTES##", c: "@@A@@"', { A: '1', A__IN_QUOTES: '2' });
  expect(keywordReplace(yaml, keywords)).toBe('a: "1", b: "2", c: "1"');
});

test('the escapes of a secret are masked as it is itself', () => {
  const { keywords } = quotedYaml('##KEY##', { KEY: 'pass"word#1' });
  expect(mask(`Problem loading: ${keywords.KEY__IN_QUOTES}, pass"word#1`, ['pass"word#1'])).toBe(
    'Problem loading: ***, ***',
  );
});
