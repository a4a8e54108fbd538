import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rootDir } from './support/project.ts';
import { trackedFiles } from './support/tracked-files.ts';

const MAX_LINES = 400;

/** Longer files, each with the reason it is one. */
const LONG: Readonly<Record<string, string>> = {
  'test/emulator/management/resources/actions.live.test.ts': 'the whole life of an Action, one step upon the other',
  'test/scripts/commands/check/check.live.test.ts': 'one table of mistakes, as `check` has one list of rules',
};

const isSource = (file: string): boolean => /\.(ts|js|cjs|mjs)$/.test(file);

test('no source file is longer than 400 lines, but for those with a reason', async () => {
  const sources = trackedFiles().filter(isSource);
  expect(sources.length).toBeGreaterThan(800);
  const lines = await Promise.all(
    sources.map(
      async (file) => [file, (await readFile(join(rootDir, file), 'utf8')).trimEnd().split('\n').length] as const,
    ),
  );
  const long = lines.filter(([, count]) => count > MAX_LINES).map(([file]) => file);
  expect(long.sort()).toEqual(Object.keys(LONG));
});
