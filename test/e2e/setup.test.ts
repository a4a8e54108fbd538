import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { setup } from '../../scripts/commands/setup/run.ts';
import { runCommand } from '../support/command.ts';
import { machineClient } from '../support/machine-client.ts';
import { clientNamed, MINUTE_MS, type Rig, rig, runOn } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
});
afterAll(() => tenant.close());

const written = ({ emulator }: Rig) => emulator.requests().filter(({ write }) => write).length;
const steps = (stdout: string) => stdout.split('\n').filter((line) => /^ {2}\[/.test(line));

describe('a first run', () => {
  test('without an application begins with making one, and lists its scopes', async () => {
    const { code, stdout, stderr } = await runCommand(['setup'], { cwd: tenant.project.rootDir });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(steps(stdout)).toEqual([
      '  [todo] deploy application: no AUTH0_DOMAIN, no AUTH0_CLIENT_ID, no AUTH0_CLIENT_SECRET or AUTH0_CLIENT_PRIVATE_KEY',
    ]);
    expect(stdout).toContain(
      '2. Authorize it for the Auth0 Management API with these scopes and no others: create:actions ',
    );
    expect(stdout).toContain(' read:custom_domains ');
  });

  test('with scopes that do not suffice names them', async () => {
    const client = await machineClient(tenant.auth0, tenant.emulator.domain, ['read:clients', 'read:guardian_factors']);
    tenant.emulator.clearRequests();
    const report = await setup({
      rootDir: tenant.project.rootDir,
      environment: 'local',
      connection: { ok: true, value: { domain: tenant.emulator.domain, ...client } },
    });
    expect(report).toMatchObject({ ok: true, value: { state: 'waiting' } });
    const [application, domain] = report.ok ? report.value.steps : [];
    expect(application?.detail).toMatch(/^its grant lacks create:actions, create:client_credentials, /);
    expect(domain).toEqual({
      name: 'custom domain',
      status: 'unknown',
      detail: 'the application may not look (read:custom_domains)',
      todo: [],
    });
    expect(written(tenant)).toBe(0);
  });

  test('asks for the custom domain before the first write', async () => {
    const { code, stdout } = await runOn(tenant, 'setup', '--yes');
    expect(code).toBe(2);
    expect(steps(stdout)).toEqual([
      '  [done] deploy application: it may do all that a deploy does',
      '  [todo] custom domain: none',
      '  [done] subscription: organizations: included',
      '  [ ?? ] subscription: Okta connections: none yet, and no API tells whether the subscription includes them: see Settings, Subscription in the Auth0 dashboard',
      '  [done] subscription: roles (RBAC): included',
      '  [done] subscription: factors: otp, webauthn-roaming, webauthn-platform',
      expect.stringContaining('  [ ?? ] subscription: Private Key JWT: an Enterprise feature, '),
      '  [done] email provider: nothing in tenant.yaml sends email',
    ]);
    expect(stdout).toContain('or go on with --without-custom-domain.\n');
    expect(written(tenant)).toBe(0);
  });

  test('does not take a custom domain for another one', async () => {
    const { custom_domain_id: id = '' } = await tenant.auth0.customDomains.create({
      domain: 'login.acme.example',
      type: 'auth0_managed_certs',
    });
    expect(steps((await runOn(tenant, 'setup', '--yes')).stdout)[1]).toBe('  [todo] custom domain: not verified yet');
    await tenant.auth0.customDomains.verify(id);
    const { stdout } = await runOn(tenant, 'setup', '--yes');
    expect(steps(stdout)[1]).toBe(
      `  [todo] custom domain: login.acme.example is ready, and admin_login_domain is ${tenant.emulator.domain}`,
    );
    expect(stdout).toContain('1. Write the custom domain as ADMIN_LOGIN_DOMAIN into tenant/environments/local.yaml.\n');
    await tenant.auth0.customDomains.delete(id);
    tenant.emulator.clearRequests();
  });

  test('needs an email provider where email is a factor', async () => {
    const factor = '  - name: webauthn-platform\n    enabled: true\n';
    await tenant.project.edit('tenant/tenant.yaml', factor, `${factor}  - name: email\n    enabled: true\n`);
    const { stdout } = await runOn(tenant, 'setup', '--yes', '--without-custom-domain');
    await tenant.project.edit('tenant/tenant.yaml', '  - name: email\n    enabled: true\n', '');
    expect(steps(stdout).at(-1)).toBe('  [todo] email provider: none, and the factor email sends email');
    expect(written(tenant)).toBe(0);
  });

  test(
    'deploys, and then waits for what only Okta gives out, saying what to enter there',
    async () => {
      await restoreDeployed(tenant);
      await tenant.auth0.tenants.settings.update({ flags: { enable_client_connections: true } });
      const { code, stdout, stderr } = await runOn(tenant, 'setup', '--yes', '--without-custom-domain');
      expect(stderr).toContain('verified by reading back\n');
      expect(code).toBe(2);
      const oin = await clientNamed(tenant.auth0, 'Okta OIN');
      const saas = await clientNamed(tenant.auth0, 'Acme SaaS');
      expect(steps(stdout).slice(-2)).toEqual([
        '  [done] deploy: as git says, read back and verified',
        "  [todo] Okta's key: none yet",
      ]);
      const block =
        'Display Name: Okta OIN\n' +
        'Initiate Login URI Template: https://app.acme.example/login?organization={organization_id}&connection={connection_name}\n' +
        `OIN Client ID: ${oin.client_id}\nApplication Client ID: ${saas.client_id}\n` +
        `Tenant Domain: ${tenant.emulator.domain}\nLogin Domain: ${tenant.emulator.domain}\n`;
      expect(stdout).toContain(`\n\n${block}\nAuth0 shows the same at Auth0 Dashboard > Applications > `);
      expect(stdout).toContain(`  redirect URI: https://${tenant.emulator.domain}/login/callback\n`);
      expect(stdout).toContain('3. Save the key as tenant/environments/local.pem and write okta_public_key: ');
    },
    MINUTE_MS,
  );

  test('run again goes on where it ended, without a write, and is complete with the key', async () => {
    tenant.emulator.clearRequests();
    expect((await runOn(tenant, 'setup', '--yes', '--without-custom-domain')).code).toBe(2);
    expect(written(tenant)).toBe(0);

    await writeFile(join(tenant.project.rootDir, 'tenant/environments/local.pem'), tenant.emulator.okta.publicKeyPem);
    await tenant.project.edit('tenant/environments/local.yaml', '# okta_public_key:', 'okta_public_key:');
    const { code, stdout } = await runOn(tenant, 'setup', '--yes', '--without-custom-domain', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'complete',
      okta: { redirectUri: `https://${tenant.emulator.domain}/login/callback` },
    });
  });
});

test('what the subscription lacks is named before the first write', async () => {
  const free = await rig({ plan: 'free', entitlements: { maxEnterpriseConnections: 0, maxOrganizations: 0 } });
  onTestFinished(() => free.close());
  const { code, stdout } = await runOn(free, 'setup', '--yes');
  expect(code).toBe(2);
  expect(steps(stdout)).toEqual([
    '  [done] deploy application: it may do all that a deploy does',
    '  [done] custom domain: not in the subscription: people see the tenant’s own domain',
    '  [todo] subscription: organizations: it does not include them',
    '  [ ?? ] subscription: Okta connections: none yet, and no API tells whether the subscription includes them: see Settings, Subscription in the Auth0 dashboard',
    '  [todo] subscription: roles (RBAC): it does not include them',
    '  [todo] subscription: factors: it does not include otp, webauthn-roaming, webauthn-platform',
    expect.stringContaining('  [ ?? ] subscription: Private Key JWT: an Enterprise feature, '),
    '  [done] email provider: nothing in tenant.yaml sends email',
  ]);
  expect(written(free)).toBe(0);
});
