import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { a0deploy } from './a0deploy.ts';
import { clientNamed, envOf, MINUTE_MS, type Rig, runOn } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

let tenant: Rig;
let system: { id: string; line: string };
beforeAll(async () => {
  tenant = await deployedRig();
  const { client_id = '' } = await clientNamed(tenant.auth0, 'Okta OIN');
  const { data } = await tenant.auth0.clientGrants.list({ client_id });
  const line = `clientGrants "Okta OIN → https://${tenant.emulator.domain}/api/v2/ (system grant)"`;
  system = { id: data[0]?.id ?? '', line };
}, MINUTE_MS);
afterAll(() => tenant.close());

const GRANT = `clientGrants:
  - client_id: Acme Reports
    audience: https://##AUTH0_DOMAIN##/api/v2/
    scope: [read:users]
`;
const SECTION = 'tenant:\n  friendly_name';

/** The project's own tenant has no section of grants. */
const withGrants = (grants: string) => tenant.project.edit('tenant/tenant.yaml', SECTION, `${grants}${SECTION}`);
const withoutGrants = (grants: string) => tenant.project.edit('tenant/tenant.yaml', grants, '');

async function grants(): Promise<string[]> {
  const { data: clients } = await tenant.auth0.clients.list({ is_global: false });
  const { data } = await tenant.auth0.clientGrants.list({ take: 100 });
  return data
    .filter(({ client_id }) => client_id !== tenant.emulator.deployClient.clientId)
    .map(({ id, client_id, scope = [], is_system = false }) => {
      const who = clients.find((client) => client.client_id === client_id)?.name;
      return is_system ? `${who}: ${id}, of the system` : `${who}: ${scope?.join(' ')}`;
    })
    .sort();
}

test('plan and drift list it as unmanaged, and it is no change', async () => {
  const plan = await runOn(tenant, 'plan');
  expect(plan.stdout).toContain(`\n? ${system.line}\n`);
  expect(plan.stdout).toContain('\nNo changes: ');
  const drift = await runOn(tenant, 'drift');
  expect(drift.stdout).toContain(`\n? ${system.line}\n`);
  expect(drift.stdout).toContain('\nNo drift.\n');
  expect([plan.code, drift.code]).toEqual([0, 0]);
});

test('verify names it among what is as it must be', async () => {
  const { stdout } = await runOn(tenant, 'verify');
  expect(stdout).toContain(
    `\nok       ${system.line}  unmanaged: Auth0 made it with the client, and no deploy changes or deletes it\n`,
  );
});

test(
  'a section of grants lists the others beside it, and neither a deploy nor auth0-deploy-cli with deletion touches it',
  async () => {
    const { auth0, emulator, project } = tenant;
    await withGrants(GRANT);
    onTestFinished(() => withoutGrants(GRANT));
    const { client_id = '' } = await clientNamed(auth0, 'Acme SaaS');
    const audience = `https://${emulator.domain}/api/v2/`;
    await auth0.clientGrants.create({ client_id, audience, scope: ['read:roles'] });
    const ofSystem = `Okta OIN: ${system.id}, of the system`;

    const deleting = { ...envOf(tenant), AUTH0_ALLOW_DELETE: 'true' };
    const deployed = await runCommand(['deploy', '--yes'], { cwd: project.rootDir, env: deleting });
    expect(deployed.stderr).toContain('\nverified by reading back\n');
    expect(await grants()).toEqual(['Acme Reports: read:users', 'Acme SaaS: read:roles', ofSystem]);
    const { stdout } = await runOn(tenant, 'plan');
    expect(stdout).toContain(`\n? clientGrants "Acme SaaS → ${audience}"\n`);
    expect(stdout).toContain(`\n? ${system.line}\n`);
    expect(stdout).not.toContain('? clientGrants "Acme Reports');

    const printed = (await runOn(tenant, 'deploy', '--print-env')).stdout.matchAll(/^export (\w+)='(.*)'$/gm);
    const env = Object.fromEntries([...printed].map(([, name = '', value = '']) => [name, value]));
    emulator.clearRequests();
    await a0deploy(tenant, ['import', '-c', 'dist/tenant/config.json', '-i', 'dist/tenant/tenant.yaml'], {
      ...env,
      AUTH0_ALLOW_DELETE: 'true',
    });
    // The deletion was on: it took the other one.
    expect(await grants()).toEqual(['Acme Reports: read:users', ofSystem]);
    const touched = emulator.requests().filter(({ write, path }) => write && path.endsWith(system.id));
    expect(touched).toEqual([]);
  },
  3 * MINUTE_MS,
);

test('check refuses a grant of the OIN client, with line and fix', async () => {
  const ours = GRANT.replace('Acme Reports', 'Okta OIN');
  await withGrants(ours);
  const { code, stderr } = await runOn(tenant, 'check');
  await withoutGrants(ours);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^tenant\/tenant\.yaml:\d+:5 OIN_CLIENT_GRANT expected no grant of "Okta OIN": .* found one for https:\/\/##AUTH0_DOMAIN##\/api\/v2\/\nFix: Remove this entry\.\n/,
  );
});
