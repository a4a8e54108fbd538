/** docs/coverage.md names nothing that is not there, and leaves out no requirement and no command. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { rootDir } from './support/project.ts';

interface Row {
  /** The first cell. */
  id: string;
  text: string;
  /** The last cell. */
  shownBy: string;
}

let page: string;
let rows: Row[];
let scripts: string[];

beforeAll(async () => {
  page = await readFile(join(rootDir, 'docs/coverage.md'), 'utf8');
  rows = rowsOf(page);
  scripts = Object.keys(JSON.parse(await readFile(join(rootDir, 'package.json'), 'utf8')).scripts);
});

const rowsOf = (markdown: string): Row[] =>
  markdown
    .split('\n')
    .filter((line) => /^\| (?!id |command )/.test(line))
    .map((text) => {
      const cells = text.split(' | ');
      return { text, id: cells[0]?.slice(2) ?? '', shownBy: cells.at(-1)?.replace(/ \|$/, '') ?? '' };
    });

const numbered = (letter: string, count: number, digits: number): string[] =>
  Array.from({ length: count }, (_, n) => `${letter}${String(n + 1).padStart(digits, '0')}`);

const idsOf = (letter: string): string[] =>
  rows.map(({ id }) => id).filter((id) => new RegExp(`^${letter}\\d+$`).test(id));

/** What a row says it is shown by, wrong ones as they stand. */
const claimsOf = ({ shownBy }: Row): { text: string; file?: string; title?: string }[] =>
  shownBy.split('<br>').map((text) => {
    const [, file, title] = /^`([^`]+)` › (.+)$/.exec(text) ?? [];
    return { text, ...(file !== undefined && title !== undefined && { file, title }) };
  });

/** A test's or a group's first argument, be it called at once or with rows of cases; of vectors the ids. */
function titlesIn(file: string, source: string): Set<string> {
  if (file.endsWith('.json')) {
    const vectors: { id: string }[] | { vectors: { id: string }[] } = JSON.parse(source);
    return new Set((Array.isArray(vectors) ? vectors : vectors.vectors).map(({ id }) => id));
  }
  const literal = /(?:\b(?:test|it|describe)(?:\.\w+)?\(|\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  return new Set([...source.matchAll(literal)].map(([, , title = '']) => title.replaceAll(/\\(['"`])/g, '$1')));
}

test('every requirement has one row, and none has two', () => {
  expect(idsOf('R')).toEqual(numbered('R', 49, 2));
  expect(idsOf('L')).toEqual(numbered('L', 10, 1));
});

test('every mistake and threat has one row, or is told to have none', () => {
  const without = (/^Not adopted.*$/m.exec(page)?.[0].match(/\b[BT]\d+\b/g) ?? []).map(String);
  for (const [letter, count] of [
    ['B', 27],
    ['T', 30],
  ] as const) {
    const all = [...idsOf(letter), ...without.filter((id) => id.startsWith(letter))];
    expect(all.sort()).toEqual(numbered(letter, count, 1).sort());
  }
});

test('every test that a row names is there, under exactly that title', async () => {
  const claims = rows.flatMap(claimsOf);
  const wrong: string[] = [];
  for (const { text, file, title } of claims) {
    const path = join(rootDir, 'test', file ?? '');
    const isThere =
      file !== undefined &&
      title !== undefined &&
      existsSync(path) &&
      titlesIn(file, await readFile(path, 'utf8')).has(title);
    if (!isThere) wrong.push(text);
  }
  expect(wrong).toEqual([]);
  expect(claims.length).toBeGreaterThan(130);
});

test('every file that is named is there', () => {
  const files = [...page.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.\w+)`/g)].map(([, file = '']) => file);
  const missing = files.filter((file) => !existsSync(join(rootDir, file)) && !existsSync(join(rootDir, 'test', file)));
  expect(missing).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
});

test('every command that is named is there, and every command that is there is named', async () => {
  const named = [...page.matchAll(/`npm (?:run )?([\w:-]+)(?: -- ([\w-]+))?[^`]*`/g)].map(([, name = '', sub]) => ({
    name,
    sub,
  }));
  const names = new Set(named.map(({ name }) => name));
  expect([...names].filter((name) => !scripts.includes(name))).toEqual([]);
  expect(scripts.filter((name) => !names.has(name))).toEqual([]);

  const folder = join(rootDir, 'scripts/commands');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('options.ts'));
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const commands = sources.flatMap((source) =>
    [...source.matchAll(/\.command\('([\w-]+)/g)].map(([, name = '']) => name),
  );
  const words = new Set(named.flatMap(({ name, sub }) => [name, ...(sub === undefined ? [] : [sub])]));
  expect(commands.length).toBeGreaterThan(14);
  expect(commands.filter((name) => !words.has(name))).toEqual([]);
  const subs = named.flatMap(({ sub }) => sub ?? []).filter((sub) => !sub.startsWith('--'));
  expect(subs.filter((sub) => !commands.includes(sub))).toEqual([]);
});
