/** The recipe "How to add a doctor check" of docs/architecture.md, followed in a copy of the engine. */
import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { envOf, type Rig } from '../../../e2e/deploy-rig.ts';
import { deployedRig } from '../../../e2e/deployed-rig.ts';
import { patchSettings } from '../../../e2e/doctor-plants-tenant.ts';
import { copyProject, editIn, rootDir } from '../../../support/project.ts';
import { changedIn, codeOf } from '../../../support/recipe.ts';

const run = promisify(execFile);

const AREA = 'scripts/lib/doctor/areas/login.ts';
const PLANTS = 'test/e2e/doctor-plants.ts';
/** Where the plants of one part of the tenant begin. */
const PART = '  flags: [\n';
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
  await editIn(copy, PLANTS, PART, `${PART}${codeOf(PLANTS)}`);
  await run(process.execPath, [join(copy, 'scripts/lib/doctor/write-docs.ts')]);
  expect(await readFile(join(copy, 'docs/doctor.md'), 'utf8')).toContain(`| \`${CODE}\` | warning | T7 |`);
  expect(await changedIn(copy, copied)).toEqual([AREA, PLANTS, 'docs/doctor.md'].sort());

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
