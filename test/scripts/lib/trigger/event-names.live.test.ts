import { expect, test } from 'vitest';
import { DEFAULT_NAMES } from '#actions-testing';
import { eventNames } from '../../../../scripts/lib/trigger/event-names.ts';
import { projectCatalogue } from '../../../../scripts/lib/trigger/project-catalogue.ts';
import { copyProject } from '../../../support/project.ts';

test('events have the names of the project: attribute, role and key of the metadata', async () => {
  await using project = await copyProject();
  expect(await eventNames(project.rootDir)).toEqual(DEFAULT_NAMES);
  await project.edit('actions/config.ts', "key: 'express_configure'", "key: 'sso_admins'");
  await project.edit('actions/config.ts', "metadataKey: 'domains'", "metadataKey: 'mail_domains'");
  await project.edit('tenant/tenant.yaml', '  - name: EXPRESS_CONFIGURE_ADMIN_ROLE', '  - name: oin-admin');
  expect(await eventNames(project.rootDir)).toEqual({
    metadataKey: 'mail_domains',
    adminRole: 'oin-admin',
    attribute: { key: 'sso_admins' },
  });
  const byRole = (await projectCatalogue(project.rootDir, undefined)).find(({ name }) => name === 'admin-by-role');
  expect(byRole?.description).toContain('oin-admin');
});

test('events have the default names where the sources do not load', async () => {
  await using project = await copyProject();
  await project.edit('actions/config.ts', 'export const config', 'export const config = ;');
  await project.edit('tenant/tenant.yaml', 'actions:', 'actions: [');
  expect(await eventNames(project.rootDir)).toEqual(DEFAULT_NAMES);
});
