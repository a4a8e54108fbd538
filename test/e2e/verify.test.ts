import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { VerifyReport } from '../../scripts/commands/verify/run.ts';
import { verifyText } from '../../scripts/commands/verify/text.ts';
import { clientNamed, MINUTE_MS, OURS, type Rig, reportOf, rig, runOn } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';
import { changesByHand, failing, verifyTenant } from './verify-rig.ts';

const DOMAINS = OURS[3] ?? '';

const OTHER_CODE = 'exports.onExecutePostLogin = async () => {};';
/** By sha256sum. */
const HASH_OF_OTHER = '4084256b4bb1ac9d812f6e16c9ccdc29ca3ee3efcb9df8bcd0671792ed12bce3';

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
});
afterAll(() => tenant.close());

const verified = (oktaPublicKeyPem?: string): Promise<VerifyReport> => verifyTenant(tenant, oktaPublicKeyPem);

async function actionId(name: string): Promise<string> {
  const { data } = await tenant.auth0.actions.list({ actionName: name });
  return data[0]?.id ?? '';
}

test('of a fresh tenant nothing that is to be made passes, and the line says where it stands', async () => {
  const report = await verified();
  expect(report.state).toBe('failed');
  expect(report.checks.filter(({ status }) => status === 'ok')).toEqual([]);
  const yaml = await readFile(join(tenant.project.rootDir, 'tenant/tenant.yaml'), 'utf8');
  const line = yaml.split('\n').indexOf('  - name: express-configure-grant') + 1;
  expect(verifyText(report)).toContain(
    `\nfailed   actions "express-configure-grant"  not deployed  tenant/tenant.yaml:${line}:5\n` +
      '         Fix: Deploy it: npm run deploy\n',
  );
});

