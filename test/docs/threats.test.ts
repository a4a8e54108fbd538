import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rootDir } from '../support/project.ts';

const THREATS = 32;

async function rows(): Promise<{ threat: string; tests: string }[]> {
  const page = await readFile(join(rootDir, 'docs/security.md'), 'utf8');
  return [...page.matchAll(/^\| (T\d+) \|.*\| ([^|]+) \|$/gm)].map(([, threat = '', tests = '']) => ({
    threat,
    tests,
  }));
}

async function vectorIds(): Promise<string[]> {
  const folder = join(rootDir, 'test/proof/vectors');
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  return files.flatMap((text) => {
    const { vectors }: { vectors: { id: string }[] } = JSON.parse(text);
    return vectors.map(({ id }) => id);
  });
}

test('every threat has one row, and vectors of its number where it names vectors', async () => {
  const [found, ids] = await Promise.all([rows(), vectorIds()]);
  expect(found.map(({ threat }) => threat)).toEqual(Array.from({ length: THREATS }, (_, index) => `T${index + 1}`));
  const named = found.filter(({ tests }) => tests.startsWith('vectors'));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter(({ threat }) => !ids.some((id) => id.startsWith(`${threat} `)))).toEqual([]);
});

test('every threat names its test, a property or its vectors', async () => {
  const without = (await rows()).filter(({ tests }) => !/vectors|`test\/|\bP\d+/.test(tests));
  expect(without).toEqual([]);
});
