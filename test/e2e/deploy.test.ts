import { generateKeyPairSync } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withoutBanner } from '../../scripts/lib/bundle/banner.ts';
import { boundNames, clientNamed, failuresOf, MINUTE_MS, OURS, type Rig, reportOf, rig } from './deploy-rig.ts';

/** Where the first deploy leaves what auth0-deploy-cli imported. */
const IMPORTED = 'dist/imported';

describe('a fresh tenant', () => {
  let fresh: Rig;
  beforeAll(async () => {
    fresh = await rig();
  });
  afterAll(() => fresh.close());

  test(
    "without Okta's key everything is done, and the report says what comes next",
    async () => {
      const report = reportOf(await fresh.deploy({ folder: IMPORTED }));
      expect(report).toMatchObject({
        state: 'awaiting-okta-key',
        domain: fresh.emulator.domain,
        actions: OURS.map((name) => ({ name, version: 1 })),
        stages: ['foundation', 'oin-client', 'actions', 'applications', 'universal-login', 'express-configuration'].map(
          (name) => ({ name, status: 'applied' }),
        ),
        notes: [],
      });
      expect(report.next).toEqual([
        `In Okta's OIN Wizard paste the six lines that npm run oin -- --env local prints (OIN client ${report.oinClientId}, domain ${fresh.emulator.domain}); it gives out a public key.`,
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
        'https://app.acme.example/login?organization={organization_id}&connection={connection_name}',
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
    expect(await auth0.prompts.getSettings()).toEqual({
      universal_login_experience: 'new',
      identifier_first: true,
    });
  });

  test('auth0-deploy-cli was handed no Universal Login settings', async () => {
    const folder = join(fresh.project.rootDir, IMPORTED);
    const stages = (await readdir(folder)).filter((file) => file.startsWith('stage-'));
    const texts = await Promise.all(stages.map((file) => readFile(join(folder, file), 'utf8')));
    expect(stages.sort()).toEqual([
      'stage-actions.yaml',
      'stage-applications.yaml',
      'stage-express-configuration.yaml',
      'stage-foundation.yaml',
    ]);
    expect(texts.filter((text) => text.includes('prompts'))).toEqual([]);
  });

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
    expect(report.stages.map((stage) => stage.status)).toEqual(Array(6).fill('unchanged'));
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
      await fresh.project.edit('actions/domains.ts', 'export const', '/* edited */ export const');
      expect(reportOf(await fresh.deploy()).writes).toBe(0);

      await fresh.project.edit('actions/domains.ts', 'domains(settings)', 'domains({ ...settings, required: true })');
      const report = reportOf(await fresh.deploy());
      expect(report.actions.map((action) => action.version)).toEqual([1, 1, 1, 2]);
      expect(report.stages.filter(({ status }) => status === 'applied')).toEqual([
        { name: 'actions', status: 'applied' },
      ]);
      const { data } = await fresh.auth0.actions.list();
      const live = data.find((action) => action.name === OURS[3])?.deployed_version?.code ?? '';
      expect(withoutBanner(live)).toContain('EC_INTERNAL"] }');
    },
    MINUTE_MS,
  );

  test(
    'a raised version of a secret is a change, though its value can not be read back; an Action unbound by hand is bound again',
    async () => {
      await fresh.auth0.actions.triggers.bindings.updateMany('post-login', {
        bindings: [{ ref: { type: 'action_name', value: OURS[1] ?? '' }, display_name: 'grant' }],
      });
      await fresh.project.edit('tenant/environments/local.yaml', 'version: 1', 'version: 2');
      const report = reportOf(await fresh.deploy());
      expect(report.actions.map((action) => action.version)).toEqual([2, 2, 2, 2]);
      expect(await boundNames(fresh.auth0)).toEqual(OURS);
    },
    MINUTE_MS,
  );

  test('a login without the identifier first is set right again, in one write and without auth0-deploy-cli', async () => {
    await fresh.auth0.prompts.updateSettings({ identifier_first: false, webauthn_platform_first_factor: true });
    const report = reportOf(await fresh.deploy());
    expect(report.writes).toBe(1);
    expect(report.stages.filter(({ status }) => status === 'applied')).toEqual([
      { name: 'universal-login', status: 'applied' },
    ]);
    expect(await fresh.auth0.prompts.getSettings()).toEqual({
      universal_login_experience: 'new',
      identifier_first: true,
      webauthn_platform_first_factor: true,
    });
  });

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
    expect(failuresOf(await fresh.deploy({ key: newKey() }))).toMatch(
      /^OKTA_KEY_LIMIT expected room for another key: Auth0 keeps 2 for a client, found "okta-.*\nFix: Retire the older one /,
    );
    expect(await keys()).toEqual(both);
  });
});
