import { spawnSync } from 'node:child_process';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';

const VENDOR = '@auth0/actions/post-login/v3';
const CONTRACT = /^(import type \{ (?:Event|PostLoginAPI|, )+ \} from )'\.{1,2}\/contract\.ts';$/gm;

/** Changes the import in every module of the Actions; returns how many there are, and which still read the contract. */
async function importFromVendor(project: ProjectCopy): Promise<{ changed: number; left: string[] }> {
  const folder = join(project.rootDir, 'actions');
  const left: string[] = [];
  let changed = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.ts') || /^contract(\.ts|[\\/])/.test(name)) continue;
    const source = await readFile(join(folder, name), 'utf8');
    const next = source.replace(CONTRACT, `$1'${VENDOR}';`);
    if (next !== source) changed += 1;
    if (/from '.*\/contract\.ts'/.test(next)) left.push(name);
    await writeFile(join(folder, name), next);
  }
  return { changed, left };
}

async function typeCheck(project: ProjectCopy): Promise<string> {
  await cp(join(rootDir, 'test/types/vendor.d.ts'), join(project.rootDir, 'vendor.d.ts'));
  const compilerOptions = { paths: { [VENDOR]: ['./vendor.d.ts'] } };
  const tsconfig = { extends: join(rootDir, 'tsconfig.json'), compilerOptions, include: ['actions'] };
  await writeFile(join(project.rootDir, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = join(rootDir, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '--noEmit'], { cwd: project.rootDir, encoding: 'utf8' }).stdout;
}

test('the Actions compile unchanged with Event and PostLoginAPI from the vendor’s package', async () => {
  await using project = await copyProject();
  const { changed, left } = await importFromVendor(project);
  expect(left).toEqual([]);
  expect(changed).toBeGreaterThan(10);
  expect(await typeCheck(project)).toBe('');
});

test('use of what the vendor’s package lacks does not', async () => {
  await using project = await copyProject();
  await project.edit(
    'actions/grant.ts',
    'api.transaction.setMetadata(',
    'api.transaction.clearTargetScopes(); api.transaction.setMetadata(',
  );
  await importFromVendor(project);
  expect(await typeCheck(project)).toContain("Property 'clearTargetScopes' does not exist");
});
