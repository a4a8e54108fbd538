import type { ManagementClient } from 'auth0';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Traffic } from '../../scripts/lib/tenant/traffic.ts';
import { clientNamed, MINUTE_MS, OURS, type Rig, reportOf, rig } from './deploy-rig.ts';

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
      const report = reportOf(await used.deploy({ key: used.emulator.okta.publicKeyPem, acceptTenantWide: true }));
      const { auth0 } = used;

      expect(report).toMatchObject({ state: 'complete', oinClientId: wizard.oinClientId });
      const writes = sent.mock.calls
        .filter(([method]) => method !== 'GET')
        .map(([method, url]) => {
          return `${method} ${new URL(url).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|con_\w+/, '…')}`;
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
      expect(bindings.map(({ display_name: name }) => name)).toEqual(['Our audit', 'Our terms', ...OURS]);
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
      expect(report.notes).toEqual([
        'Adopted "wizard-connections" in place of "oin-connections": "Acme SaaS" has its id.',
        'Adopted "wizard-attributes" in place of "oin-user-attributes": "Acme SaaS" has its id.',
        // Made while a new application still got every connection.
        expect.stringContaining(
          'connections of "Okta OIN": enabled and not in git: "Username-Password-Authentication".',
        ),
        expect.stringContaining(
          'connections of "Acme SaaS": enabled and not in git: "Username-Password-Authentication".',
        ),
      ]);
      const profiles = (await auth0.connectionProfiles.list({ take: 10 })).data;
      expect(profiles).toEqual([
        expect.objectContaining({
          id: wizard.profileId,
          name: 'wizard-connections',
          connection_name_prefix_template: 'okta-{org_name}',
        }),
      ]);
      expect((await auth0.userAttributeProfiles.list({ take: 10 })).data).toHaveLength(1);
      const oinClients = (await auth0.clients.list()).data.filter((one) => one.app_type === 'express_configuration');
      expect(oinClients.map((client) => client.name)).toEqual(['Made by the wizard']);
    },
    MINUTE_MS,
  );

  test('deployed again, nothing is written', async () => {
    expect(reportOf(await used.deploy({ key: used.emulator.okta.publicKeyPem })).writes).toBe(0);
  });

  test("what a role lacks is added without taking anything away, unlike by auth0-deploy-cli's import", async () => {
    const { auth0, emulator } = used;
    const [role] = (await auth0.roles.list()).data;
    await auth0.roles.permissions.delete(role?.id ?? '', {
      permissions: [
        { permission_name: 'express_configure:scim', resource_server_identifier: 'urn:auth0:express-configure' },
      ],
    });
    emulator.clearRequests();
    expect(reportOf(await used.deploy())).toMatchObject({ writes: 1 });
    const writes = emulator.requests().filter((request) => request.write);
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /api/v2/roles/${role?.id}/permissions`,
    ]);
  });

  test(
    'a profile of the name in the file that is not the one in use is left, and told',
    async () => {
      const { id: other = '' } = await used.auth0.connectionProfiles.create({ name: 'oin-connections' });
      const { notes } = reportOf(await used.deploy());
      expect(notes).toContain(
        `Kept connection_profile_id ${wizard.profileId} of "Acme SaaS"; tenant.yaml names another. Use --replace to change it.`,
      );
      await used.auth0.connectionProfiles.delete(other);
    },
    MINUTE_MS,
  );

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
