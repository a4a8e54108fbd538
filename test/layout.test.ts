import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { rootDir } from './support/project.ts';
import { trackedFiles } from './support/tracked-files.ts';

/** Folders of the layout: those at the top, what is in them, and what is in `scripts/lib/`. */
function foldersOf(files: readonly string[]): string[] {
  const folders = files.flatMap((file) => {
    const parts = posix.dirname(file).split('/');
    return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
  });
  const isOfLayout = (folder: string): boolean =>
    !folder.startsWith('.') && (folder.split('/').length <= 2 || /^scripts\/lib\/[^/]+$/.test(folder));
  return [...new Set(folders)].filter(isOfLayout).sort();
}

/** Those that neither the README's Layout names by their path, nor the README of their top folder by the path in it. */
async function unnamed(folders: readonly string[]): Promise<string[]> {
  const readme = await readFile(join(rootDir, 'README.md'), 'utf8');
  const layout = readme.split(/^## /m).find((section) => section.startsWith('Layout\n')) ?? '';
  const found: string[] = [];
  for (const folder of folders) {
    const [top = '', ...rest] = folder.split('/');
    const own = join(rootDir, top, 'README.md');
    const ofTop = rest.length > 0 && existsSync(own) ? await readFile(own, 'utf8') : '';
    const isNamed = layout.includes(`\`${folder}/\``) || ofTop.includes(`\`${rest.join('/')}/\``);
    // A folder of `lib/` is explained by those in it.
    const isExplained = rest.length > 0 && new RegExp(`\`${rest.join('/')}/[\\w-]+/\``).test(ofTop);
    if (!isNamed && !isExplained) found.push(folder);
  }
  return found;
}

test('every folder is explained in the README’s Layout, or in the README of its folder', async () => {
  const folders = foldersOf(trackedFiles());
  expect(folders).toEqual(expect.arrayContaining(['actions', 'library/contract', 'scripts/lib/plan', 'emulator/okta']));
  expect(await unnamed(folders)).toEqual([]);
});

test('a folder that nobody explains is told', async () => {
  const files = [
    'pipelines/a.ts',
    'scripts/lib/plan/b.ts',
    'scripts/lib/plan/deep/c.ts',
    'scripts/lib/secret/d.ts',
    '.x/e',
  ];
  expect(await unnamed(foldersOf(files))).toEqual(['pipelines', 'scripts/lib/secret']);
});

test('the tables of folders name only folders that are there', async () => {
  for (const top of ['scripts', 'test']) {
    const text = await readFile(join(rootDir, top, 'README.md'), 'utf8');
    const cells = [...text.matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, cell = '']) => cell.split(', '));
    const named = cells.map((cell) => cell.replaceAll('`', ''));
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((folder) => !existsSync(join(rootDir, top, folder)))).toEqual([]);
  }
});
