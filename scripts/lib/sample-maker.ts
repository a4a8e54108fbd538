import { randomBytes } from 'node:crypto';
import { ManagementClient } from 'auth0';
import { Secret } from 'otpauth';

/** Describes an account that somebody can log in with. */
export interface SampleLogin {
  userId: string;
  username: string;
  password: string;
  totpSecret: string;
}

/** Makes organizations and people on a local tenant through the Management API, as an onboarding would. */
export interface SampleMaker {
  /** Returns the organization's id. */
  organization(name: string, displayName: string, metadata: Readonly<Record<string, string>>): Promise<string>;
  /** @param memberOf ids of organizations */
  person(
    email: string,
    name: string,
    memberOf: readonly string[],
    more?: { appMetadata?: Readonly<Record<string, unknown>>; emailVerified?: boolean },
  ): Promise<SampleLogin>;
  /** Gives a role of the tenant to a member of an organization, by its name. */
  assignRole(role: string, organizationId: string, userId: string): Promise<void>;
}

/**
 * Makes a maker of samples on a tenant.
 *
 * @param databaseName the connection that the people have their passwords in
 */
export async function sampleMaker(
  connection: { domain: string; clientId: string; clientSecret: string },
  databaseName: string,
): Promise<SampleMaker> {
  const auth0 = new ManagementClient({ ...connection, telemetry: false });
  const [database] = (await auth0.connections.list({ name: databaseName })).data;
  const databaseId = database?.id;
  if (databaseId === undefined) throw new Error(`the tenant has no connection ${databaseName}`);
  return {
    async organization(name, displayName, metadata) {
      const { id = '' } = await auth0.organizations.create({ name, display_name: displayName, metadata });
      await auth0.organizations.enabledConnections.add(id, {
        connection_id: databaseId,
        assign_membership_on_login: false,
      });
      return id;
    },
    async person(email, name, memberOf, { appMetadata = {}, emailVerified = true } = {}) {
      const password = randomBytes(12).toString('base64url');
      const { user_id: userId = '' } = await auth0.users.create({
        connection: databaseName,
        email,
        name,
        password,
        email_verified: emailVerified,
        app_metadata: appMetadata,
      });
      const totpSecret = new Secret().base32;
      await auth0.users.authenticationMethods.create(userId, { type: 'totp', name: 'Sample', totp_secret: totpSecret });
      for (const id of memberOf) await auth0.organizations.members.create(id, { members: [userId] });
      return { userId, username: email, password, totpSecret };
    },
    async assignRole(name, organizationId, userId) {
      const roles = await auth0.roles.list({ name_filter: name, type: 'tenant' });
      const roleId = roles.data.find((role) => role.name === name)?.id ?? '';
      await auth0.organizations.members.roles.assign(organizationId, userId, { roles: [roleId] });
    },
  };
}
