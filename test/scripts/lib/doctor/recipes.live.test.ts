/** The recipe "How to add a doctor check" of docs/architecture.md, followed in a copy of the engine. */
import { execFile } from 'node:child_process';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { envOf, type Rig } from '../../../e2e/deploy-rig.ts';
import { deployedRig } from '../../../e2e/deployed-rig.ts';
import { patchSettings } from '../../../e2e/doctor-plants-tenant.ts';
import { copyProject, editIn, rootDir } from '../../../support/project.ts';
import { codeOf } from '../../../support/recipe.ts';

const run = promisify(execFile);

const AREA = 'scripts/lib/doctor/areas/login.ts';
const PLANTS = 'test/e2e/doctor-plants.ts';
const CODE = 'DYNAMIC_REGISTRATION_ON';

test('a doctor check is an edit of its area, a plant and the page that a command writes', async () => {
  await using project = await copyProject();
  const { rootDir: copy } = project;
  const copied = ['scripts', 'emulator', 'library', 'test/e2e', 'docs'];
  for (const folder of copied) await cp(join(rootDir, folder), join(copy, folder), { recursive: true });

  await editIn(copy, AREA, 'export const LOGIN = {\n', `export const LOGIN = {\n${codeOf(`${AREA}, in LOGIN`)}`);
  await editIn(
    copy,
    AREA,
    '  const found: Finding[] = [];\n',
    `  const found: Finding[] = [];\n${codeOf(`${AREA}, in judgeSettings`)}`,
  );
  await editIn(copy, PLANTS, '...besides: string[]][] = [\n', `...besides: string[]][] = [\n${codeOf(PLANTS)}`);
  await run(process.execPath, [join(copy, 'scripts/lib/doctor/write-docs.ts')]);
  expect(await readFile(join(copy, 'docs/doctor.md'), 'utf8')).toContain(`| \`${CODE}\` | warning | T7 |`);
  expect(await changed(copy, copied)).toEqual([AREA, PLANTS, 'docs/doctor.md'].sort());

  const tenant = await deployedRig();
  try {
    const plants: [string, (rig: Rig) => Promise<unknown>][] = runInNewContext(`[${codeOf(PLANTS)}]`, {
      patchSettings,
    });
    for (const [, plant] of plants) await plant(tenant);
    const args = [join(copy, 'scripts/cli.ts'), 'doctor', '--json'];
    const { stdout } = await run(process.execPath, args, { cwd: copy, env: envOf(tenant) }).catch(
      (ended: { stdout: string }) => ended,
    );
    const { findings }: { findings: { code: string; found: string }[] } = JSON.parse(stdout);
    expect(findings.filter(({ code }) => code === CODE).map(({ found }) => found)).toEqual([
      'enable_dynamic_client_registration is true',
    ]);
  } finally {
    await tenant.close();
  }
});

/** Returns the files of a copy that differ from this checkout's, or are not in it. */
async function changed(copy: string, folders: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(join(copy, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const original = await readFile(path.replace(copy, rootDir)).catch(() => Buffer.alloc(0));
      if (!original.equals(await readFile(path))) files.push(path.slice(copy.length + 1));
    }
  }
  return files.sort();
}
