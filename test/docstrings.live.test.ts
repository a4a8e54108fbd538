import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { namedInVain, undescribed } from './support/docstrings.ts';
import { readTypescript } from './support/typescript-files.ts';

const project = readTypescript();
afterAll(() => project[Symbol.dispose]());

/** What says all there is by its name and type, as `file: name` with the reason. */
const SELF_EVIDENT: Readonly<Record<string, string>> = {};

test('what other folders import is described', () => {
  expect(project.files.size).toBeGreaterThan(800);
  expect(undescribed(project.files)).toEqual(Object.keys(SELF_EVIDENT));
});

test('docstrings name parameters that there are, and link to what the file knows', () => {
  expect(namedInVain(project.files)).toEqual([]);
});

test('what is not described, or named in vain, is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docstrings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = {
    'tsconfig.json': '{ "include": ["."] }',
    'actions.ts': `
      export interface Bare { a: string }
      export interface ByMember {
        /** In seconds. */
        a: number;
      }
      /** See {@link Bare} and {@link Gone}. */
      export const described = 1;
      export const alone = 2;
      export const unused = 3;
      /** @param first a text @param options.deep a number @param second none */
      export function f(first: string, options: { deep: number }): void {}
    `,
    'door.ts': "export { alone as passedOn } from './actions.ts';",
    'scripts.ts':
      "import { type Bare, type ByMember, described, f } from './actions.ts';\nimport { passedOn } from './door.ts';",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { files: sources, [Symbol.dispose]: close } = readTypescript(folder);
  onTestFinished(close);
  expect(undescribed(sources)).toEqual(['actions.ts: Bare', 'actions.ts: alone']);
  expect(namedInVain(sources)).toEqual(['actions.ts: @param second of f', 'actions.ts: {@link Gone}']);
});
