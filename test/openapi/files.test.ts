import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesOf, parseSource } from '../../openapi/files.ts';
import { documentOfViews } from './document.ts';

const NOTHING = { operations: {}, query: {}, querySchemas: {}, responses: {}, scopes: {}, schemas: {} };
const source = parseSource();
const committed = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the committed views are what the script writes of a document that has them', () => {
  const published = { specification: documentOfViews(), sha256: source.sha256, paths: source.paths };
  const files = filesOf(published, undefined, source, NOTHING);
  expect(Object.keys(files)).toContain('tenant/schemas/tenant.schema.json');
  const others = Object.entries(files).filter(([path, text]) => committed(path) !== text);
  expect(others.map(([path]) => path)).toEqual([]);
});

test('another document wants its date', () => {
  const published = { specification: documentOfViews(), sha256: 'f'.repeat(64), paths: 3 };
  const write = (date: string | undefined) => filesOf(published, date, source, NOTHING)['openapi/source.json'];
  const another = `This is another document than that of ${source.date}: say when it was published, with --date YYYY-MM-DD.`;
  expect(() => write(undefined)).toThrow(another);
  expect(() => write('soon')).toThrow(another);
  expect(JSON.parse(write('2027-01-02') ?? '')).toEqual({
    title: 'Auth0 Management API',
    date: '2027-01-02',
    sha256: 'f'.repeat(64),
    paths: 3,
  });
});

test('docs/sources.md names the document', () => {
  const page = committed('docs/sources.md');
  expect(page).toContain(source.date);
  expect(page).toContain(source.sha256);
  expect(page).toContain(`${source.paths} paths`);
});
