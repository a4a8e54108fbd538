/** The recipe "How to add a command" of docs/architecture.md, followed in a copy of the engine. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { copyProject, editIn, rootDir } from '../../support/project.ts';
import { changedIn, codeOf } from '../../support/recipe.ts';

const run = promisify(execFile);

const INDEX = 'scripts/commands/index.ts';
const NEW = [
  'scripts/commands/roles/options.ts',
  'scripts/commands/roles/run.ts',
  'scripts/commands/roles/text.ts',
  'test/scripts/commands/roles/run.test.ts',
];
/** What the last step writes. */
const WRITTEN = ['package.json', 'README.md', 'docs/coverage.md'];

test('a command is a folder, a line and a test; a command writes what lists it', async () => {
  await using project = await copyProject();
  const { rootDir: copy } = project;
  const copied = ['scripts', 'emulator', 'library', 'tools/commands', 'test/scripts/commands', ...WRITTEN];
  for (const path of copied) await cp(join(rootDir, path), join(copy, path), { recursive: true, force: true });
  for (const file of NEW) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await writeFile(join(copy, file), codeOf(file));
  }
  await editIn(copy, INDEX, '  registerBuild,', '  registerRoles,\n  registerBuild,');
  await editIn(copy, INDEX, 'import ', "import { registerRoles } from './roles/options.ts';\nimport ");
  await run(process.execPath, [join(copy, 'tools/commands/write-lists.ts')]);

  expect(await changedIn(copy, copied)).toEqual([...NEW, INDEX, ...WRITTEN].sort());
  expect([...NEW, INDEX]).toHaveLength(5);
  const [, readme = '', coverage = ''] = await Promise.all(WRITTEN.map((file) => readFile(join(copy, file), 'utf8')));
  expect(readme).toContain('\n| `npm run roles` | list the roles that tenant.yaml declares |\n');
  expect(coverage).toContain(
    '\n| `npm run roles` | list the roles that tenant.yaml declares | `scripts/commands/roles/run.test.ts` › roles lists the names',
  );

  const cli = async (...args: string[]): Promise<string> =>
    (await run('npm', ['run', '--silent', ...args], { cwd: copy })).stdout;
  expect((await run(process.execPath, [join(copy, 'scripts/cli.ts'), '--help'])).stdout).toContain(
    'list the roles that tenant.yaml declares',
  );
  const names = (await cli('roles')).trim().split('\n');
  expect(names.length).toBeGreaterThan(0);
  expect(JSON.parse(await cli('roles', '--', '--json'))).toEqual({ environment: 'local', roles: names });
  await expect(cli('roles', '--', '--env', 'nowhere')).rejects.toMatchObject({ code: 1, stdout: '' });
});
