import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build } from '../scripts/commands/build/run.ts';
import { applySnippets } from './docs/apply-snippets.ts';
import { type Page, readPages } from './docs/pages.ts';
import { rootDir } from './support/project.ts';

interface VitestReport {
  testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
}

/** Maps each page with TypeScript or differences to the number of its tests. */
const TESTS: Readonly<Record<string, number>> = {
  'README.md': 1,
  'docs/domains.md': 0,
  'docs/guarding-logins.md': 1,
  'docs/policy.md': 1,
  'docs/step-up.md': 0,
  'docs/testing.md': 5,
  'docs/use-as-template.md': 0,
};

const pages = await readPages();
/** Pages whose code the tests of their recipes put into a copy. */
const RECIPES = ['docs/architecture.md'];
const hasCode = ({ file, blocks }: Page): boolean =>
  !RECIPES.includes(file) && blocks.some(({ language }) => language === 'ts' || language === 'diff');

test('the README is at most 180 lines', async () => {
  expect((await readFile(join(rootDir, 'README.md'), 'utf8')).trimEnd().split('\n').length).toBeLessThanOrEqual(180);
});

test('the pages with code are those below', () => {
  expect(pages.filter(hasCode).map(({ file }) => file)).toEqual(Object.keys(TESTS).sort());
});

describe.each(pages.filter(hasCode))('$file', (page) => {
  test('has code that compiles and builds, and tests that pass as they stand there', async () => {
    await using applied = await applySnippets(page);
    const { project, tests } = applied;
    expect(tests.length).toBe(TESTS[page.file]);
    expect(run(project.rootDir, 'typescript/bin/tsc', '--noEmit')).toBe('');
    expect(await build({ rootDir: project.rootDir, environment: 'local' })).toMatchObject({ ok: true });
    if (tests.length === 0) return;

    run(
      project.rootDir,
      'vitest/vitest.mjs',
      'run',
      '--dir',
      'test',
      '--reporter',
      'json',
      '--outputFile',
      'report.json',
    );
    expect(existsSync(join(project.rootDir, 'report.json'))).toBe(true);
    const report: VitestReport = JSON.parse(await readFile(join(project.rootDir, 'report.json'), 'utf8'));
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    const titles = tests.flatMap((code) => [...code.matchAll(/^test\('(.+?)',/gm)].map(([, title]) => title));
    expect(results.map(({ title, status, failureMessages }) => [title, status, failureMessages])).toEqual(
      titles.map((title) => [title, 'passed', []]),
    );
  });
});

/** What it prints. */
function run(cwd: string, program: string, ...args: string[]): string {
  const { stdout } = spawnSync(process.execPath, [join(rootDir, 'node_modules', program), ...args], {
    cwd,
    encoding: 'utf8',
  });
  return stdout;
}
