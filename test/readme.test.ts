import { spawnSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../scripts/commands/build.ts';
import { copyProject, rootDir } from './support/project.ts';

interface VitestReport {
  testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
}

/** The TypeScript of one section of the README, block by block. */
async function examples(heading: string): Promise<string[]> {
  const readme = await readFile(join(rootDir, 'README.md'), 'utf8');
  const section = readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

test('the README’s tests are short, and pass as they stand there', async () => {
  const tests = await examples('Testing your Actions');
  expect(tests.length).toBe(3);
  for (const code of tests) expect(code.trimEnd().split('\n').length).toBeLessThan(15);

  await using project = await copyProject();
  await symlink(join(rootDir, 'emulator'), join(project.rootDir, 'emulator'));
  expect(await build({ rootDir: project.rootDir, environment: 'local' })).toMatchObject({ ok: true });
  await mkdir(join(project.rootDir, 'test'));
  await Promise.all(tests.map((code, n) => writeFile(join(project.rootDir, `test/${n}.test.ts`), code)));

  const vitest = join(rootDir, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--dir', 'test', '--reporter', 'json', '--outputFile', 'report.json'];
  spawnSync(process.execPath, args, { cwd: project.rootDir });
  const report: VitestReport = JSON.parse(await readFile(join(project.rootDir, 'report.json'), 'utf8'));
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(results.map(({ status, failureMessages }) => [status, failureMessages])).toEqual(
    tests.map(() => ['passed', []]),
  );
});
