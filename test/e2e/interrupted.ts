import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RequestLogEntry } from '../../emulator/index.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { boundNames, clientNamed, OURS, type Rig, reportOf, rig } from './deploy-rig.ts';
import { runKilledAfter } from './killed-run.ts';

const FOREIGN_PERMISSION = { permission_name: 'read:things', resource_server_identifier: 'https://api.example' };

/** A tenant in use, and what of it belongs to others. */
interface World {
  tenant: Rig;
  roleId: string;
  databaseId: string;
  otherClientId: string;
  /** Told of every request from now on. */
  watch(listener: (entry: RequestLogEntry) => Promise<void> | void): void;
}

async function world(): Promise<World> {
  let listener: (entry: RequestLogEntry) => Promise<void> | void = () => undefined;
  const tenant = await rig({ onRequest: (entry) => listener(entry) });
  const { auth0, project, emulator } = tenant;
  await writeFile(join(project.rootDir, 'tenant/environments/local.pem'), emulator.okta.publicKeyPem);
  await project.edit(
    'tenant/environments/local.yaml',
    '# okta_public_key: ./local.pem',
    'okta_public_key: ./local.pem',
  );

  const { id: actionId = '' } = await auth0.actions.create({
    name: 'audit',
    code: 'exports.onExecutePostLogin = async () => {};',
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
    deploy: true,
  });
  await auth0.actions.get(actionId);
  await auth0.actions.triggers.bindings.updateMany('post-login', {
    bindings: [{ ref: { type: 'action_name', value: 'audit' }, display_name: 'Our audit' }],
  });
  await auth0.resourceServers.create({ identifier: 'https://api.example', scopes: [{ value: 'read:things' }] });
  const { id: roleId = '' } = await auth0.roles.create({ name: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
  await auth0.roles.permissions.add(roleId, { permissions: [FOREIGN_PERMISSION] });
  const { client_id: otherClientId = '' } = await auth0.clients.create({ name: 'Other', app_type: 'regular_web' });
  const { id: databaseId = '' } = await auth0.connections.create({
    name: 'saas-users',
    strategy: 'auth0',
    enabled_clients: [otherClientId],
  });
  return {
    tenant,
    roleId,
    databaseId,
    otherClientId,
    watch: (next) => {
      listener = next;
    },
  };
}

/** What is wrong with the tenant as it is this moment; empty where nothing is. */
async function violations({ tenant, roleId, databaseId, otherClientId }: World): Promise<string[]> {
  const { auth0 } = tenant;
  const [bound, permissions, enabled, clients, actions] = await Promise.all([
    boundNames(auth0),
    auth0.roles.permissions.list(roleId),
    auth0.connections.clients.get(databaseId),
    auth0.clients.list(),
    auth0.actions.list(),
  ]);
  const oin = clients.data.find((client) => client.app_type === 'express_configuration');
  const isUsable = (oin?.client_authentication_methods?.private_key_jwt?.credentials ?? []).length > 0;
  const live = actions.data.filter((action) => action.deployed_version !== undefined).map((action) => action.name);
  const dead = OURS.filter((name) => !live.includes(name) || !bound.includes(name));
  return [
    ...(bound.includes('audit') ? [] : [`the foreign Action is not bound, only ${bound.join(', ') || 'none'}`]),
    ...(permissions.data.some(({ permission_name: name }) => name === FOREIGN_PERMISSION.permission_name)
      ? []
      : ['the role has lost its foreign permission']),
    ...(enabled.data.some(({ client_id: id }) => id === otherClientId) ? [] : ['the foreign application is disabled']),
    ...(isUsable && dead.length > 0 ? [`the key is usable while ${dead.join(', ')} is not live and bound`] : []),
  ];
}

/**
 * Kills the command line and everything it started right after the tenant has carried out its `nth` request, then
 * deploys again. The tenant is looked at after every write.
 *
 * @returns whether there was an nth request
 */
export async function deployKilledAfter(nth: number): Promise<boolean> {
  const place = await world();
  const { tenant } = place;
  const found: string[] = [];
  try {
    const isKilled = await runKilledAfter({
      tenant,
      watch: place.watch,
      nth,
      args: ['deploy', '--yes', '--accept-tenant-wide'],
      afterWrite: async ({ method, path }) => {
        found.push(...(await violations(place)).map((violation) => `after ${method} ${path}: ${violation}`));
      },
    });
    expect(await violations(place)).toEqual([]);

    const again = reportOf(await tenant.deploy({ acceptTenantWide: true }));
    place.watch(() => undefined);
    expect(found).toEqual([]);
    expect(again.state).toBe('complete');
    expect(await boundNames(tenant.auth0)).toEqual(['audit', ...OURS]);
    expect((await clientNamed(tenant.auth0, 'Acme SaaS')).express_configuration).toBeDefined();
    const { domain, deployClient } = tenant.emulator;
    const planned = await plan({
      rootDir: tenant.project.rootDir,
      environment: 'local',
      connection: { domain, ...deployClient },
    });
    expect(planned).toMatchObject({ ok: true, value: { hasChanges: false } });
    return isKilled;
  } finally {
    await tenant.close();
  }
}
