import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { rootDir } from './support/project.ts';

const PROGRAMS = /node ((?:tools|openapi)\/[\w/-]+\.ts)/;

/** Returns the files below `tools/` and `openapi/` that scripts of `package.json` run in Node itself. */
async function programs(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(rootDir, 'package.json'), 'utf8'));
  return Object.values<string>(scripts).flatMap((script) => PROGRAMS.exec(script)?.[1] ?? []);
}

/** Rejects with what Node says of the first module that it cannot load. */
async function loadImportsOf(program: string): Promise<void> {
  const file = join(rootDir, program);
  const specifiers = [...(await readFile(file, 'utf8')).matchAll(/^import [^;]*?from '(\.[^']+)'/gm)];
  const urls = specifiers.map(([, path = '']) => pathToFileURL(join(dirname(file), path)).href);
  expect(urls).not.toEqual([]);
  const code = `for (const url of ${JSON.stringify(urls)}) await import(url);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { cwd: rootDir });
}

test('everything that a program of package.json imports loads in Node, which knows less syntax than vitest', async () => {
  const found = await programs();
  expect(found).toEqual(expect.arrayContaining(['tools/bench/run.ts', 'openapi/write-openapi.ts']));
  for (const program of found) await loadImportsOf(program);
});
