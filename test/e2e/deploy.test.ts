import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ManagementClient } from 'auth0';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { type DeployReport, deploy } from '../../scripts/commands/deploy.ts';
import { withoutBanner } from '../../scripts/lib/bundle/banner.ts';
import type { Result } from '../../scripts/lib/failures.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { Traffic } from '../../scripts/lib/tenant/management.ts';
import { runCommand } from '../support/command.ts';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';

const MINUTE_MS = 60_000;
const OURS = ['express-configure-step-up', 'express-configure-grant', 'express-configure-domains'];

interface Rig {
  emulator: Emulator;
  auth0: ManagementClient;
  project: ProjectCopy;
  deploy(options?: { key?: string; replace?: boolean }): Promise<Result<DeployReport>>;
  close(): Promise<void>;
}

async function rig(): Promise<Rig> {
  const project = await copyProject();
  const emulator = await startEmulator({ port: 0, projectDir: rootDir });
  const connection = { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile };
  return {
    emulator,
    project,
    auth0: new ManagementClient({ ...connection, telemetry: false }),
    deploy: ({ key, replace = false } = {}) =>
      deploy({
        rootDir: project.rootDir,
        environment: 'local',
        connection,
        replace,
        ...(key && { oktaPublicKeyPem: key }),
      }),
    async close() {
      await emulator.close();
      await project[Symbol.asyncDispose]();
    },
  };
}

function reportOf(result: Result<DeployReport>): DeployReport {
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return result.value;
}

const failuresOf = (result: Result<DeployReport>): string => (result.ok ? '' : renderFailures(result.failures));

const boundNames = async (auth0: ManagementClient): Promise<string[]> => {
  const { data } = await auth0.actions.triggers.bindings.list('post-login');
  return data.map((binding) => binding.action?.name ?? '');
};

async function clientNamed(auth0: ManagementClient, name: string) {
  const { data } = await auth0.clients.list();
  const client = data.find((candidate) => candidate.name === name);
  if (!client) throw new Error(`no client ${name}`);
  return client;
}

/** Deploys and binds an Action of somebody else's. */
async function foreignAction(auth0: ManagementClient, name: string, code: string): Promise<void> {
  const { id = '' } = await auth0.actions.create({
    name,
    code,
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
    deploy: true,
  });
  expect((await auth0.actions.get(id)).deployed_version?.number).toBe(1);
}

