import { expect, test } from 'vitest';
import { sampleNames } from '../../../../scripts/commands/start/sample-names.ts';
import { copyProject } from '../../../support/project.ts';

test('the sample customers have the names of the project: role, database and key of the metadata', async () => {
  await using project = await copyProject();
  await project.edit('tenant/tenant.yaml', '  - name: EXPRESS_CONFIGURE_ADMIN_ROLE', '  - name: oin-admin');
  await project.edit('tenant/tenant.yaml', '  - name: saas-users', '  - name: our-people');
  await project.edit('actions/config.ts', "metadataKey: 'domains'", "metadataKey: 'mail_domains'");
  expect(await sampleNames(project.rootDir)).toEqual({
    ok: true,
    value: { database: 'our-people', adminRole: 'oin-admin', metadataKey: 'mail_domains' },
  });
});
