import { expect, test } from 'vitest';
import { start } from '../../scripts/commands/start/run.ts';
import { copyProject } from '../support/project.ts';

const LIMIT_MS = 10 * 60_000;

test(
  'a project with names of its own for attribute, role, database and key of the metadata has the whole sample run',
  async () => {
    await using project = await copyProject();
    await project.edit('tenant/tenant.yaml', '  - name: EXPRESS_CONFIGURE_ADMIN_ROLE', '  - name: oin-admin');
    await project.edit('actions/policy.ts', "'EXPRESS_CONFIGURE_ADMIN_ROLE'", "'oin-admin'");
    await project.edit('tenant/tenant.yaml', '  - name: saas-users', '  - name: our-people');
    await project.edit('actions/config.ts', "metadataKey: 'domains'", "metadataKey: 'mail_domains'");
    await project.edit('actions/config.ts', "key: 'express_configure'", "key: 'sso_admins'");
    const started = await start({ rootDir: project.rootDir, port: 0, onProgress: () => undefined });
    if (!started.ok) throw new Error(JSON.stringify(started.failures));
    const { account } = started.value;
    await started.value.close();
    const scope = expect.stringContaining('express_configure:scim');
    expect([account.login.claims, account.loginByRole.claims]).toMatchObject([
      { scope, express_configuration: { domain_aliases: ['acme.com', 'eu.acme.com'] } },
      { scope },
    ]);
  },
  LIMIT_MS,
);