describe('a fresh tenant', () => {
  let fresh: Rig;
  beforeAll(async () => {
    fresh = await rig();
  });
  afterAll(() => fresh.close());

  test(
    "without Okta's key everything is done, and the report says what comes next",
    async () => {
      const report = reportOf(await fresh.deploy());
      expect(report).toMatchObject({
        state: 'awaiting-okta-key',
        domain: fresh.emulator.domain,
        actions: OURS.map((name) => ({ name, version: 1 })),
        stages: ['foundation', 'oin-client', 'actions', 'applications', 'express-configuration'].map((name) => ({
          name,
          status: 'applied',
        })),
        notes: [],
      });
      expect(report.next).toEqual([
        `In Okta's OIN Wizard enter the OIN client's id ${report.oinClientId} and the domain ${fresh.emulator.domain}; it gives out a public key.`,
        'Save the key as tenant/environments/local.pem and write okta_public_key: ./local.pem into tenant/environments/local.yaml.',
        'Run npm run deploy -- --env local again.',
      ]);
      expect(await fresh.auth0.clients.credentials.list(report.oinClientId)).toEqual([]);
    },
    MINUTE_MS,
  );

  test('it has what tenant.yaml says, in ids', async () => {
    const { auth0, emulator } = fresh;
    const [oin, saas, reports] = await Promise.all(
      ['Okta OIN', 'Acme SaaS', 'Acme Reports'].map((name) => clientNamed(auth0, name)),
    );
    const [connectionProfile] = (await auth0.connectionProfiles.list({ take: 10 })).data;
    const [attributeProfile] = (await auth0.userAttributeProfiles.list({ take: 10 })).data;
    expect(oin?.client_authentication_methods).toEqual({ private_key_jwt: { credentials: [] } });
    expect(saas?.express_configuration).toEqual({
      initiate_login_uri_template:
        'https://app.acme.example/login?organization={organization_name}&connection={connection_name}',
      admin_login_domain: emulator.domain,
      connection_profile_id: connectionProfile?.id,
      user_attribute_profile_id: attributeProfile?.id,
      okta_oin_client_id: oin?.client_id,
      enable_client: true,
      enable_organization: true,
      linked_clients: [{ client_id: reports?.client_id }],
    });
    const { data: actions } = await auth0.actions.list();
    const code = (name: string) => actions.find((action) => action.name === name)?.deployed_version?.code ?? '';
    expect(code('express-configure-grant')).toMatch(
      /^\/\*! express-configure-grant · .* · secrets OIN_CLIENT_IDS@1\([0-9a-f]{8}\) \*\/\n"use strict";/,
    );
    expect(await boundNames(auth0)).toEqual(OURS);
    const [role] = (await auth0.roles.list()).data;
    const permissions = (await auth0.roles.permissions.list(role?.id ?? '')).data;
    expect(permissions.map((permission) => permission.permission_name).sort()).toEqual([
      'express_configure:scim',
      'express_configure:sso',
    ]);
    expect(await auth0.tenants.settings.get()).toMatchObject({
      customize_mfa_in_postlogin_action: true,
      flags: { use_scope_descriptions_for_consent: true, enable_client_connections: false },
    });
  });

  test(
    'what auth0-deploy-cli drops without a word ends a deploy, before the key becomes usable',
    async () => {
      const flags = '    use_scope_descriptions_for_consent: true';
      await fresh.project.edit('tenant/tenant.yaml', flags, `${flags}\n    disable_impersonation: true`);
      const deployed = await fresh.deploy({ key: fresh.emulator.okta.publicKeyPem });
      await fresh.project.edit('tenant/tenant.yaml', '\n    disable_impersonation: true', '');

      expect(failuresOf(deployed)).toMatch(
        /^tenant\/tenant\.yaml:\d+:3 NOT_AS_DEPLOYED expected every setting as it is here, found another flags\.disable_impersonation\n/,
      );
      const { client_id: id = '' } = await clientNamed(fresh.auth0, 'Okta OIN');
      expect(await fresh.auth0.clients.credentials.list(id)).toEqual([]);
    },
    MINUTE_MS,
  );

  test("with Okta's key where the report said, it is complete, and nothing else is written", async () => {
    const { project, emulator, auth0 } = fresh;
    await writeFile(join(project.rootDir, 'tenant/environments/local.pem'), emulator.okta.publicKeyPem);
    await project.edit(
      'tenant/environments/local.yaml',
      '# okta_public_key: ./local.pem',
      'okta_public_key: ./local.pem',
    );
    const report = reportOf(await fresh.deploy());
    expect(report).toMatchObject({ state: 'complete', writes: 2, next: [] });
    expect(report.stages.map((stage) => stage.status)).toEqual(Array(5).fill('unchanged'));
    const oin = await auth0.clients.get(report.oinClientId);
    expect(oin.client_authentication_methods?.private_key_jwt?.credentials).toHaveLength(1);
  });

  test('a deploy with nothing to do writes nothing and keeps the versions', async () => {
    const report = reportOf(await fresh.deploy());
    expect(report).toMatchObject({ state: 'complete', writes: 0, actions: OURS.map((name) => ({ name, version: 1 })) });
  });

  test(
    'an edited Action alone gets a new version',
    async () => {
      await fresh.project.edit('actions/domains.ts', 'async (event: Event', 'async (event: Event /* edited */');
      expect(reportOf(await fresh.deploy()).writes).toBe(0);

      await fresh.project.edit('actions/domains.ts', "['EC_CONFIG']", "['EC_INTERNAL']");
      const report = reportOf(await fresh.deploy());
      expect(report.actions.map((action) => action.version)).toEqual([1, 1, 2]);
      expect(report.stages.filter(({ status }) => status === 'applied')).toEqual([
        { name: 'actions', status: 'applied' },
      ]);
      const { data } = await fresh.auth0.actions.list();
      const live = data.find((action) => action.name === OURS[2])?.deployed_version?.code ?? '';
      expect(withoutBanner(live)).toContain('EC_INTERNAL"] }');
    },
    MINUTE_MS,
  );

  test(
    'a raised version of a secret is a change, though its value can not be read back',
    async () => {
      await fresh.project.edit('tenant/environments/local.yaml', 'version: 1', 'version: 2');
      const report = reportOf(await fresh.deploy());
      expect(report.actions.map((action) => action.version)).toEqual([2, 2, 2]);
    },
    MINUTE_MS,
  );

  test(
    'an Action that was unbound by hand is bound again',
    async () => {
      await fresh.auth0.actions.triggers.bindings.updateMany('post-login', {
        bindings: [{ ref: { type: 'action_name', value: OURS[1] ?? '' }, display_name: 'grant' }],
      });
      const report = reportOf(await fresh.deploy());
      expect(await boundNames(fresh.auth0)).toEqual(OURS);
      expect(report.actions.map((action) => action.version)).toEqual([2, 2, 2]);
    },
    MINUTE_MS,
  );

  test('a new key is usable beside the old one, and a third is refused', async () => {
    const newKey = () =>
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { oinClientId } = reportOf(await fresh.deploy({ key: newKey() }));
    const keys = async () => {
      const oin = await fresh.auth0.clients.get(oinClientId);
      return oin.client_authentication_methods?.private_key_jwt?.credentials;
    };
    const both = await keys();
    expect(both).toHaveLength(2);
    expect(failuresOf(await fresh.deploy({ key: newKey() }))).toBe(
      'OKTA_KEY_LIMIT expected room for another key: Auth0 keeps 2 for a client, found 2 other keys\n' +
        'Fix: Remove the one Okta no longer uses from the OIN client (Credentials in the dashboard), and deploy again.\n',
    );
    expect(await keys()).toEqual(both);
  });
});

