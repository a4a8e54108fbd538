import type { ManagementClient } from 'auth0';

export interface BareCustomer {
  name: string;
  email: string;
  domains: readonly string[];
}

/** Holds what every customer needs to know of the tenant; looked up once. */
export interface BareWorld {
  connectionId: string;
  connectionName: string;
  roleId: string;
}

/**
 * Sends the writes that bring a new customer to the same state, one after another: nothing is looked up before it is
 * made, proven, read back, or reported.
 */
export async function onboardBare(auth0: ManagementClient, customer: BareCustomer, world: BareWorld): Promise<void> {
  const { name, email, domains } = customer;
  const { organizations } = auth0;
  const { id = '' } = await organizations.create({ name, metadata: { domains: domains.join(',') } });
  for (const domain of domains) {
    await organizations.discoveryDomains.create(id, {
      domain,
      status: 'verified',
      use_for_organization_discovery: false,
    });
  }
  await organizations.enabledConnections.add(id, {
    connection_id: world.connectionId,
    assign_membership_on_login: false,
  });
  const { user_id: userId = '' } = await auth0.users.create({
    connection: world.connectionName,
    email,
    email_verified: true,
    verify_email: false,
    password: `${crypto.randomUUID()}Aa1!`,
  });
  await organizations.members.create(id, { members: [userId] });
  await organizations.members.roles.assign(id, userId, { roles: [world.roleId] });
}
