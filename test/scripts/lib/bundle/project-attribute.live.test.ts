import { expect, test } from 'vitest';
import { projectAttribute } from '../../../../scripts/lib/bundle/project-attribute.ts';
import { copyProject } from '../../../support/project.ts';

const LINE = "export const attribute: AdminAttribute = { key: 'express_configure' };";

test('the attribute is the one that actions/config.ts exports', async () => {
  await using project = await copyProject();
  await project.edit('actions/config.ts', LINE, LINE.replace('express_configure', 'sso_admins'));
  const loaded = await projectAttribute(project.rootDir);
  expect(loaded).toMatchObject({ ok: true, value: { key: 'sso_admins', isList: true } });
});

test('a config.ts that does not bundle is told with its place, one that throws by its file', async () => {
  await using project = await copyProject();
  await project.edit('actions/config.ts', LINE, `${LINE} export const = 1;`);
  expect(await projectAttribute(project.rootDir)).toMatchObject({
    ok: false,
    failures: [{ code: 'BUNDLE_BUILD', where: { file: 'actions/config.ts', line: expect.any(Number), column: 85 } }],
  });
  await project.edit('actions/config.ts', 'export const = 1;', "throw new Error('too early');");
  expect(await projectAttribute(project.rootDir)).toMatchObject({
    ok: false,
    failures: [{ code: 'BUNDLE_LOAD', found: 'Error: too early', where: { file: 'actions/config.ts' } }],
  });
});
