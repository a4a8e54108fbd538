import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Lockfile, licencesPage, unknownLicences } from '../../../../scripts/lib/licences/licences.ts';
import { rootDir } from '../../../support/project.ts';

const textOf = (file: string) => readFile(join(rootDir, file), 'utf8');
const lockfile: Lockfile = JSON.parse(await textOf('package-lock.json'));

test('docs/licences.md is what `node scripts/lib/licences/write-licences.ts` writes', async () => {
  expect(await textOf('docs/licences.md')).toBe(licencesPage(lockfile));
});

test('no package has a licence that nobody has looked at', () => {
  expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100);
  expect(unknownLicences(lockfile)).toEqual([]);
});

test('an unknown licence is told, a choice with a known one is not', () => {
  const packages = {
    '': { license: 'UNLICENSED' },
    'node_modules/a': { version: '1.0.0', license: 'GPL-3.0-only' },
    'node_modules/b': { version: '1.0.0', license: '(GPL-3.0-only OR MIT)' },
    'node_modules/c': { version: '1.0.0', license: 'MIT AND SSPL-1.0' },
    'node_modules/b/node_modules/@x/d': { version: '2.0.0' },
  };
  expect(unknownLicences({ packages })).toEqual([
    '@x/d 2.0.0: none',
    'a 1.0.0: GPL-3.0-only',
    'c 1.0.0: MIT AND SSPL-1.0',
  ]);
});

test('a package is listed once a version, with its widest use', () => {
  const packages = {
    'node_modules/a': { version: '1.0.0', license: 'MIT', dev: true },
    'node_modules/b/node_modules/a': { version: '1.0.0', license: 'MIT' },
    'node_modules/c/node_modules/a': { version: '2.0.0', license: 'ISC', optional: true },
  };
  const rows = licencesPage({ packages })
    .split('\n')
    .filter((line) => line.startsWith('| a '));
  expect(rows).toEqual(['| a | 1.0.0 | MIT | runtime |', '| a | 2.0.0 | ISC | runtime, optional |']);
});

test('no package has an install script that runs: it could fetch from a network or run beside credentials', async () => {
  const scripted = Object.entries(lockfile.packages).filter(([, entry]) => 'hasInstallScript' in entry);
  // The second prints a line of thanks; a test's SDK brings it.
  expect(scripted.map(([path]) => path).sort()).toEqual(['node_modules/browser-tabs-lock', 'node_modules/esbuild']);
  const { allowScripts }: { allowScripts: object } = JSON.parse(await textOf('package.json'));
  expect(allowScripts).toEqual({ 'browser-tabs-lock': false, esbuild: false });
});
