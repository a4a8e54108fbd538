import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../scripts/lib/doctor/catalogue.ts';
import { rootDir } from '../support/project.ts';
import { type Page, parsePage, readPages, targetOf } from './pages.ts';

const MAX_PICTURE_BYTES = 120_000;
const pages = await readPages();

const isOutside = (link: string): boolean => /^https:\/\//.test(link) || link.startsWith('http://localhost');

function brokenLinks(of: readonly Page[]): string[] {
  return of.flatMap((page) =>
    page.links
      .filter((link) => !isOutside(link))
      .filter((link) => {
        const { file, anchor } = targetOf(page, link);
        if (!existsSync(join(rootDir, file))) return true;
        return anchor !== '' && !of.some((other) => other.file === file && other.anchors.includes(anchor));
      })
      .map((link) => `${page.file}: ${link}`),
  );
}

test('every link leads to a file, and to a heading where it names one', () => {
  expect(pages.flatMap(({ links }) => links).length).toBeGreaterThan(100);
  expect(brokenLinks(pages)).toEqual([]);
});

test('a link that leads nowhere is told', () => {
  const markdown = '# A\n## What it `can` do\n[a](#what-it-can-do) [b](#gone) [c](gone.md) [d](../README.md#layout)\n';
  const page = parsePage('docs/x.md', markdown.replace('[a](#', '[a](policy.md#the-decision) [a](ci.md#'));
  expect(page.anchors).toEqual(['a', 'what-it-can-do']);
  expect(brokenLinks([...pages, page])).toEqual([
    'docs/x.md: ci.md#what-it-can-do',
    'docs/x.md: #gone',
    'docs/x.md: gone.md',
  ]);
});

test('every page is linked from another one, and every picture is shown', async () => {
  const targets = new Set(pages.flatMap((page) => page.links.map((link) => targetOf(page, link).file)));
  const pictures = (await readdir(join(rootDir, 'docs/images'))).map((name) => `docs/images/${name}`);
  const files = [...pages.map(({ file }) => file), ...pictures].filter((file) => file !== 'README.md');
  expect(files.filter((file) => !targets.has(file))).toEqual([]);
});

test('a picture has at most 120 kB', async () => {
  for (const name of await readdir(join(rootDir, 'docs/images'))) {
    expect((await stat(join(rootDir, 'docs/images', name))).size, name).toBeLessThanOrEqual(MAX_PICTURE_BYTES);
  }
});

/** Files that a build or a reader makes. */
const MADE =
  /^(?:dist\/|tenant\/environments\/(?:NAME|ENV|production(-eu)?)\.|test\/partner\.test\.ts|actions\/(?:guard-logins|samples)\.ts)/;
const FILE = /^(?:actions|library|scripts|emulator|test|tenant|docs|dist|\.github)\/[\w./-]*$/;

test('every file that a page names is there', () => {
  const named = pages.flatMap(({ file, spans }) => spans.filter((span) => FILE.test(span)).map((span) => [file, span]));
  expect(named.length).toBeGreaterThan(50);
  // What covers what names tests by their path below test/.
  const isThere = (span: string): boolean => ['', 'test'].some((folder) => existsSync(join(rootDir, folder, span)));
  expect(named.filter(([, span = '']) => !MADE.test(span) && !isThere(span))).toEqual([]);
});

/** Lists codes of rules and Actions that pages have as examples. */
const EXAMPLES = ['EC_SUPPORT_STAFF', 'GUARD_NO_ORG', 'GUARD_EMAIL_DOMAIN'];
/** Names of the same form that are no codes. */
const OTHER_NAMES =
  /^(?:AUTH0|NODE|EMULATOR|DOMAINS_API|OIN_CLIENT|EXPRESS_CONFIGURE)_|^(?:ADMIN_LOGIN_DOMAIN|TENANT_NAME|SCREENSHOTS|NOW_MS|ENTERPRISE_STRATEGIES)$/;

test('every code that a page names exists', async () => {
  const sources = await Promise.all(
    ['library/codes.ts', 'scripts/lib/failures.ts'].map((file) => readFile(join(rootDir, file), 'utf8')),
  );
  const known = new Set([
    ...[...sources.join('\n').matchAll(/'([A-Z][A-Z0-9_]+)'/g)].map(([, code]) => code),
    ...CATALOGUE.keys(),
  ]);
  const named = pages
    .filter(({ isGenerated }) => !isGenerated)
    .flatMap(({ file, spans }) =>
      spans.flatMap((span) => [...span.matchAll(/\b[A-Z][A-Z0-9]+_[A-Z0-9_]+\b/g)].map(([code]) => [file, code])),
    );
  expect(named.length).toBeGreaterThan(60);
  expect(
    named.filter(([, code = '']) => !known.has(code) && !EXAMPLES.includes(code) && !OTHER_NAMES.test(code)),
  ).toEqual([]);
});
