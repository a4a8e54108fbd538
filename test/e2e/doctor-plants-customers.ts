import type { Management } from 'auth0';
import { clientNamed } from './deploy-rig.ts';
import type { Plant } from './doctor-plant.ts';
import type { DoctorRig } from './doctor-rig.ts';

export const patchAda =
  (change: Management.UpdateUserRequestContent, back: (rig: DoctorRig) => Management.UpdateUserRequestContent): Plant =>
  async (rig) => {
    await rig.auth0.users.update(rig.adaId, change);
    return () => rig.auth0.users.update(rig.adaId, back(rig));
  };

export const adaEntries =
  (entries: (rig: DoctorRig) => unknown): Plant =>
  (rig) =>
    patchAda({ app_metadata: { express_configure: entries(rig) } }, ({ organizationId }) => ({
      app_metadata: { express_configure: [{ org_id: organizationId, scopes: ['sso', 'scim'] }] },
    }))(rig);

export const patchMetadata =
  (domains: string): Plant =>
  async ({ auth0, organizationId }) => {
    await auth0.organizations.update(organizationId, { metadata: { domains } });
    return () => auth0.organizations.update(organizationId, { metadata: { domains: 'acme.com, eu.acme.com' } });
  };

export const anotherOrganization =
  (body: Management.CreateOrganizationRequestContent): Plant =>
  async ({ auth0 }) => {
    const { id = '' } = await auth0.organizations.create(body);
    return () => auth0.organizations.delete(id);
  };

const role = async ({ auth0 }: DoctorRig): Promise<string> =>
  (await auth0.roles.list({ name_filter: 'EXPRESS_CONFIGURE_ADMIN_ROLE' })).data[0]?.id ?? '';

/** Makes a role of acme with the name of the tenant's. */
export const roleOfOrganization: Plant = async ({ auth0, organizationId }) => {
  const own = { name: 'EXPRESS_CONFIGURE_ADMIN_ROLE', type: 'organization', owner_id: organizationId } as const;
  const { id = '' } = await auth0.roles.create(own);
  return () => auth0.roles.delete(id);
};

const permission = (name: 'sso' | 'scim') => ({
  permission_name: `express_configure:${name}`,
  resource_server_identifier: 'urn:auth0:express-configure',
});

export const roleWithout: Plant = async (rig) => {
  const id = await role(rig);
  await rig.auth0.roles.permissions.delete(id, { permissions: [permission('scim')] });
  return () => rig.auth0.roles.permissions.add(id, { permissions: [permission('scim')] });
};

export const unnamedRole: Plant = async ({ auth0 }) => {
  const { id = '' } = await auth0.roles.create({ name: 'Support' });
  await auth0.roles.permissions.add(id, { permissions: [permission('sso')] });
  return () => auth0.roles.delete(id);
};

export const tenantWideRole: Plant = async (rig) => {
  const id = await role(rig);
  await rig.auth0.users.roles.assign(rig.adaId, { roles: [id] });
  return () => rig.auth0.users.roles.delete(rig.adaId, { roles: [id] });
};

/** Makes a connection of acme with the options and place of an express-configured one, except for the changes. */
export const oktaOfAcme =
  (
    names: readonly string[],
    options: { aliases?: string[]; isForApplication?: boolean; scimSeconds?: number },
  ): Plant =>
  async (rig) => {
    const { auth0, organizationId } = rig;
    const { client_id = '' } = await clientNamed(auth0, 'Acme SaaS');
    const ids: string[] = [];
    for (const name of names) {
      const { id = '' } = await auth0.connections.create({
        name,
        strategy: 'okta',
        options: {
          client_id: 'x',
          domain: 'acme.okta.com',
          domain_aliases: options.aliases ?? ['acme.com', 'eu.acme.com'],
        },
      });
      if (options.isForApplication !== false) await auth0.connections.clients.update(id, [{ client_id, status: true }]);
      await auth0.organizations.enabledConnections.add(organizationId, {
        connection_id: id,
        assign_membership_on_login: true,
      });
      if (options.scimSeconds !== undefined) {
        await auth0.connections.scimConfiguration.create(id);
        await auth0.connections.scimConfiguration.tokens.create(id, { token_lifetime: options.scimSeconds });
      }
      ids.push(id);
    }
    return async () => {
      for (const id of ids) await auth0.connections.delete(id);
    };
  };

