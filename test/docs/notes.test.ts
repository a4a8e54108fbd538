/** `docs/notes/` has the facts that comments rely on: a comment links to one by path and heading. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Comment, commentsIn, hasComments } from '../support/comments.ts';
import { rootDir } from '../support/project.ts';
import { trackedFiles } from '../support/tracked-files.ts';
import { type Page, parsePage, readPages, targetOf } from './pages.ts';

const pages = await readPages();
const comments = (
  await Promise.all(
    trackedFiles()
      .filter((file) => hasComments(file) && existsSync(join(rootDir, file)))
      .map(async (file) => commentsIn(file, await readFile(join(rootDir, file), 'utf8'))),
  )
).flat();

const isNote = (file: string): boolean => file.startsWith('docs/notes/');
const notes = pages.filter(({ file }) => isNote(file));

interface Citation {
  page: string;
  anchor: string | undefined;
}

const citationsIn = (text: string): Citation[] =>
  [...text.matchAll(/(?<![\w/])(docs\/[\w./-]+\.md)(?:#([\w-]+))?/g)].map(([, page = '', anchor]) => ({
    page,
    anchor,
  }));

/** Links of comments that lead to no page or no heading; a note is cited by its heading. */
function brokenCitations(of: readonly Comment[]): string[] {
  const anchorsOf = new Map(pages.map(({ file, anchors }) => [file, anchors]));
  const leads = ({ page, anchor }: Citation): boolean =>
    anchor === undefined ? anchorsOf.has(page) && !isNote(page) : anchorsOf.get(page)?.includes(anchor) === true;
  return of.flatMap(({ file, line, text }) =>
    citationsIn(text)
      .filter((citation) => !leads(citation))
      .map(({ page, anchor }) => `${file}:${line}: ${page}${anchor === undefined ? '' : `#${anchor}`}`),
  );
}

/** Documents that comments once named, and that are not in the repository. */
const ABSENT = ['requirements', 'recorded-facts', 'toolchain', 'design'];
const NAMES = [...notes.map(({ file }) => basename(file, '.md')), ...ABSENT].join('|');
/** A section of a document that is published. */
const PUBLISHED = /(?:RFC \d+|ECMA-262|YAML [\d.]+|Logout [\d.]+)[^;]*?section [\d.]+/g;
/** Ways to cite a note that no reader can follow. */
const OLD_STYLES = [
  new RegExp(`(?<![\\w/-])(?:${NAMES})\\.md`),
  new RegExp(`(?<![\\w/-])(?:${NAMES}),? (?:(?:section|fact|row)s? )?\\d`),
  /\b(?:fact|row)s? \d/,
  /\bsections? (?:\d|[A-Z]\b)/,
  /\brequirements? [A-Z](?:\d|\b)/,
];
/** Ids of requirements, mistakes and threats. */
const IDS = /(?<![\w.-])(?:R\d{2}|[BT]\d{1,2})\b/;

const isOldStyle = (text: string): boolean =>
  OLD_STYLES.some((style) => style.test(text.replaceAll(PUBLISHED, ''))) ||
  (IDS.test(text) && !text.includes('docs/coverage.md'));

const inOldStyle = (of: readonly Comment[]): string[] =>
  of.filter(({ text }) => isOldStyle(text)).map(({ file, line, text }) => `${file}:${line}: ${text}`);

/** Headings of facts: the third level, but for those under "Background". */
function factsOf(page: string, markdown: string): string[] {
  const parts = markdown.split(/^(?=## )/m).filter((part) => !part.startsWith('## Background'));
  const { anchors } = parsePage(page, [...parts.join('').matchAll(/^### .+$/gm)].join('\n'));
  return anchors.map((anchor) => `${page}#${anchor}`);
}

/** Facts that neither a comment nor another page links to. */
function uncited(facts: readonly string[], of: readonly Comment[], others: readonly Page[]): string[] {
  const cited = new Set([
    ...of.flatMap(({ text }) => citationsIn(text)).map(({ page, anchor }) => `${page}#${anchor}`),
    ...others
      .filter(({ file }) => !isNote(file))
      .flatMap((page) => page.links.map((link) => targetOf(page, link)))
      .map(({ file, anchor }) => `${file}#${anchor}`),
  ]);
  return facts.filter((fact) => !cited.has(fact));
}

const comment = (text: string): Comment => ({ file: 'a.ts', line: 1, text });

test('every page that a comment names exists, with the heading that it names', () => {
  expect(comments.flatMap(({ text }) => citationsIn(text)).length).toBeGreaterThan(25);
  expect(brokenCitations(comments)).toEqual([]);
});

test('a comment that names no page, no heading, or a note as a whole is found', () => {
  const lines = [
    'docs/notes/deploy-cli.md#gone, docs/notes/gone.md#retries',
    '(docs/notes/deploy-cli.md)',
    'docs/gone.md',
    'docs/notes/deploy-cli.md#retries docs/sources.md docs/policy.md#the-decision',
  ];
  expect(brokenCitations(lines.map(comment))).toEqual([
    'a.ts:1: docs/notes/deploy-cli.md#gone',
    'a.ts:1: docs/notes/gone.md#retries',
    'a.ts:1: docs/notes/deploy-cli.md',
    'a.ts:1: docs/gone.md',
  ]);
});

test('no comment cites a note but by its path and heading', () => {
  expect(inOldStyle(comments)).toEqual([]);
});

test('a comment that cites by a bare file name or a number is found', () => {
  const old = [
    'see deploy-cli.md',
    'deploy-cli.md fact 4',
    '(deploy-cli 2.6)',
    'fact 3',
    'section 4, row 27',
    'design, section 3',
    '(requirements G)',
    'for that (B13)',
  ];
  expect(inOldStyle(old.map(comment))).toEqual(old.map((text) => `a.ts:1: ${text}`));
  const good = [
    'RFC 9110, section 10.2.3',
    'docs/notes/deploy-cli.md#retries',
    'auth0-deploy-cli 8.44',
    'YAML 1.2 (section 5.1)',
    'B13 of docs/coverage.md',
  ];
  expect(inOldStyle(good.map(comment))).toEqual([]);
});

test('every fact of the notes is cited by a comment or by another page', async () => {
  const facts = await Promise.all(
    notes.map(async ({ file }) => factsOf(file, await readFile(join(rootDir, file), 'utf8'))),
  );
  expect(facts.filter((ofPage) => ofPage.length === 0)).toEqual([]);
  expect(uncited(facts.flat(), comments, pages)).toEqual([]);
});

test('a fact that nobody cites is found, unless it is background', () => {
  const facts = factsOf('docs/notes/x.md', '# X\n## A\n### One fact\n### `Two`\n## Background\n### Three\n');
  expect(facts).toEqual(['docs/notes/x.md#one-fact', 'docs/notes/x.md#two']);
  const page = parsePage('docs/y.md', '[two](notes/x.md#two)');
  expect(uncited(facts, [comment('docs/notes/x.md#one-fact')], [page])).toEqual([]);
  expect(uncited(facts, [], [{ ...page, file: 'docs/notes/y.md' }])).toEqual(facts);
});

test('comments are found in sources and in configuration, lines that follow each other as one', () => {
  const source = "/**\n * One\n * comment.\n */\nconst a = 'https://x'; // two\n// three\n\n// four\n";
  expect(commentsIn('a.ts', source)).toEqual([
    { file: 'a.ts', line: 1, text: 'One comment.' },
    { file: 'a.ts', line: 5, text: 'two three' },
    { file: 'a.ts', line: 8, text: 'four' },
  ]);
  expect(commentsIn('a.yaml', '# one\na: b # two\n')).toEqual([
    { file: 'a.yaml', line: 1, text: 'one' },
    { file: 'a.yaml', line: 2, text: 'two' },
  ]);
});
