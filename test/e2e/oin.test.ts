import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { oinGuide } from '../../scripts/commands/oin/guide.ts';
import { type OinValues, oinValues } from '../../scripts/commands/oin/values.ts';
import type { Result } from '../../scripts/lib/failures.ts';
import { leastScopes } from '../../scripts/lib/management-api/least-scopes.ts';
import { readManifest } from '../../scripts/lib/manifest/manifest.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { machineClient } from '../support/machine-client.ts';
import { rootDir } from '../support/project.ts';
import { clientNamed, MINUTE_MS, type Rig, rig, runOn } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';

let tenant: Rig;
let ids: { oin: string; application: string };

beforeAll(async () => {
  tenant = await rig();
  expect(told(await values())).toBe(
    'NOT_AS_DEPLOYED expected an application on the tenant that Express Configuration is set up for, and its OIN client, ' +
      'found no application "Acme SaaS" with express_configuration\nFix: Run npm run deploy -- --env local first.\n',
  );
  await restoreDeployed(tenant);
  const [oin, application] = await Promise.all(
    ['Okta OIN', 'Acme SaaS'].map((name) => clientNamed(tenant.auth0, name)),
  );
  ids = { oin: oin?.client_id ?? '', application: application?.client_id ?? '' };
}, MINUTE_MS);
afterAll(() => tenant.close());

const options = (client = tenant.emulator.deployClient) => ({
  rootDir: tenant.project.rootDir,
  environment: 'local',
  connection: { domain: tenant.emulator.domain, caFile: tenant.emulator.caFile, ...client },
});
const values = (client?: Rig['emulator']['deployClient']) => oinValues(options(client));

const told = <T>(result: Result<T>): T | string => (result.ok ? result.value : renderFailures(result.failures));

async function valuesNow(): Promise<OinValues> {
  const result = await values();
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return result.value;
}

/** What differs from run to run has its name instead. */
const stable = (text: string): string =>
  text
    .replaceAll(tenant.emulator.domain, 'TENANT')
    .replaceAll(ids.oin, 'OIN_CLIENT_ID')
    .replaceAll(ids.application, 'APPLICATION_CLIENT_ID');

const golden = (name: string): Promise<string> => readFile(join(rootDir, 'test/golden', name), 'utf8');

type Fields = Parameters<Rig['auth0']['clients']['update']>[1];

/** Changes the application, and changes it back after the test. */
async function changeApplication(fields: Fields, back: Fields): Promise<void> {
  await tenant.auth0.clients.update(ids.application, fields);
  onTestFinished(async () => {
    await tenant.auth0.clients.update(ids.application, back);
  });
}

describe('npm run oin', () => {
  test('prints all that the OIN Wizard asks for, and what is left to do, in order', async () => {
    const { code, stdout, stderr } = await runOn(tenant, 'oin');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stable(stdout)).toBe(await golden('oin-values.txt'));
  });

  test('writes the same as a Markdown page into a file', async () => {
    const { code, stdout, stderr } = await runOn(tenant, 'oin', '--markdown', '--out', 'oin.md');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'oin.md written\n' });
    const page = await readFile(join(tenant.project.rootDir, 'oin.md'), 'utf8');
    expect(stable(page)).toBe(await golden('oin-values.md'));
  });

  test('--json has the values and nothing else on stdout', async () => {
    const { code, stdout } = await runOn(tenant, 'oin', 'values', '--json');
    expect(code).toBe(0);
    const values = JSON.parse(stdout);
    expect(values).toEqual(await valuesNow());
    expect(values.expressConfigurationInformation).toBe(
      'Display Name: Okta OIN\n' +
        'Initiate Login URI Template: https://app.acme.example/login?organization={organization_id}&connection={connection_name}\n' +
        `OIN Client ID: ${ids.oin}\nApplication Client ID: ${ids.application}\n` +
        `Tenant Domain: ${tenant.emulator.domain}\nLogin Domain: ${tenant.emulator.domain}`,
    );
  });

  test('a file that can not be written is a failure', async () => {
    const { code, stdout, stderr } = await runOn(tenant, 'oin', '--out', 'no/such/folder.txt');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'no/such/folder.txt OUTPUT_FILE expected a file that can be written, found ENOENT\nFix: Name a file in a folder that exists and is yours.\n',
    );
  });

  test('needs no scope but those of the read-only application', async () => {
    const manifest = await readManifest({ rootDir: tenant.project.rootDir, environment: 'local' });
    if (!manifest.ok) throw new Error('no manifest');
    const { scopes } = leastScopes(manifest.value.tenant, true);
    const client = await machineClient(tenant.auth0, tenant.emulator.domain, scopes);
    tenant.emulator.clearRequests();
    expect(told(await values(client))).toEqual(await valuesNow());
    expect(told(await oinGuide(options(client)))).toBe(told(await oinGuide(options())));
    expect(tenant.emulator.requests().filter(({ write }) => write)).toEqual([]);
  });
});

