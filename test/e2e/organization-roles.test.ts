/** A role that an organization owns has the name of ours: every command takes the tenant's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doctor } from '../../scripts/commands/doctor/run.ts';
import { MINUTE_MS, reportOf, runOn } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

const ADMIN_ROLE = 'EXPRESS_CONFIGURE_ADMIN_ROLE';

let tenant: OnboardRig;
/** Ids of the organization and of its own role. */
const acme = { id: '', role: '' };
beforeAll(async () => {
  tenant = await onboardRig();
  const { organizations, roles } = tenant.auth0;
  const [ours] = (await roles.list({ name_filter: ADMIN_ROLE })).data;
  await roles.delete(ours?.id ?? '');
  acme.id = (await organizations.create({ name: 'acme' })).id ?? '';
  acme.role = (await roles.create({ name: ADMIN_ROLE, type: 'organization', owner_id: acme.id })).id ?? '';
}, MINUTE_MS);
afterAll(() => tenant.close());

const tenantRole = async (): Promise<string | undefined> =>
  (await tenant.auth0.roles.list({ name_filter: ADMIN_ROLE, type: 'tenant' })).data[0]?.id;

const permissionsOf = async (id: string) =>
  (await tenant.auth0.roles.permissions.list(id)).data.map(({ permission_name: name }) => name).sort();

const failedChecks = async (): Promise<string[]> => {
  const { checks } = JSON.parse((await runOn(tenant, 'verify', '--json')).stdout);
  return checks
    .filter(({ status }: { status: string }) => status === 'failed')
    .map(({ name, detail }: { name: string; detail: string }) => `${name} ${detail}`);
};

test('verify does not take it for the tenant’s, which is missing', async () => {
  expect(await failedChecks()).toEqual([`roles "${ADMIN_ROLE}" not on the tenant`]);
});

test(
  'a deploy makes the tenant’s own and leaves the other as it is',
  async () => {
    reportOf(await tenant.deploy({ acceptTenantWide: true, key: tenant.emulator.okta.publicKeyPem }));
    expect(await permissionsOf((await tenantRole()) ?? '')).toEqual([
      'express_configure:scim',
      'express_configure:sso',
    ]);
    expect(await permissionsOf(acme.role)).toEqual([]);
    expect(await failedChecks()).toEqual([]);
    expect((await runOn(tenant, 'plan')).stdout).not.toContain('roles "');
  },
  MINUTE_MS,
);

test('onboard assigns the tenant’s, also to somebody who holds the other', async () => {
  const row = {
    organization: 'acme',
    admin: 'ada@acme.com',
    domains: 'acme.com',
    via: 'oin-test',
    attest: 'ok',
    grant: 'role',
  };
  const { auth0 } = tenant;
  const rolesOf = async (userId: string) =>
    (await auth0.organizations.members.roles.list(acme.id, userId)).data.map(({ id }) => id);
  const connection = (await auth0.connections.list({ name: 'saas-users' })).data[0]?.id ?? '';
  const { user_id: userId = '' } = await auth0.users.create({
    connection: 'saas-users',
    email: row.admin,
    password: 'a long pass phrase of Ada',
    email_verified: true,
  });
  await auth0.organizations.enabledConnections.add(acme.id, { connection_id: connection });
  await auth0.organizations.members.create(acme.id, { members: [userId] });
  await auth0.organizations.members.roles.assign(acme.id, userId, { roles: [acme.role] });
  const onboarded = await tenant.onboard({ customers: { row }, adopt: true });
  expect(outcomesOf(onboarded).map(({ state, failure }) => failure ?? state)).toEqual(['ready']);
  expect((await rolesOf(userId)).sort()).toEqual([acme.role, await tenantRole()].sort());
  const undone = await tenant.onboard({ customers: { row }, isUndo: true });
  expect(outcomesOf(undone).map(({ state, failure }) => failure ?? state)).toEqual(['undone']);
});

test('doctor names it, since a login tells the Actions the names of roles alone', async () => {
  const [user] = await tenant.auth0.users.listUsersByEmail({ email: 'ada@acme.com' });
  await tenant.auth0.organizations.members.create(acme.id, { members: [user?.user_id ?? ''] });
  await tenant.auth0.organizations.members.roles.assign(acme.id, user?.user_id ?? '', { roles: [acme.role] });
  const { domain, deployClient, caFile } = tenant.emulator;
  const report = await doctor({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    connection: { domain, ...deployClient, caFile },
    nowMs: Date.now(),
    organization: 'acme',
    user: 'ada@acme.com',
  });
  if (!report.ok) throw new Error(JSON.stringify(report.failures));
  const { findings, explanations } = report.value;
  expect(findings.filter(({ code }) => code.startsWith('ROLE_'))).toEqual([
    expect.objectContaining({
      code: 'ROLE_OF_ORGANIZATION',
      found: `organization ${acme.id} owns a role "${ADMIN_ROLE}"`,
    }),
  ]);
  expect(explanations).toEqual([
    expect.objectContaining({
      user: expect.objectContaining({ roles: [ADMIN_ROLE] }),
      granted: ['express_configure:sso', 'express_configure:scim'],
    }),
  ]);
});
