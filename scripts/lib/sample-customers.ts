import { randomBytes } from 'node:crypto';
import { ManagementClient } from 'auth0';
import { Secret } from 'otpauth';
import type { Person } from '../../emulator/index.ts';

export interface SamplePerson extends Person {
  userId: string;
  /** Of the organization whose name is `organization`. */
  organizationId: string;
  /** For people to read: what this user shows. */
  role: string;
  totpSecret: string;
}

export interface SampleCustomers {
  /** May express-configure acme by attribute. */
  acmeAdmin: SamplePerson;
  /** May express-configure globex by role. */
  globexAdmin: SamplePerson;
  /** Member of both, may express-configure neither. */
  member: SamplePerson;
}

/** What the project calls things that the sample customers are made with. */
export interface SampleNames {
  /** Connection of the people. */
  database: string;
  /** Role that permits; without one, everybody who may is permitted by attribute. */
  adminRole?: string;
  /** Key of organizations' metadata that has the domains. */
  metadataKey: string;
  /** Returns the `app_metadata` of an administrator of an organization. */
  administratorMetadata: (organizationId: string) => Record<string, unknown>;
}

/** Creates two customers and their people through the Management API, as an onboarding would. */
export async function createSampleCustomers(
  connection: { domain: string; clientId: string; clientSecret: string },
  { database: databaseName, adminRole, metadataKey, administratorMetadata }: SampleNames,
): Promise<SampleCustomers> {
  const auth0 = new ManagementClient({ ...connection, telemetry: false });
  const [database] = (await auth0.connections.list({ name: databaseName })).data;
  if (database?.id === undefined) throw new Error(`the tenant has no connection ${databaseName}`);

  const organization = async (name: string, displayName: string, metadata: Record<string, string>) => {
    const { id = '' } = await auth0.organizations.create({ name, display_name: displayName, metadata });
    await auth0.organizations.enabledConnections.add(id, {
      connection_id: database.id ?? '',
      assign_membership_on_login: false,
    });
    return id;
  };
  const acme = await organization('acme', 'Acme', { [metadataKey]: 'acme.com, eu.acme.com' });
  const globex = await organization('globex', 'Globex', {});

  const person = async (email: string, name: string, memberOf: string[], appMetadata: Record<string, unknown> = {}) => {
    const password = randomBytes(12).toString('base64url');
    const user = { connection: databaseName, email, name, password, email_verified: true, app_metadata: appMetadata };
    const { user_id = '' } = await auth0.users.create(user);
    const totpSecret = new Secret().base32;
    await auth0.users.authenticationMethods.create(user_id, { type: 'totp', name: 'Sample', totp_secret: totpSecret });
    for (const id of memberOf) await auth0.organizations.members.create(id, { members: [user_id] });
    return { userId: user_id, username: email, password, totpSecret };
  };
  const ada = await person('ada@acme.com', 'Ada', [acme], administratorMetadata(acme));
  const gus = await person(
    'gus@globex.com',
    'Gus',
    [globex],
    adminRole === undefined ? administratorMetadata(globex) : {},
  );
  const mel = await person('mel@partner.example', 'Mel', [acme, globex]);

  if (adminRole !== undefined) {
    const roles = await auth0.roles.list({ name_filter: adminRole, type: 'tenant' });
    const roleId = roles.data.find((role) => role.name === adminRole)?.id ?? '';
    await auth0.organizations.members.roles.assign(globex, gus.userId, { roles: [roleId] });
  }

  return {
    acmeAdmin: { ...ada, organization: 'acme', organizationId: acme, role: 'admin of acme, by attribute' },
    globexAdmin: {
      ...gus,
      organization: 'globex',
      organizationId: globex,
      role: `admin of globex, by ${adminRole === undefined ? 'attribute' : 'role'}`,
    },
    member: { ...mel, organization: 'acme', organizationId: acme, role: 'plain member of acme and globex' },
  };
}