describe('what is read from the tenant', () => {
  test('the block names the OIN client as the tenant does', async () => {
    await tenant.auth0.clients.update(ids.oin, { name: 'Acme for Okta' });
    onTestFinished(async () => {
      await tenant.auth0.clients.update(ids.oin, { name: 'Okta OIN' });
    });
    const { expressConfigurationInformation, expressConfiguration } = await valuesNow();
    expect(expressConfigurationInformation).toMatch(/^Display Name: Acme for Okta\n/);
    expect(expressConfiguration.displayName).toBe('Acme for Okta');
  });

  test('a custom domain is where administrators log in, and its callback comes first', async () => {
    const { express_configuration: express } = await tenant.auth0.clients.get(ids.application);
    if (!express) throw new Error('no express_configuration');
    await tenant.auth0.customDomains.create({ domain: 'login.acme.example', type: 'auth0_managed_certs' });
    const changed = { ...express, admin_login_domain: 'login.acme.example' };
    await changeApplication({ express_configuration: changed }, { express_configuration: express });
    const { sso, expressConfiguration, universalLogout } = await valuesNow();
    expect(expressConfiguration).toMatchObject({
      tenantDomain: tenant.emulator.domain,
      adminLoginDomain: 'login.acme.example',
    });
    expect(sso.redirectUris).toEqual([
      'https://login.acme.example/login/callback',
      `https://${tenant.emulator.domain}/login/callback`,
    ]);
    expect(universalLogout?.endpoint).toBe(
      'https://login.acme.example/oauth/global-token-revocation/connection/{connection_name}',
    );
  });

  test('sign-out addresses are the application’s', async () => {
    const addresses = ['https://app.acme.example/bye', 'https://app.acme.example/'];
    await changeApplication({ allowed_logout_urls: addresses }, { allowed_logout_urls: [] });
    expect((await valuesNow()).sso.postLogoutUris).toEqual(addresses);
  });

  test('Universal Logout is whole once each application has back-channel logout', async () => {
    const logout = (host: string) => ({ backchannel_logout_urls: [`https://${host}.acme.example/logout`] });
    await changeApplication({ oidc_logout: logout('app') }, { oidc_logout: { backchannel_logout_urls: [] } });
    expect((await valuesNow()).universalLogout).toMatchObject({
      isPartial: true,
      reason: '"Acme Reports" has no oidc_logout.backchannel_logout_urls and uses refresh tokens',
    });
    const reports = await clientNamed(tenant.auth0, 'Acme Reports');
    await tenant.auth0.clients.update(reports.client_id ?? '', { oidc_logout: logout('reports') });
    expect((await valuesNow()).universalLogout).toMatchObject({
      isPartial: false,
      reason: 'back-channel logout ends the sessions of "Acme SaaS" and "Acme Reports"',
    });
    await tenant.auth0.clients.update(reports.client_id ?? '', { oidc_logout: { backchannel_logout_urls: [] } });
  });

  test('features that the connection profile does not have for Okta are left out', async () => {
    const { data } = await tenant.auth0.connectionProfiles.list({ take: 10 });
    const id = data[0]?.id ?? '';
    await tenant.auth0.connectionProfiles.update(id, {
      strategy_overrides: { okta: { enabled_features: ['universal_logout'] } },
    });
    onTestFinished(async () => {
      await tenant.auth0.connectionProfiles.update(id, { strategy_overrides: {} });
    });
    const shown = await valuesNow();
    expect(shown.scim).toBeUndefined();
    expect(shown.universalLogout?.subjectFormat).toBe('Issuer and Subject Identifier');
    expect(JSON.stringify(shown.manual)).not.toMatch(/SCIM/i);
    expect((await runOn(tenant, 'oin')).stdout).toContain(
      '  SCIM 2.0                          not in the connection profile’s enabled_features: leave the capability out\n',
    );
    expect((await runOn(tenant, 'oin', 'guide')).stdout).not.toMatch(/SCIM 2.0|Express Configure SCIM/);
  });
});

describe('npm run oin -- guide', () => {
  test('writes what a customer’s administrator needs, from the tenant’s values', async () => {
    const { code, stdout, stderr } = await runOn(tenant, 'oin', 'guide', '--out', 'guide.md');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'guide.md written\n' });
    expect(stable(await readFile(join(tenant.project.rootDir, 'guide.md'), 'utf8'))).toBe(await golden('guide.md'));
  });

  test('follows the tenant: who supports, how administrators log in, which factors are on', async () => {
    const { auth0, project } = tenant;
    await auth0.tenants.settings.update({
      support_email: 'help@acme.example',
      support_url: 'https://acme.example/help',
    });
    await auth0.clients.update(ids.oin, { organization_require_behavior: 'post_login_prompt' });
    expect((await runOn(tenant, 'oin')).stdout).toContain('Okta’s page "Express Configuration overview" says');
    await auth0.guardian.factors.set('webauthn-platform', { enabled: false });
    const guide = String(told(await oinGuide(options())));
    expect(guide).toContain('\nhelp@acme.example or https://acme.example/help. Send the code,');
    expect(guide).toContain('Log in, and choose your organization with your account at Acme SaaS.');
    expect(guide).toContain('- A second factor: a one-time code from an authenticator app, or a security key.\n');
    await project.edit('actions/config.ts', "mode: 'required'", "mode: 'off'");
    expect(told(await oinGuide(options()))).not.toMatch(/second factor: /);
    await project.edit('actions/config.ts', "mode: 'off'", "mode: 'required'");
  });

  test('holds no secret, no id, and nothing of another customer', async () => {
    const { auth0 } = tenant;
    await auth0.organizations.create({ name: 'globex', display_name: 'Globex', metadata: { domains: 'globex.com' } });
    await auth0.clients.update(ids.oin, { description: 'internal remark' });
    const guide = String(told(await oinGuide(options())));
    const application = await auth0.clients.get(ids.application);
    const internal = [
      ids.oin,
      ids.application,
      application.client_secret ?? 'no secret',
      tenant.emulator.deployClient.clientId,
      tenant.emulator.deployClient.clientSecret,
      'internal remark',
      'oin-connections',
      'saas-users',
      'lobex',
    ];
    expect(internal.filter((text) => guide.includes(text))).toEqual([]);
    expect(guide).not.toMatch(/(cop|uap|org|rol)_/);
  });
});