test(
  'the command exits 1 where a check fails, and 0 though the key is awaited',
  async () => {
    const failed = await runOn(tenant, 'verify', '--json');
    expect(JSON.parse(failed.stdout)).toMatchObject({ state: 'failed', environment: 'local' });
    expect([failed.code, failed.stderr]).toEqual([1, '']);

    await restoreDeployed(tenant);
    const { code, stdout } = await runOn(tenant, 'verify');
    expect(stdout).toMatch(/\n50 of 50 checks passed: awaiting-okta-key\n1\. In Okta's OIN Wizard paste /);
    expect(code).toBe(0);
  },
  MINUTE_MS,
);

describe('a deployed tenant', () => {
  test("without Okta's key all passes, and what comes next is said", async () => {
    const report = await verified();
    expect(report).toMatchObject({ state: 'awaiting-okta-key', notes: [] });
    expect(failing(report)).toEqual([]);
    expect(report.checks.map(({ name }) => name)).toEqual([
      'resourceServers "urn:auth0:express-configure"',
      'roles "EXPRESS_CONFIGURE_ADMIN_ROLE"',
      'connectionProfiles "oin-connections"',
      'userAttributeProfiles "oin-user-attributes"',
      'clients "Okta OIN"',
      'clients "Acme SaaS"',
      'clients "Acme SaaS" express_configuration',
      'clients "Acme Reports"',
      'databases "saas-users"',
      ...OURS.flatMap((name) =>
        ['code', 'banner', 'all changes deployed', 'runtime', 'dependencies', 'secret names', 'trigger'].map(
          (aspect) => `actions "${name}" ${aspect}`,
        ),
      ),
      'triggers "post-login"',
      ...['otp', 'webauthn-roaming', 'webauthn-platform'].map((factor) => `guardianFactors "${factor}"`),
      'prompts "settings"',
      'tenant "settings"',
      'OIN client authentication',
      "Okta's key",
      `clientGrants "Okta OIN → https://${tenant.emulator.domain}/api/v2/ (system grant)"`,
      ...['Okta OIN', 'Acme SaaS', 'Acme Reports'].map((name) => `connections of "${name}"`),
      'policy for role "EXPRESS_CONFIGURE_ADMIN_ROLE"',
    ]);
    const { client_id: id } = await clientNamed(tenant.auth0, 'Okta OIN');
    expect(report.next[0]).toContain(`(OIN client ${id}, `);
  });

  test("the environment's key is missed until it is usable; then the tenant is complete", async () => {
    const pem = tenant.emulator.okta.publicKeyPem;
    expect(failing(await verified(pem))).toEqual([
      "Okta's key: expected the environment's own to be usable, found none",
    ]);
    reportOf(await tenant.deploy({ key: pem }));
    expect(await verified(pem)).toMatchObject({ state: 'complete', next: [] });
  });

  test('what somebody changed by hand is found, each by its name', async () => {
    const changes = changesByHand(tenant).filter(({ what }) => what !== 'an unbound Action');
    for (const { now } of changes) await now();
    const report = await verified();
    for (const { back } of changes) await back();
    expect(failing(report)).toHaveLength(changes.length);
    for (const { expected } of changes) expect(failing(report)).toContainEqual(expected);
    expect(report.state).toBe('failed');
    expect(failing(await verified())).toEqual([]);
  });

  test('a role that lost a permission is found', async () => {
    const { auth0 } = tenant;
    const [role] = (await auth0.roles.list()).data;
    const permissions = [
      { permission_name: 'express_configure:scim', resource_server_identifier: 'urn:auth0:express-configure' },
    ];
    await auth0.roles.permissions.delete(role?.id ?? '', { permissions });
    const report = await verified();
    await auth0.roles.permissions.add(role?.id ?? '', { permissions });
    expect(failing(report)).toEqual([expect.stringMatching(/^roles "EXPRESS_CONFIGURE_ADMIN_ROLE": permissions: /)]);
  });

  test('a role with a permission that the policy does not honour is found', async () => {
    const { auth0 } = tenant;
    const { id = '' } = await auth0.roles.create({ name: 'Support' });
    await auth0.roles.permissions.add(id, {
      permissions: [
        { permission_name: 'express_configure:sso', resource_server_identifier: 'urn:auth0:express-configure' },
      ],
    });
    const report = await verified();
    await auth0.roles.delete(id);
    expect(failing(report)).toEqual(['policy for role "Support": carries express_configure:sso, is granted nothing']);
  });

  test('a draft that is not deployed is found, and deployed, other code by its hash', async () => {
    const { auth0 } = tenant;
    const id = await actionId(DOMAINS);
    await auth0.actions.update(id, { code: OTHER_CODE });
    expect(failing(await verified())).toEqual([
      `actions "${DOMAINS}" all changes deployed: draft_deployed: expected true, found false`,
    ]);
    await vi.waitFor(() => auth0.actions.deploy(id), { timeout: MINUTE_MS });
    const found = await verified();
    const { sha256 } = reportOf(await tenant.deploy()).actions[3] ?? {};
    expect(failing(found)).toEqual(
      ['code', 'banner'].map(
        (aspect) => `actions "${DOMAINS}" ${aspect}: code: expected sha256 ${sha256}, found sha256 ${HASH_OF_OTHER}`,
      ),
    );
    expect((await verified()).state).toBe('complete');
  });
});

describe('a tenant that somebody changed by hand', () => {
  const OTHER = 'https://app.acme.example/elsewhere';

  test('is not complete: the difference is told with its fix, and the command exits 2', async () => {
    const { client_id: id = '', callbacks = [] } = await clientNamed(tenant.auth0, 'Acme SaaS');
    await tenant.auth0.clients.update(id, { callbacks: [...callbacks, OTHER] });
    const report = await verified();
    const { code, stdout } = await runOn(tenant, 'verify');
    const planned = await runOn(tenant, 'plan');
    await tenant.auth0.clients.update(id, { callbacks });

    expect(report.state).toBe('drift');
    const [difference, ...others] = report.checks.filter(({ status }) => status !== 'ok');
    expect(others).toEqual([]);
    expect(difference).toMatchObject({
      name: 'clients "Acme SaaS"',
      status: 'differs',
      detail: `callbacks: expected ${JSON.stringify(callbacks)}, found ${JSON.stringify([...callbacks, OTHER])}`,
    });
    expect(stdout).toMatch(
      /\ndiffers {2}clients "Acme SaaS" {2}callbacks: .* tenant\/tenant\.yaml:\d+:\d+\n {9}Fix: Deploy, or /,
    );
    expect(stdout).toContain(
      `\n${report.checks.length - 1} of ${report.checks.length} checks passed, 1 differs from git: drift\n`,
    );
    expect([code, planned.code]).toEqual([2, 2]);
  });

  test('is complete again once the change is taken back', async () => {
    expect((await verified()).state).toBe('complete');
    expect((await runOn(tenant, 'plan')).code).toBe(0);
  });
});
