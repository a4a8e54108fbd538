import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { start } from '../../scripts/commands/start/run.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { renderAccount } from '../../scripts/lib/sample-account.ts';
import { copyProject } from '../support/project.ts';
import { MINUTE_MS } from './deploy-rig.ts';

const SAMPLES = `import type { Samples } from 'express-configure/testing';

export const samples: Samples = {
  organizations: [{ name: 'initech', displayName: 'Initech', domains: ['initech.com'] }],
  people: [
    {
      email: 'bill@initech.com',
      name: 'Bill',
      organizations: ['initech', 'acme'],
      shows: 'admin of initech, for SSO alone',
      appMetadata: ({ initech }) => ({ express_configure: [{ org_id: initech, scopes: ['sso'] }] }),
    },
    {
      email: 'milton@initech.com',
      name: 'Milton',
      organizations: ['initech'],
      shows: 'somebody without a right',
    },
    {
      email: 'samir@initech.com',
      name: 'Samir',
      organizations: ['initech'],
      shows: 'admin of initech, by role',
      roles: ['EXPRESS_CONFIGURE_ADMIN_ROLE'],
    },
  ],
};
`;

test(
  'a team’s own people are made, listed and logged in as',
  async () => {
    await using project = await copyProject();
    await writeFile(join(project.rootDir, 'actions/samples.ts'), SAMPLES);
    const started = await start({ rootDir: project.rootDir, port: 0, onProgress: () => undefined });
    if (!started.ok) throw new Error(renderFailures(started.failures));
    const { account, guide } = started.value;
    await started.value.close();
    const claims = { express_configuration: { domain_aliases: ['initech.com'] } };
    expect(account.ownLogins).toMatchObject([
      {
        person: 'bill@initech.com',
        organization: 'initech',
        login: { claims: { ...claims, scope: expect.not.stringContaining('express_configure:scim') } },
      },
      { person: 'milton@initech.com', refused: expect.stringContaining('Access denied (EC_NOT_AUTHORIZED)') },
      {
        person: 'samir@initech.com',
        login: { claims: { ...claims, scope: expect.stringContaining('express_configure:scim') } },
      },
    ]);
    expect(guide).toMatch(/bill@initech\.com {2}\S+ {2}organization initech {2}\(admin of initech, for SSO alone\)/);
    const text = renderAccount(account);
    expect(text).toContain('Login of bill@initech.com at initech: admin of initech, for SSO alone\n');
    expect(text).toMatch(
      /Login of milton@initech\.com at initech: somebody without a right\n {2}refused: .*EC_NOT_AUTHORIZED/,
    );

    await writeFile(join(project.rootDir, 'actions/samples.ts'), SAMPLES.replace("['EXPRESS_CONFIGURE", "['NO_"));
    const failed = await start({ rootDir: project.rootDir, port: 0, onProgress: () => undefined });
    expect(failed.ok ? '' : renderFailures(failed.failures)).toBe(
      'actions/samples.ts:24:15 UNKNOWN_REFERENCE expected one of the roles of tenant.yaml: EXPRESS_CONFIGURE_ADMIN_ROLE, ' +
        'found "NO__ADMIN_ROLE"\nFix: Correct the name, or add the role to tenant/tenant.yaml.\n',
    );
  },
  MINUTE_MS,
);
