/** The recipe "How to add a command" of docs/architecture.md, followed in a copy of the engine. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { copyProject, rootDir } from '../../support/project.ts';
import { codeOf } from '../../support/recipe.ts';

const run = promisify(execFile);

test('a command is a folder and a line', async () => {
  await using project = await copyProject();
  const { rootDir: copy } = project;
  for (const folder of ['scripts', 'emulator', 'library']) {
    await cp(join(rootDir, folder), join(copy, folder), { recursive: true, force: true });
  }
  await symlink(join(rootDir, 'node_modules'), join(copy, 'node_modules'), 'dir').catch(() => undefined);
  await mkdir(join(copy, 'scripts/commands/roles'));
  for (const name of ['run', 'text', 'options']) {
    const file = `scripts/commands/roles/${name}.ts`;
    await writeFile(join(copy, file), codeOf(file));
  }
  const index = join(copy, 'scripts/commands/index.ts');
  const table = (await readFile(index, 'utf8')).replace('  registerBuild,', '  registerRoles,\n  registerBuild,');
  await writeFile(index, `import { registerRoles } from './roles/options.ts';\n${table}`);

  const cli = async (...args: string[]): Promise<string> =>
    (await run(process.execPath, [join(copy, 'scripts/cli.ts'), ...args], { cwd: copy })).stdout;
  expect(await cli('--help')).toContain('list the roles that tenant.yaml declares');
  const names = (await cli('roles')).trim().split('\n');
  expect(names.length).toBeGreaterThan(0);
  expect(JSON.parse(await cli('roles', '--json'))).toEqual({ environment: 'local', roles: names });
  await expect(cli('roles', '--env', 'nowhere')).rejects.toMatchObject({ code: 1, stdout: '' });
});
