/** Every emulated operation but those a deploy needs, called by the vendor's SDK as an onboarding or a monitor might. */
import type { ManagementClient } from 'auth0';
import { rsaPublicPem } from './keys.ts';

export async function callNeighbours(auth0: ManagementClient): Promise<void> {
  const application = await auth0.clients.create({
    name: 'Neighbours',
    organization_usage: 'allow',
    initiate_login_uri: 'https://app.acme.example/login',
  });
  const clientId = application.client_id ?? '';
  await clients(auth0, clientId);
  await apis(auth0, clientId);
  const connectionId = await connections(auth0, clientId);
  const userId = await users(auth0);
  await organizations(auth0, { clientId, connectionId, userId });
  await profiles(auth0);
  await actions(auth0);
  await surroundings(auth0, userId);
  await auth0.users.delete(userId);
  await auth0.connections.delete(connectionId);
  await auth0.clients.delete(clientId);
}

async function clients(auth0: ManagementClient, clientId: string): Promise<void> {
  await auth0.clients.get(clientId);
  await auth0.clients.list({ include_totals: true });
  await auth0.clients.rotateSecret(clientId);
  const { client_id = '' } = await auth0.clients.create({
    name: 'With a key',
    client_authentication_methods: {
      private_key_jwt: { credentials: [{ credential_type: 'public_key', pem: rsaPublicPem(2048) }] },
    },
  });
  await auth0.clients.delete(client_id);
  const { id = '' } = await auth0.clients.credentials.create(clientId, {
    credential_type: 'public_key',
    pem: rsaPublicPem(2048),
  });
  await auth0.clients.credentials.list(clientId);
  await auth0.clients.credentials.get(clientId, id);
  await auth0.clients.credentials.update(clientId, id, { expires_at: '2036-01-02T03:04:05.000Z' });
  await auth0.clients.credentials.delete(clientId, id);
}

async function apis(auth0: ManagementClient, client_id: string): Promise<void> {
  const audience = 'https://api.acme.example';
  const api = await auth0.resourceServers.create({ identifier: audience, scopes: [{ value: 'read:orders' }] });
  await auth0.resourceServers.get(api.id ?? '');
  await auth0.resourceServers.update(api.id ?? '', { name: 'Orders' });
  await auth0.resourceServers.list({ include_totals: true });
  const permission = { permission_name: 'read:orders', resource_server_identifier: audience };
  const role = await auth0.roles.create({ name: 'Reader' });
  await auth0.roles.permissions.add(role.id ?? '', { permissions: [permission] });
  await auth0.roles.permissions.list(role.id ?? '', { include_totals: true });
  await auth0.roles.permissions.delete(role.id ?? '', { permissions: [permission] });
  await auth0.roles.delete(role.id ?? '');
  const grant = await auth0.clientGrants.create({ client_id, audience, scope: [] });
  await auth0.clientGrants.get(grant.id ?? '');
  await auth0.clientGrants.update(grant.id ?? '', { scope: ['read:orders'] });
  await auth0.clientGrants.list({ take: 5 });
  await auth0.clientGrants.delete(grant.id ?? '');
  await auth0.resourceServers.delete(api.id ?? '');
}

async function connections(auth0: ManagementClient, client_id: string): Promise<string> {
  const okta = await auth0.connections.create({
    name: 'neighbour-okta',
    strategy: 'okta',
    options: { client_id: 'x' },
  });
  const id = okta.id ?? '';
  await auth0.connections.get(id);
  await auth0.connections.update(id, { display_name: 'Okta' });
  await auth0.connections.list({ take: 1 });
  await auth0.connections.clients.update(id, [{ client_id, status: true }]);
  await auth0.connections.clients.get(id, { take: 5 });
  await auth0.clients.connections.get(client_id, { strategy: ['okta'], take: 5 });
  const scim = auth0.connections.scimConfiguration;
  await scim.getDefaultMapping(id);
  await scim.create(id);
  await scim.get(id);
  await scim.update(id, { user_id_attribute: 'userName', mapping: [{ auth0: 'email', scim: 'userName' }] });
  await scim.list();
  const token = await scim.tokens.create(id, { scopes: ['get:users'], token_lifetime: 3600 });
  await scim.tokens.get(id);
  await scim.tokens.delete(id, token.token_id ?? '');
  await scim.delete(id);
  return id;
}

