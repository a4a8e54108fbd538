import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fragments } from './support/docstring-openings.ts';
import { rootDir } from './support/make-project.ts';
import { trackedFiles } from './support/tracked-files.ts';

/** Matches the engine and what supports its tests. The docstrings of tests may be shorter. */
const ENGINE = /^(?:library|emulator|scripts|tools|openapi|test\/support)\//;

test('docstrings are sentences about what a thing does', () => {
  const files = trackedFiles().filter((file) => file.endsWith('.ts') && !file.startsWith('test/docstring-openings'));
  expect(files.length).toBeGreaterThan(1000);
  const found = files.flatMap((file) => fragments(file, readFileSync(join(rootDir, file), 'utf8'), ENGINE.test(file)));
  expect(found).toEqual([]);
});

test('a fragment is reported with its place', () => {
  const source = [
    '/** What a login decided. */',
    'export interface Decision {',
    '  /** Of the tenant. */',
    '  id: string;',
    '  /** What the page shows. */',
    '  text: string;',
    '}',
    '/**',
    ' * Returns the name, which is told to the person.',
    ' */',
    'const nameOf = 1;',
    '/** Returns the id. */',
    'const idOf = 1;',
    '',
  ].join('\n');
  expect(fragments('a.ts', source, true)).toEqual([
    'a.ts:1: What a login decided.',
    'a.ts:3: Of the tenant.',
    'a.ts:8: Returns the name, which is told to the person.',
  ]);
  expect(fragments('a.ts', source, false)).toEqual(['a.ts:3: Of the tenant.']);
});
