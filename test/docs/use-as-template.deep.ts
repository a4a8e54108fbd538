import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realValues } from '../support/environment.ts';
import { editIn, rootDir } from '../support/project.ts';
import { trackedFiles } from '../support/tracked-files.ts';
import { applyDifference } from './apply-snippets.ts';
import { readPage } from './pages.ts';

const page = await readPage('docs/use-as-template.md');

/** Not done here: it would install, and run this test. CI does it on a clean clone (`.ci/run`). */
const INSTALL_AND_TEST = 'npm ci && npm test';

/** The page's blocks, by what the first of each says. */
const blockOf = (first: string): string => {
  const block = page.blocks.find(({ text }) => text.startsWith(first));
  if (block === undefined) throw new Error(`the page has no block that begins with ${first}`);
  return block.text.replace(INSTALL_AND_TEST, 'true');
};

let work: string;
const folder = (name: string): string => join(work, name);

function shell(name: string, script: string): { code: number | null; output: string } {
  const upstream = script.replace(/https:\/\/github\.com\/\S+/, folder('template'));
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-eo', 'pipefail', '-c', upstream], {
    cwd: folder(name),
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: work,
      GIT_CONFIG_NOSYSTEM: '1',
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap((who) => [
          [`GIT_${who}_NAME`, 'a'],
          [`GIT_${who}_EMAIL`, 'a@example.com'],
        ]),
      ),
    },
  });
  return { code: status, output: stdout + stderr };
}

// Of one second and one message two first commits would be the same one.
const commit = (name: string) => shell(name, `git add --all && git commit --quiet --message "work in ${name}"`);

/** What GitHub's button makes: the tracked files, in a repository of their own without history. */
async function repository(name: string): Promise<void> {
  for (const file of trackedFiles()) await cp(join(rootDir, file), join(folder(name), file));
  // A link, unlike the folder it stands for, is not ignored by `node_modules/`.
  shell(name, 'git init --quiet --initial-branch main && echo node_modules >> .git/info/exclude');
  commit(name);
  await symlink(join(rootDir, 'node_modules'), join(folder(name), 'node_modules'));
}

describe.skipIf(process.platform === 'win32')('a repository made from the template', () => {
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'template-'));
    await Promise.all(['template', 'ours'].map(repository));
  });
  afterAll(() => rm(work, { recursive: true }));

  test('is tied to it, before the first change, without a conflict', () => {
    expect(shell('ours', blockOf('git remote'))).toMatchObject({ code: 0 });
    expect(shell('ours', 'git status --porcelain && git log --oneline | wc -l')).toEqual({ code: 0, output: '3\n' });
  });

  test('gets its own name, environment and policy, and builds', async () => {
    expect(shell('ours', blockOf('npm pkg'))).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(join(folder('ours'), 'package.json'), 'utf8'))).toMatchObject({
      name: 'express-configure',
      config: { project: 'globex-express-configure' },
      description: 'Express Configuration of Globex',
      scripts: { build: 'node scripts/cli.ts build' },
    });
    expect(shell('ours', blockOf('cp tenant'))).toMatchObject({
      code: 1,
      output: expect.stringContaining('tenant/environments/production.yaml:11:7 PLACEHOLDER_VALUE expected a value of'),
    });
    const production = join(folder('ours'), 'tenant/environments/production.yaml');
    await writeFile(production, realValues(await readFile(production, 'utf8')));
    expect(shell('ours', 'npm run check -- --env production')).toMatchObject({
      code: 0,
      output: expect.stringContaining('nothing wrong found for environment production'),
    });
    const difference = page.blocks.find(({ language }) => language === 'diff');
    if (difference) await applyDifference({ edit: (...change) => editIn(folder('ours'), ...change) }, difference);
    const { code, output } = shell('ours', blockOf('npm run build'));
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('dist/tenant for environment local') });
    const built = await readFile(join(folder('ours'), 'dist/tenant/actions/express-configure-domains.cjs'), 'utf8');
    expect(built).toContain('globex-saas.com');
    expect(built).toMatch(/^\/\*! express-configure-domains · globex-express-configure 0\.0\.0 · /);
  });

  test('takes over what is mended there later', async () => {
    commit('ours');
    await writeFile(join(folder('template'), 'docs/mended.md'), 'mended\n');
    commit('template');
    expect(shell('ours', blockOf('git fetch'))).toMatchObject({ code: 0 });
    expect(await readFile(join(folder('ours'), 'docs/mended.md'), 'utf8')).toBe('mended\n');
    expect(shell('ours', 'git status --porcelain && git show --stat --format=%p HEAD').output).toMatch(/^\w+ \w+\n/);
  });

  test('has no red test of its configuration after these steps', () => {
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'test/shipped/configuration.live.test.ts'];
    const { status, stdout } = spawnSync(process.execPath, vitest, { cwd: folder('ours'), encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('1 passed') });
  });
});