export const manyConnections: Plant = async ({ auth0, organizationId }) => {
  const ids: string[] = [];
  for (let n = 1; n < 9; n += 1) {
    const { id = '' } = await auth0.connections.create({ name: `database-${n}`, strategy: 'auth0' });
    await auth0.organizations.enabledConnections.add(organizationId, { connection_id: id });
    ids.push(id);
  }
  return async () => {
    for (const id of ids) await auth0.connections.delete(id);
  };
};

/** Logs in by an emailed code and has no second factor. */
export const emailAdministrator: Plant = async ({ auth0, organizationId }) => {
  const connection = await auth0.connections.create({ name: 'email', strategy: 'email' });
  await auth0.emails.provider.create({
    name: 'ses',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y', region: 'eu' },
  });
  const { user_id = '' } = await auth0.users.create({
    connection: 'email',
    email: 'eve@acme.com',
    email_verified: true,
    app_metadata: { express_configure: [{ org_id: organizationId, scopes: ['sso'] }] },
  });
  await auth0.organizations.members.create(organizationId, { members: [user_id] });
  await auth0.organizations.enabledConnections.add(organizationId, { connection_id: connection.id ?? '' });
  return async () => {
    await auth0.users.delete(user_id);
    await auth0.emails.provider.delete();
    await auth0.connections.delete(connection.id ?? '');
  };
};

export const emailWithoutProvider: Plant = async ({ auth0 }) => {
  const { id = '' } = await auth0.connections.create({ name: 'email', strategy: 'email' });
  return () => auth0.connections.delete(id);
};

export const withoutRole: Plant = async (rig) => {
  const id = await role(rig);
  await rig.auth0.roles.permissions.delete(id, { permissions: [permission('sso'), permission('scim')] });
  return () => rig.auth0.roles.permissions.add(id, { permissions: [permission('sso'), permission('scim')] });
};

export const organizationConnection =
  (change: { isThere: boolean; assigns: boolean }): Plant =>
  async ({ auth0, organizationId, databaseId }) => {
    const { enabledConnections } = auth0.organizations;
    const back = { connection_id: databaseId, assign_membership_on_login: false };
    await enabledConnections.delete(organizationId, databaseId);
    if (change.isThere)
      await enabledConnections.add(organizationId, { ...back, assign_membership_on_login: change.assigns });
    return async () => {
      if (change.isThere) await enabledConnections.delete(organizationId, databaseId);
      await enabledConnections.add(organizationId, back);
    };
  };

export const notMember: Plant = async ({ auth0, organizationId, adaId }) => {
  await auth0.organizations.members.delete(organizationId, { members: [adaId] });
  return () => auth0.organizations.members.create(organizationId, { members: [adaId] });
};

/** Flagged for acme, and with the role in globex. */
export const byRoleElsewhere: Plant = async (rig) => {
  const { auth0, adaId, databaseId } = rig;
  const enabled_connections = [{ connection_id: databaseId, assign_membership_on_login: false }];
  const { id = '' } = await auth0.organizations.create({ name: 'globex', enabled_connections });
  await auth0.organizations.members.create(id, { members: [adaId] });
  await auth0.organizations.members.roles.assign(id, adaId, { roles: [await role(rig)] });
  return () => auth0.organizations.delete(id);
};

/** The Okta connection of acme, in globex too. */
export const oktaOfTwo: Plant = async (rig) => {
  const { auth0, databaseId } = rig;
  const undo = await oktaOfAcme(['okta-acme'], {})(rig);
  const [okta] = (await auth0.connections.list({ name: 'okta-acme' })).data;
  const { id = '' } = await auth0.organizations.create({
    name: 'globex',
    enabled_connections: [{ connection_id: databaseId }, { connection_id: okta?.id ?? '' }],
  });
  return async () => {
    await auth0.organizations.delete(id);
    await undo();
  };
};

export const unverifiedDomain: Plant = async ({ auth0, organizationId }) => {
  const { data } = await auth0.organizations.discoveryDomains.list(organizationId, { take: 10 });
  const { id = '' } = data[0] ?? {};
  await auth0.organizations.discoveryDomains.update(organizationId, id, { status: 'pending' });
  return () => auth0.organizations.discoveryDomains.update(organizationId, id, { status: 'verified' });
};

/** DNS is awaited for what the organization claims. */
export const claimsPending: Plant = async ({ auth0, organizationId }) => {
  const { metadata = {} } = await auth0.organizations.get(organizationId);
  const domain_claims = 'acme.com pending 2026-11-29T10:00:00Z';
  await auth0.organizations.update(organizationId, { metadata: { ...metadata, domain_claims } });
  return () => auth0.organizations.update(organizationId, { metadata: { ...metadata, domain_claims: null } });
};