async function users(auth0: ManagementClient): Promise<string> {
  const database = await auth0.connections.create({ name: 'neighbours', strategy: 'auth0' });
  const user = await auth0.users.create({
    connection: 'neighbours',
    email: 'nora@acme.test',
    password: 'correct horse',
  });
  const id = user.user_id ?? '';
  await auth0.users.get(id);
  await auth0.users.list({ include_totals: true, q: 'email:"nora@acme.test"' });
  await auth0.users.listUsersByEmail({ email: 'nora@acme.test' });
  await auth0.users.update(id, { user_metadata: { seat: 7 } });
  await auth0.users.sessions.delete(id);
  await auth0.users.refreshToken.delete(id);
  const methods = auth0.users.authenticationMethods;
  const totp = await methods.create(id, { type: 'totp', totp_secret: 'JBSWY3DPEHPK3PXP' });
  await methods.list(id, { include_totals: true });
  await methods.get(id, totp.id ?? '');
  await auth0.users.enrollments.get(id);
  await methods.delete(id, totp.id ?? '');
  await methods.deleteAll(id);
  await auth0.guardian.enrollments.createTicket({ user_id: id, send_mail: true });
  const role = await auth0.roles.create({ name: 'Neighbour', description: 'next door' });
  const roleId = role.id ?? '';
  await auth0.roles.get(roleId);
  await auth0.roles.update(roleId, { description: 'two doors down' });
  await auth0.roles.list({ include_totals: true });
  await auth0.users.roles.assign(id, { roles: [roleId] });
  await auth0.users.roles.list(id, { include_totals: true });
  await auth0.roles.users.list(roleId, { take: 5 });
  await auth0.roles.users.assign(roleId, { users: [id] });
  await auth0.users.roles.delete(id, { roles: [roleId] });
  await auth0.roles.delete(roleId);
  await auth0.connections.get(database.id ?? '');
  const linked = { connection: 'neighbours', email: 'lars@acme.test', password: 'correct horse' };
  const user_id = (await auth0.users.create(linked)).user_id?.replace('auth0|', '') ?? '';
  await auth0.users.identities.link(id, { provider: 'auth0', user_id });
  await auth0.users.identities.delete(id, 'auth0', user_id);
  await auth0.users.delete(`auth0|${user_id}`);
  return id;
}

interface Ids {
  clientId: string;
  connectionId: string;
  userId: string;
}

async function organizations(auth0: ManagementClient, { clientId, connectionId, userId }: Ids): Promise<void> {
  const organization = await auth0.organizations.create({ name: 'neighbours', display_name: 'Next door' });
  const id = organization.id ?? '';
  await auth0.organizations.get(id);
  await auth0.organizations.getByName('neighbours');
  await auth0.organizations.update(id, { metadata: { domains: 'acme.com' } });
  await auth0.organizations.list({ take: 1 });
  await auth0.organizations.clientGrants.list(id);
  const enabled = auth0.organizations.enabledConnections;
  await enabled.add(id, { connection_id: connectionId });
  await enabled.list(id, { include_totals: true });
  await enabled.get(id, connectionId);
  await enabled.update(id, connectionId, { show_as_button: false });
  await enabled.delete(id, connectionId);
  const { connections: ofOrganization } = auth0.organizations;
  await ofOrganization.create(id, { connection_id: connectionId });
  await ofOrganization.list(id);
  await ofOrganization.get(id, connectionId);
  await ofOrganization.update(id, connectionId, { show_as_button: true });
  await members(auth0, id, userId);
  const invitation = await auth0.organizations.invitations.create(id, {
    inviter: { name: 'Nora' },
    invitee: { email: 'ben@acme.test' },
    client_id: clientId,
    connection_id: connectionId,
  });
  await auth0.organizations.invitations.list(id, { include_totals: true });
  await auth0.organizations.invitations.get(id, invitation.id ?? '');
  await auth0.organizations.invitations.delete(id, invitation.id ?? '');
  const domains = auth0.organizations.discoveryDomains;
  const domain = await domains.create(id, { domain: 'acme.com' });
  await domains.list(id, { take: 5 });
  await domains.get(id, domain.id);
  await domains.getByName(id, 'acme.com');
  await domains.update(id, domain.id, { status: 'verified' });
  await domains.delete(id, domain.id);
  await ofOrganization.delete(id, connectionId);
  await auth0.organizations.delete(id);
}

