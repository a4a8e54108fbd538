import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootDir } from './project.ts';
import { trackedFiles } from './tracked-files.ts';

/**
 * Represents a copy of the repository in which nobody can read the shipped configuration; removed at the end of its
 * scope.
 */
export interface Unreadable extends AsyncDisposable {
  /** Runs tests in it, by files, folders and further arguments of vitest. */
  run(...args: string[]): Promise<{ tests: number; failed: string[] }>;
}

/** Makes the copy: each shipped Action throws when it loads, and each YAML file is malformed. */
export async function unreadableConfiguration(): Promise<Unreadable> {
  const folder = await mkdtemp(join(tmpdir(), 'express-configure-adopter-'));
  for (const file of trackedFiles()) await cp(join(rootDir, file), join(folder, file));
  await symlink(join(rootDir, 'node_modules'), join(folder, 'node_modules'));
  for (const file of await readdir(join(folder, 'actions'))) {
    await writeFile(join(folder, 'actions', file), "throw new Error('the shipped configuration was read');\n");
  }
  const environments = (await readdir(join(folder, 'tenant/environments'))).map((file) => `environments/${file}`);
  for (const file of ['tenant.yaml', ...environments]) {
    await writeFile(join(folder, 'tenant', file), 'the shipped configuration was read: [\n');
  }
  return {
    run: (...args) => runTests(folder, args),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

async function runTests(folder: string, args: readonly string[]): Promise<{ tests: number; failed: string[] }> {
  const report = join(folder, 'report.json');
  const vitest = join(rootDir, 'node_modules/vitest/vitest.mjs');
  const all = ['run', '--maxWorkers=2', '--reporter=json', `--outputFile=${report}`, ...args];
  // Without this run's own variables: the inner run has its own folder.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  spawnSync(process.execPath, [vitest, ...all], { cwd: folder, env });
  const { testResults, numTotalTests }: VitestReport = JSON.parse(await readFile(report, 'utf8'));
  return {
    tests: numTotalTests,
    failed: testResults.filter(({ status }) => status !== 'passed').map(({ name, message }) => `${name}: ${message}`),
  };
}

/** Describes the part of vitest's report that is read here. */
interface VitestReport {
  numTotalTests: number;
  testResults: { name: string; status: string; message: string }[];
}
