import { expect, test } from 'vitest';
import { clientNamed, MINUTE_MS, runOn } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

const SECTIONS = `clientGrants:
  - client_id: Acme Reports
    audience: https://##AUTH0_DOMAIN##/api/v2/
    scope: [read:users]
attackProtection:
  bruteForceProtection: { enabled: false }
  suspiciousIpThrottling: { enabled: true }
`;
const SECTION = 'tenant:\n  friendly_name';

test(
  'sections that every deploy imports are judged too: a scope that goes, and protection that the file turns off',
  async () => {
    await using tenant = { rig: await deployedRig(), [Symbol.asyncDispose]: () => tenant.rig.close() };
    const { auth0, emulator, project } = tenant.rig;
    const { client_id = '' } = await clientNamed(auth0, 'Acme Reports');
    const audience = `https://${emulator.domain}/api/v2/`;
    await auth0.clientGrants.create({ client_id, audience, scope: ['read:users', 'read:roles'] });
    await project.edit('tenant/tenant.yaml', SECTION, `${SECTIONS}${SECTION}`);
    const { stdout } = await runOn(tenant.rig, 'plan');
    expect(stdout).toContain(
      `! clientGrants "clientGrants"\n    Acme Reports → ${audience}: scope: ["read:users","read:roles"] → ["read:users"]\n      - removed: read:roles\n`,
    );
    expect(stdout).toContain(
      '! attackProtection "attackProtection"\n    bruteForceProtection: none → {"enabled":false}\n      ! loosened: attacks that are stopped today\n\n',
    );
    expect(stdout).toMatch(/\nNo changes: .*; 1 value is removed from what stays, 1 setting is loosened\.\n/);
    const refused = await runOn(tenant.rig, 'deploy', '--yes');
    expect(refused.stderr).toMatch(/ REMOVALS .* found clientGrants "clientGrants" \(Acme Reports → .*: scope\)\n/);
    expect(refused.stderr).toMatch(
      / LOOSENING .* found attackProtection "attackProtection" \(bruteForceProtection\)\n/,
    );
  },
  MINUTE_MS,
);
