import { expect, test } from 'vitest';
import { sampleNames } from '../../../../scripts/commands/start/sample-names.ts';
import { readManifest } from '../../../../scripts/lib/manifest/manifest.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { copyProject } from '../../../support/project.ts';

test('the sample customers have the names of the project: role, attribute, database and key of the metadata', async () => {
  await using project = await copyProject();
  await project.edit('tenant/tenant.yaml', '  - name: EXPRESS_CONFIGURE_ADMIN_ROLE', '  - name: oin-admin');
  await project.edit('tenant/tenant.yaml', '  - name: saas-users', '  - name: our-people');
  await project.edit('actions/config.ts', "metadataKey: 'domains'", "metadataKey: 'mail_domains'");
  await project.edit('actions/config.ts', "key: 'express_configure'", "key: 'sso_admins'");
  const manifest = await readManifest({ rootDir: project.rootDir, environment: 'local' });
  if (!manifest.ok) throw new Error(renderFailures(manifest.failures));
  const { administratorMetadata, ...others } = await sampleNames(project.rootDir, manifest.value);
  expect(others).toEqual({ database: 'our-people', adminRole: 'oin-admin', metadataKey: 'mail_domains' });
  expect(administratorMetadata('org_1')).toEqual({ sso_admins: [{ org_id: 'org_1', scopes: ['sso', 'scim'] }] });
});
