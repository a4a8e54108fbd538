import { type DoctorOptions, type DoctorReport, doctor } from '../../scripts/commands/doctor/run.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { clientNamed, type Rig } from './deploy-rig.ts';
import { deployedRig, makeKeyUsable } from './deployed-rig.ts';

export interface DoctorRig extends Rig {
  /** The id of acme, which has everything. */
  organizationId: string;
  /** May express-configure acme, by attribute. */
  adaId: string;
  /** The Integrator org's connection, enabled for the application and in no organization. */
  oktaId: string;
  databaseId: string;
  doctor(options?: Partial<DoctorOptions>): Promise<DoctorReport>;
}

export const ADA = 'ada@acme.com';

/** A deployed tenant on which nothing is wrong: one customer, its administrator, and the SaaS team's own Okta org. */
export async function healthyRig(): Promise<DoctorRig> {
  const tenant = await deployedRig();
  const { auth0, emulator } = tenant;
  await makeKeyUsable(tenant);
  const [database] = (await auth0.connections.list({ name: 'saas-users' })).data;
  const { id: organizationId = '' } = await auth0.organizations.create({
    name: 'acme',
    display_name: 'Acme',
    metadata: { domains: 'acme.com, eu.acme.com' },
    enabled_connections: [{ connection_id: database?.id ?? '', assign_membership_on_login: false }],
  });
  await auth0.organizations.discoveryDomains.create(organizationId, {
    domain: 'acme.com',
    status: 'verified',
    use_for_organization_discovery: false,
  });
  const { user_id: adaId = '' } = await auth0.users.create({
    connection: 'saas-users',
    email: ADA,
    password: 'correct horse battery',
    email_verified: true,
    app_metadata: { express_configure: [{ org_id: organizationId, scopes: ['sso', 'scim'] }] },
  });
  await auth0.users.authenticationMethods.create(adaId, { type: 'totp', totp_secret: 'JBSWY3DPEHPK3PXP' });
  await auth0.organizations.members.create(organizationId, { members: [adaId] });
  const application = await clientNamed(auth0, 'Acme SaaS');
  const { id: oktaId = '' } = await auth0.connections.create({
    name: 'integrator',
    strategy: 'okta',
    options: { client_id: 'x', domain: 'integrator-1234567.okta.com' },
  });
  await auth0.connections.clients.update(oktaId, [{ client_id: application.client_id ?? '', status: true }]);
  return {
    ...tenant,
    organizationId,
    adaId,
    oktaId,
    databaseId: database?.id ?? '',
    async doctor(options = {}) {
      const result = await doctor({
        rootDir: tenant.project.rootDir,
        environment: 'local',
        connection: { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile },
        nowMs: Date.now(),
        ...options,
      });
      if (!result.ok) throw new Error(renderFailures(result.failures));
      return result.value;
    },
  };
}

/** Codes of what needs someone, each once. */
export const codesOf = ({ findings }: DoctorReport): string[] => [
  ...new Set(findings.filter(({ severity }) => /problem|warning/.test(severity)).map(({ code }) => code)),
];
