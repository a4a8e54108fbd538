import { spawnSync } from 'node:child_process';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';

const VENDOR = '@auth0/actions/post-login/v3';
const CONTRACT = /^import type \{ (.+) \} from '\.\/contract\.ts';$/gm;

/** Names that the vendor's package exports as well; others are the library's own. */
const VENDORS = ['Event', 'PostLoginAPI'];

/** Takes the vendor's names from its package: `import type { Event, PostLoginAction }` becomes two imports. */
function fromVendor(_: string, list: string): string {
  const names = list.split(', ');
  const of = (isWanted: (name: string) => boolean, module: string): string[] => {
    const wanted = names.filter(isWanted);
    return wanted.length === 0 ? [] : [`import type { ${wanted.join(', ')} } from '${module}';`];
  };
  const isVendors = (name: string): boolean => VENDORS.includes(name);
  return [...of(isVendors, VENDOR), ...of((name) => !isVendors(name), './contract.ts')].join('\n');
}

/** Copies the library and changes the import in each of its modules; returns how many it has changed. */
async function importFromVendor(project: ProjectCopy): Promise<number> {
  const folder = join(project.rootDir, 'library');
  let changed = 0;
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.ts') || name === 'contract.ts') continue;
    const source = await readFile(join(folder, name), 'utf8');
    const next = source.replace(CONTRACT, fromVendor);
    if (next !== source) changed += 1;
    await writeFile(join(folder, name), next);
  }
  return changed;
}

async function copyWithLibrary(): Promise<ProjectCopy> {
  const project = await copyProject();
  await cp(join(rootDir, 'library'), join(project.rootDir, 'library'), { recursive: true });
  return project;
}

async function typeCheck(project: ProjectCopy): Promise<string> {
  await cp(join(rootDir, 'test/types/vendor.d.ts'), join(project.rootDir, 'vendor.d.ts'));
  const compilerOptions = { paths: { [VENDOR]: ['./vendor.d.ts'] } };
  const tsconfig = { extends: join(rootDir, 'tsconfig.json'), compilerOptions, include: ['actions', 'library'] };
  await writeFile(join(project.rootDir, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = join(rootDir, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '--noEmit'], { cwd: project.rootDir, encoding: 'utf8' }).stdout;
}

test('the Actions compile unchanged with Event and PostLoginAPI from the vendor’s package', async () => {
  await using project = await copyWithLibrary();
  expect(await importFromVendor(project)).toBeGreaterThan(15);
  expect(await typeCheck(project)).toBe('');
});

test('use of what the vendor’s package lacks does not', async () => {
  await using project = await copyWithLibrary();
  await project.edit(
    'library/grant-action.ts',
    'api.transaction.setMetadata(',
    'api.transaction.clearTargetScopes(); api.transaction.setMetadata(',
  );
  await importFromVendor(project);
  expect(await typeCheck(project)).toContain("Property 'clearTargetScopes' does not exist");
});