async function members(auth0: ManagementClient, id: string, userId: string): Promise<void> {
  const { members: ofOrganization } = auth0.organizations;
  const role = await auth0.roles.create({ name: 'Member' });
  const roles = { roles: [role.id ?? ''] };
  await ofOrganization.create(id, { members: [userId] });
  await ofOrganization.list(id, { take: 5 });
  await ofOrganization.roles.assign(id, userId, roles);
  await ofOrganization.roles.list(id, userId, { include_totals: true });
  await ofOrganization.roles.delete(id, userId, roles);
  await auth0.users.organizations.list(userId, { include_totals: true });
  await ofOrganization.delete(id, { members: [userId] });
  await auth0.roles.delete(role.id ?? '');
}

async function profiles(auth0: ManagementClient): Promise<void> {
  const { connectionProfiles, userAttributeProfiles } = auth0;
  const [forConnections] = (await connectionProfiles.listTemplates()).connection_profile_templates ?? [];
  await connectionProfiles.getTemplate(forConnections?.id ?? '');
  const { id: connectionProfileId = '' } = await connectionProfiles.create({ name: 'Neighbours' });
  await connectionProfiles.get(connectionProfileId);
  await connectionProfiles.update(connectionProfileId, { name: 'Next door' });
  await connectionProfiles.delete(connectionProfileId);
  const [forUsers] = (await userAttributeProfiles.listTemplates()).user_attribute_profile_templates ?? [];
  await userAttributeProfiles.getTemplate(forUsers?.id ?? '');
  const { user_attributes = {} } = forUsers?.template ?? {};
  const { id: attributeProfileId = '' } = await userAttributeProfiles.create({ name: 'Neighbours', user_attributes });
  await userAttributeProfiles.get(attributeProfileId);
  await userAttributeProfiles.update(attributeProfileId, { name: 'Next door' });
  await userAttributeProfiles.delete(attributeProfileId);
}

async function actions(auth0: ManagementClient): Promise<void> {
  const action = await auth0.actions.create({
    name: 'neighbour',
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
    secrets: [{ name: 'TOKEN', value: 'secret' }],
    dependencies: [{ name: 'axios', version: '1.7.9' }],
    deploy: true,
  });
  const id = action.id ?? '';
  await auth0.actions.update(id, { code: 'exports.onExecutePostLogin = async () => {};' });
  await auth0.actions.versions.list(id);
  const versionId = (await auth0.actions.get(id)).deployed_version?.id ?? '';
  await auth0.actions.versions.get(id, versionId);
  await auth0.actions.versions.deploy(id, versionId, { update_draft: true });
  await auth0.actions.list({ actionName: 'neighbour' });
  await auth0.actions.delete(id);
}

async function surroundings(auth0: ManagementClient, userId: string): Promise<void> {
  await auth0.guardian.factors.phone.setMessageTypes({ message_types: ['sms', 'voice'] });
  const domain = await auth0.customDomains.create({ domain: 'login.acme.example', type: 'auth0_managed_certs' });
  await auth0.customDomains.list();
  await auth0.customDomains.verify(domain.custom_domain_id);
  await auth0.customDomains.get(domain.custom_domain_id);
  await auth0.customDomains.update(domain.custom_domain_id, { domain_metadata: { team: 'identity' } });
  await auth0.customDomains.setDefault({ domain: 'login.acme.example' });
  await auth0.customDomains.getDefault();
  await auth0.customDomains.delete(domain.custom_domain_id);
  const { provider } = auth0.emails;
  await provider.create({
    name: 'smtp',
    credentials: { smtp_host: 'mail.example' },
    default_from_address: 'a@b.example',
  });
  await provider.get();
  await provider.update({ enabled: false });
  await provider.delete();
  await auth0.prompts.getSettings();
  await auth0.prompts.updateSettings({ identifier_first: true });
  await auth0.userGrants.list({ include_totals: true });
  await auth0.userGrants.delete('none');
  await auth0.userGrants.deleteByUserId({ user_id: userId });
  await auth0.guardian.policies.set(['all-applications']);
  await auth0.guardian.policies.list();
  const log = await auth0.logs.list({ include_totals: true, per_page: 1 });
  await auth0.logs.get(log.data[0]?.log_id ?? '');
  await auth0.users.logs.list(userId, { include_totals: true });
}