describe('a tenant in use, set up with the dashboard', () => {
  let used: Rig;
  let wizard: { oinClientId: string; profileId: string; otherId: string };

  beforeAll(async () => {
    used = await rig();
    const { auth0 } = used;
    await foreignAction(auth0, 'audit', 'exports.onExecutePostLogin = async () => {};');
    await foreignAction(
      auth0,
      'terms',
      'exports.onExecutePostLogin = async (e, api) => api.redirect.sendUserTo("https://t.example");',
    );
    await auth0.actions.triggers.bindings.updateMany('post-login', {
      bindings: ['audit', 'terms'].map((value) => ({
        ref: { type: 'action_name', value },
        display_name: `Our ${value}`,
      })),
    });
    await auth0.resourceServers.create({ identifier: 'https://api.example', scopes: [{ value: 'read:things' }] });
    await auth0.resourceServers.create({ name: 'Wizard', identifier: 'urn:auth0:express-configure' });
    const { id: roleId = '' } = await auth0.roles.create({ name: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
    await auth0.roles.permissions.add(roleId, {
      permissions: [{ permission_name: 'read:things', resource_server_identifier: 'https://api.example' }],
    });
    const profile = await auth0.connectionProfiles.create({ name: 'wizard-connections' });
    const attributes = await auth0.userAttributeProfiles.create({
      name: 'wizard-attributes',
      user_attributes: { email: { description: 'e', label: 'E', profile_required: true, auth0_mapping: 'email' } },
    });
    const oin = await auth0.clients.create({
      name: 'Made by the wizard',
      app_type: 'express_configuration',
      organization_require_behavior: 'post_login_prompt',
      client_authentication_methods: { private_key_jwt: { credentials: [] } },
    });
    const other = await auth0.clients.create({ name: 'Other', app_type: 'regular_web' });
    wizard = {
      oinClientId: oin.client_id ?? '',
      profileId: profile.id ?? '',
      otherId: other.client_id ?? '',
    };
    await auth0.clients.create({
      name: 'Acme SaaS',
      app_type: 'regular_web',
      client_metadata: { plan: 'gold' },
      express_configuration: {
        initiate_login_uri_template: 'https://old.example/login',
        admin_login_domain: used.emulator.domain,
        connection_profile_id: wizard.profileId,
        user_attribute_profile_id: attributes.id ?? '',
        okta_oin_client_id: wizard.oinClientId,
        enable_client: false,
        enable_organization: true,
        linked_clients: [{ client_id: wizard.otherId }],
      },
    });
    const application = '  - name: Acme SaaS\n    app_type: regular_web\n';
    await used.project.edit('tenant/tenant.yaml', application, `${application}    client_metadata: { tier: "1" }\n`);
    await auth0.connections.create({ name: 'saas-users', strategy: 'auth0', enabled_clients: [wizard.otherId] });
  });
  afterAll(() => used.close());

  test(
    "keeps what others share, adopts the wizard's client, and makes Okta's key usable last of all",
    async () => {
      const sent = vi.spyOn(Traffic.prototype, 'count');
      onTestFinished(() => sent.mockRestore());
      const report = reportOf(await used.deploy({ key: used.emulator.okta.publicKeyPem }));
      const { auth0 } = used;

      expect(report).toMatchObject({ state: 'complete', oinClientId: wizard.oinClientId });
      const writes = sent.mock.calls
        .filter(([method]) => method !== 'GET')
        .map(([method, url]) => {
          return `${method} ${new URL(url).pathname.replace(/act_\w+|con_\w+/, '…')}`;
        });
      const binding = writes.indexOf('PATCH /api/v2/actions/triggers/post-login/bindings');
      const firstOfKey = writes.indexOf(`POST /api/v2/clients/${wizard.oinClientId}/credentials`);
      expect(binding).toBeGreaterThan(writes.lastIndexOf('POST /api/v2/actions/actions/…/deploy'));
      expect(writes.slice(firstOfKey)).toEqual([
        `POST /api/v2/clients/${wizard.oinClientId}/credentials`,
        `PATCH /api/v2/clients/${wizard.oinClientId}`,
      ]);
      expect(binding).toBeLessThan(firstOfKey);

      const { data: bindings } = await auth0.actions.triggers.bindings.list('post-login');
      expect(bindings.map(({ display_name: name }) => name)).toEqual(['Our audit', ...OURS, 'Our terms']);
      const saas = await clientNamed(auth0, 'Acme SaaS');
      const reports = await clientNamed(auth0, 'Acme Reports');
      expect(saas.client_metadata).toEqual({ plan: 'gold', tier: '1' });
      expect(saas.express_configuration).toMatchObject({
        connection_profile_id: wizard.profileId,
        okta_oin_client_id: wizard.oinClientId,
        enable_client: true,
        linked_clients: [{ client_id: wizard.otherId }, { client_id: reports.client_id }],
      });
      const [role] = (await auth0.roles.list()).data;
      const permissions = (await auth0.roles.permissions.list(role?.id ?? '')).data;
      expect(permissions.map(({ permission_name: name }) => name).sort()).toEqual([
        'express_configure:scim',
        'express_configure:sso',
        'read:things',
      ]);
      const [connection] = (await auth0.connections.list({ name: 'saas-users' })).data;
      const enabled = (await auth0.connections.clients.get(connection?.id ?? '')).data.map(
        (client) => client.client_id,
      );
      expect(enabled.sort()).toEqual([wizard.otherId, saas.client_id].sort());
      expect(report.notes).toHaveLength(2);
      expect(report.notes[0]).toBe(
        `Kept connection_profile_id ${wizard.profileId} of "Acme SaaS"; tenant.yaml names another. Use --replace to change it.`,
      );
    },
    MINUTE_MS,
  );

  test('deployed again, nothing is written', async () => {
    expect(reportOf(await used.deploy({ key: used.emulator.okta.publicKeyPem })).writes).toBe(0);
  });

  test(
    '--replace changes the ids',
    async () => {
      reportOf(await used.deploy({ replace: true }));
      const saas = await clientNamed(used.auth0, 'Acme SaaS');
      const profiles = (await used.auth0.connectionProfiles.list({ take: 10 })).data;
      expect(saas.express_configuration?.connection_profile_id).toBe(
        profiles.find((profile) => profile.name === 'oin-connections')?.id,
      );
    },
    MINUTE_MS,
  );
});

describe('a deploy that fails', () => {
  let failing: Rig;
  beforeAll(async () => {
    failing = await rig();
  });
  afterAll(() => failing.close());

  test('on a trigger that names no Action, tells the line and asks the tenant for nothing', async () => {
    const { project, emulator, auth0 } = failing;
    const binding = '    - action_name: express-configure-grant';
    await project.edit('tenant/tenant.yaml', binding, `${binding}-2`);
    const { code, stdout, stderr } = await runCommand(['deploy'], {
      cwd: project.rootDir,
      env: {
        AUTH0_DOMAIN: emulator.domain,
        AUTH0_CLIENT_ID: emulator.deployClient.clientId,
        AUTH0_CLIENT_SECRET: emulator.deployClient.clientSecret,
        NODE_EXTRA_CA_CERTS: emulator.caFile,
      },
    });
    await project.edit('tenant/tenant.yaml', `${binding}-2`, binding);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^tenant\/tenant\.yaml:\d+:20 UNKNOWN_REFERENCE expected the name of an Action in this file: express-configure-step-up, /,
    );
    expect((await auth0.clients.list()).data.map((client) => client.name)).not.toContain('Okta OIN');
    expect((await auth0.connectionProfiles.list({ take: 10 })).data).toEqual([]);
  });

  test(
    "on another application of the OIN client's name, tells its line and changes neither",
    async () => {
      const { client_id: id = '' } = await failing.auth0.clients.create({ name: 'Okta OIN', app_type: 'regular_web' });
      expect(failuresOf(await failing.deploy())).toMatch(
        /^tenant\/tenant\.yaml:\d+:5 OIN_CLIENT_CONFLICT expected "Okta OIN" on the tenant to be of app_type express_configuration, found app_type regular_web\n/,
      );
      expect((await failing.auth0.clients.get(id)).app_type).toBe('regular_web');
      await failing.auth0.clients.delete(id);
    },
    MINUTE_MS,
  );

  test(
    'on an Action that Auth0 refuses, leaves no bindings and no key, and says what Auth0 said',
    async () => {
      const { auth0 } = failing;
      await auth0.actions.create({
        name: 'express-configure-grant',
        code: 'exports.onExecuteCredentialsExchange = async () => {};',
        supported_triggers: [{ id: 'credentials-exchange', version: 'v2' }],
      });
      const failures = failuresOf(await failing.deploy({ key: failing.emulator.okta.publicKeyPem }));
      expect(failures).toMatch(/^dist\/tenant\/stage-actions\.yaml DEPLOY_CLI expected auth0-deploy-cli to import /);
      expect(failures).toContain("can't upgrade to this trigger.");
      expect(failures).not.toContain(failing.emulator.deployClient.clientSecret);
      expect(await boundNames(auth0)).toEqual([]);
      const { client_id: id = '' } = await clientNamed(auth0, 'Okta OIN');
      expect(await auth0.clients.credentials.list(id)).toEqual([]);
    },
    MINUTE_MS,
  );

  test(
    'continues once the reason is gone',
    async () => {
      const { data } = await failing.auth0.actions.list();
      const refused = data.find((action) => action.name === 'express-configure-grant');
      await failing.auth0.actions.delete(refused?.id ?? '');
      const report = reportOf(await failing.deploy({ key: failing.emulator.okta.publicKeyPem }));
      expect(report.state).toBe('complete');
      expect(report.stages.map(({ status }) => status)).toEqual([
        'unchanged',
        'unchanged',
        'applied',
        'applied',
        'applied',
      ]);
      expect(await boundNames(failing.auth0)).toEqual(OURS);
    },
    MINUTE_MS,
  );
});

test('a wrong secret is told as such', async () => {
  const { emulator, project, close } = await rig();
  onTestFinished(close);
  const deployed = await deploy({
    rootDir: project.rootDir,
    environment: 'local',
    connection: { ...emulator.deployClient, clientSecret: 'wrong-secret', domain: emulator.domain },
  });
  expect(deployed).toMatchObject({ failures: [{ code: 'TENANT_CREDENTIALS' }] });
});
