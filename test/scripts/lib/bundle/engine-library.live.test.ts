import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as door from 'express-configure/actions';
import { describe, expect, test } from 'vitest';
import { stepUp } from '../../../../library/step-up-action.ts';
import { buildTenant } from '../../../../scripts/lib/build/build-tenant.ts';
import { fileOfInput } from '../../../../scripts/lib/bundle/engine-library.ts';
import { loadTeamSettings } from '../../../../scripts/lib/bundle/team-settings.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { copyProject, projectDir, rootDir } from '../../../support/project.ts';

async function bundlesOf(folder: string) {
  const built = await buildTenant({ rootDir: folder, environment: 'local' });
  if (!built.ok) throw new Error(renderFailures(built.failures));
  return built.value.bundles;
}

const codesOf = async (folder: string): Promise<string[]> => (await bundlesOf(folder)).map(({ code }) => code);

async function failuresAfter(file: string, text: string): Promise<string> {
  await using project = await copyProject();
  await writeFile(join(project.rootDir, file), text);
  const built = await buildTenant({ rootDir: project.rootDir, environment: 'local' });
  return built.ok ? '' : renderFailures(built.failures);
}

/** Resolves one of the package's own names in Node, as a process that got these flags does. */
function resolvedInNode(name: string, ...flags: string[]): string {
  const text = `console.log(import.meta.resolve('express-configure/${name}'))`;
  const { stdout } = spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', text], {
    cwd: rootDir,
    encoding: 'utf8',
  });
  return stdout.trim().replace(new URL(`file://${rootDir}/`).href, '');
}

describe('in this repository the package’s own names lead to sources', () => {
  test('in tests', () => {
    expect(door.stepUp).toBe(stepUp);
  });

  test.each([
    ['actions', 'library/index.ts'],
    ['testing', 'emulator/testing/index.ts'],
    ['emulator', 'emulator/index.ts'],
  ])('%s in Node, under the condition of sources', (name, file) => {
    expect(resolvedInNode(name, '--conditions=express-configure-source')).toBe(file);
    expect(resolvedInNode(name)).toBe(`dist/package/${name}.js`);
  });

  test('and no built file of the package is loaded: none is built here', async () => {
    await expect(readFile(join(rootDir, 'dist/package/actions.js'))).rejects.toThrow('ENOENT');
  });

  test('in every bundle: a file of actions/, or a module of library/', async () => {
    const inputs = (await bundlesOf(projectDir)).flatMap((bundle) => bundle.inputs);
    const folders = [projectDir, rootDir].map((folder) => `${folder}/`);
    const files = inputs.map((input) =>
      folders.reduce((file, folder) => file.replace(folder, ''), fileOfInput(projectDir, input)),
    );
    expect(files).toEqual(expect.arrayContaining(['actions/grant.ts', 'actions/policy.ts', 'library/run.ts']));
    expect(files.filter((file) => !/^(actions|library)\/[\w-]+\.ts$/.test(file))).toEqual([]);
  });
});

describe('a project elsewhere', () => {
  test('is built with the library of the engine that runs, to the same bytes', async () => {
    await using project = await copyProject();
    expect(await codesOf(project.rootDir)).toEqual(await codesOf(projectDir));
  });

  test('is built with that library whatever its node_modules or its own folders hold under these names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'express-configure-'));
    try {
      for (const part of ['actions', 'tenant', 'package-lock.json']) {
        await cp(join(projectDir, part), join(folder, part), { recursive: true });
      }
      await writeFile(join(folder, 'package.json'), '{ "name": "acme", "version": "1.0.0", "type": "module" }');
      const decoy = join(folder, 'node_modules/express-configure');
      await mkdir(decoy, { recursive: true });
      await symlink(join(rootDir, 'node_modules/tldts'), join(folder, 'node_modules/tldts'));
      await writeFile(
        join(decoy, 'package.json'),
        '{ "name": "express-configure", "exports": { "./actions": "./a.js" } }',
      );
      await writeFile(join(decoy, 'a.js'), 'export const stepUp = () => async () => {};\n');
      await mkdir(join(folder, 'library'));
      await writeFile(join(folder, 'library/index.ts'), 'export const stepUp = () => async () => {};\n');
      expect(await codesOf(folder)).toEqual(await codesOf(projectDir));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('that is a checkout of the engine is built with its own library', async () => {
    await using project = await copyProject();
    await cp(join(rootDir, 'library'), join(project.rootDir, 'library'), { recursive: true });
    expect(await codesOf(project.rootDir)).toEqual(await codesOf(projectDir));
    await project.edit('library/scopes.ts', "'urn:auth0:express-configure'", "'urn:another'");
    for (const code of await codesOf(project.rootDir)) expect(code).toContain('"urn:another"');
  });

  test('has settings that the commands read as its Actions do, changed ones too', async () => {
    await using project = await copyProject();
    await project.edit('actions/config.ts', 'required: false', 'required: true');
    const { domains, policy } = await loadTeamSettings(project.rootDir, undefined);
    expect([domains.required, domains.sources.map(({ name }) => name), policy.permit.length]).toEqual([
      true,
      ['organizationMetadata'],
      2,
    ]);
  });
});

describe('an Action reaches the library by its door alone', () => {
  const entry = (line: string): string => `${line}\nexport const onExecutePostLogin = async () => void x;\n`;

  test.each([
    ['a module of it by the name that commands use', "import { decide as x } from 'library:decision.ts';"],
    ['a file below the door', "import { decide as x } from 'express-configure/actions/decision';"],
  ])('%s', async (_what, line) => {
    const text = await failuresAfter('actions/grant.ts', entry(line));
    expect(text).toMatch(
      /^actions\/grant\.ts:1:\d+ BUNDLE_BUILD .*found Could not resolve "(library:|express-configure\/)/m,
    );
  });

  test('a path to its folder', async () => {
    const path = join(rootDir, 'library/decision.ts').replaceAll('\\', '/');
    const text = await failuresAfter('actions/grant.ts', entry(`import { decide as x } from '${path}';`));
    expect(text).toMatch(/^actions\/grant\.ts:1:\d+ FILE_OUTSIDE /m);
  });
});
