import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildTenant } from '../../../../scripts/lib/build/build-tenant.ts';
import {
  bannerOf,
  codeHash,
  secretVersions,
  withoutBanner,
  withoutCommit,
} from '../../../../scripts/lib/bundle/banner.ts';
import { readGitCommit } from '../../../../scripts/lib/git-commit.ts';
import { commit, gitProject } from '../../../support/git-project.ts';
import { copyProject } from '../../../support/project.ts';

async function domainsFile(rootDir: string): Promise<string> {
  const built = await buildTenant({ rootDir, environment: 'local' });
  if (!built.ok) throw new Error('not built');
  return built.value.actionFiles().get('actions/express-configure-domains.cjs') ?? '';
}

test('the banner names the commit and whether the tree was clean; hash and identity do not depend on it', async () => {
  await using project = await gitProject();
  const { rootDir } = project;
  const first = await domainsFile(rootDir);
  const id = (await readGitCommit(rootDir))?.id ?? '';
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(bannerOf(first)).toContain(` · commit ${id} · sha256 `);

  await project.edit('package.json', '"private": true', '"private":  true');
  const changed = await domainsFile(rootDir);
  expect(bannerOf(changed)).toContain(` · commit ${id} and uncommitted changes · sha256 `);
  commit(project, 'a space');
  const second = await domainsFile(rootDir);
  expect(bannerOf(second)).toMatch(/ · commit [0-9a-f]{12} · sha256 /);
  expect(bannerOf(second)).not.toContain(id);

  for (const file of [changed, second]) {
    expect(codeHash(file)).toBe(codeHash(first));
    expect(withoutBanner(file)).toBe(withoutBanner(first));
    expect(withoutCommit(file)).toBe(withoutCommit(first));
    expect(secretVersions(file)).toEqual(secretVersions(first));
  }
  expect(withoutCommit(first)).not.toContain(' commit ');
});

test('a file that git does not know counts where sources are, and elsewhere not', async () => {
  await using project = await gitProject();
  const isClean = async () => (await readGitCommit(project.rootDir))?.isClean;
  await writeFile(join(project.rootDir, 'plan.json'), '{}');
  expect(await isClean()).toBe(true);
  await writeFile(join(project.rootDir, 'actions/late.ts'), '');
  expect(await isClean()).toBe(false);
});

test('without git, in a repository that does not hold the project, and with a hook’s variables no other commit is named', async () => {
  await using bare = await copyProject();
  expect(await readGitCommit(bare.rootDir)).toBeUndefined();
  expect(bannerOf(await domainsFile(bare.rootDir))).not.toContain('commit');
  expect(await readGitCommit(bare.rootDir, { PATH: '/nonexistent' })).toBeUndefined();

  await using one = await gitProject();
  await using other = await gitProject();
  await other.edit('package.json', '"private": true', '"private":  true');
  commit(other, 'another');
  const env = { ...process.env, GIT_DIR: join(other.rootDir, '.git') };
  expect(await readGitCommit(one.rootDir, env)).toEqual(await readGitCommit(one.rootDir));
});
