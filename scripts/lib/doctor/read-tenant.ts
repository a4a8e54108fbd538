import type { Management } from 'auth0';
import type { DoctorCall } from '../management-api/command-calls.ts';
import { byName } from '../tenant/by-name.ts';
import { readNamedActions } from '../tenant/deployed-actions.ts';
import { findOinClient } from '../tenant/oin-client.ts';
import { type OktaKey, readOktaKeys } from '../tenant/okta-keys.ts';
import {
  collect,
  readClients,
  readConnectionProfiles,
  readOrganizationRoles,
  readUserAttributeProfiles,
} from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import { type ClientConnections, ownClients, readClientConnections } from '../verify/client-connections.ts';
import { type PermissionRole, readPermissionRoles } from '../verify/roles.ts';
import type { PermittedReads } from './permitted-reads.ts';
import { type FlaggedUsers, readFlaggedUsers } from './read-users.ts';

/** Holds what is read once for the whole tenant; `undefined` for what could not be read. */
export interface TenantReadings {
  clients: Management.Client[] | undefined;
  /** The application with `express_configuration` of `tenant.yaml`, by its name. */
  application: Management.Client | undefined;
  oinClient: Management.Client | undefined;
  keys: (OktaKey & { expiresAt?: string })[] | undefined;
  /** Enabled for the OIN client. */
  oinConnections: Management.ConnectionForList[] | undefined;
  /** Okta connections that are enabled for the application. */
  oktaConnections: Management.ConnectionForList[] | undefined;
  /** The connections of every client of `tenant.yaml` that exists on the tenant. */
  clientConnections: ClientConnections[] | undefined;
  /** Whether the tenant has any Okta connection. */
  hasOktaConnection: boolean | undefined;
  connectionProfiles: Management.ConnectionProfile[] | undefined;
  userAttributeProfiles: Management.UserAttributeProfile[] | undefined;
  customDomains: Management.CustomDomain[] | undefined;
  settings: Management.GetTenantSettingsResponseContent | undefined;
  prompts: Management.GetSettingsResponseContent | undefined;
  factors: Management.GuardianFactor[] | undefined;
  emailProvider: 'configured' | 'absent' | undefined;
  /** Passwordless connections by email. */
  emailConnections: Management.ConnectionForList[] | undefined;
  actions: Management.Action[] | undefined;
  /** Ours in full, by name. */
  ours: Map<string, Management.GetActionResponseContent> | undefined;
  bindings: Management.ActionBinding[] | undefined;
  systemApis: Management.ResourceServer[] | undefined;
  roles: (PermissionRole & { tenantWide: Management.RoleUser[] | undefined })[] | undefined;
  /** Owned by organizations. */
  organizationRoles: Management.Role[] | undefined;
  organizations: Management.Organization[] | undefined;
  flagged: FlaggedUsers | undefined;
  refused: ReadonlyMap<DoctorCall, 'not allowed' | 'not included'>;
}

export async function readTenant(
  session: TenantSession,
  reads: PermittedReads,
  options: { attributeKey: string; onProgress: (step: string) => void },
): Promise<TenantReadings> {
  const { api, built } = session;
  const { attributeKey, onProgress } = options;
  const { manifest } = built;

  onProgress('reading applications and profiles');
  const clients = await reads.read('GET /clients', () => readClients(api));
  const found = clients && (await findOinClient(api, manifest));
  const oinClient = found?.ok ? found.value : undefined;
  const application = clients && byName(manifest, 'clients', clients, manifest.integration.published.name);
  const keys =
    oinClient && (await reads.read('GET /clients/{client_id}/credentials', () => readKeys(session, oinClient)));
  const connectionsOf = (client: Management.Client | undefined, strategy?: 'okta') =>
    client &&
    reads.read('GET /clients/{id}/connections', () =>
      collect(
        api.clients.connections.get(client.client_id ?? '', { take: 100, ...(strategy && { strategy: [strategy] }) }),
      ),
    );
  const oinConnections = await connectionsOf(oinClient);
  const clientConnections: ClientConnections[] = [];
  for (const client of ownClients(manifest, clients ?? [], oinClient?.client_id)) {
    const connections = await reads.read('GET /clients/{id}/connections', () =>
      readClientConnections(api, client.clientId),
    );
    if (connections !== undefined) clientConnections.push({ ...client, connections });
  }
  const oktaConnections = await connectionsOf(application, 'okta');
  const anyOkta = await reads.read('GET /connections', () => api.connections.list({ strategy: ['okta'], take: 1 }));
  const emailConnections = await reads.read('GET /connections', () =>
    collect(api.connections.list({ strategy: ['email'], take: 100 })),
  );
  const connectionProfiles = await reads.read('GET /connection-profiles', () => readConnectionProfiles(api));
  const userAttributeProfiles = await reads.read('GET /user-attribute-profiles', () => readUserAttributeProfiles(api));

  onProgress('reading settings, factors and Actions');
  const customDomains = await reads.read('GET /custom-domains', () => api.customDomains.list());
  const settings = await reads.read('GET /tenants/settings', () => api.tenants.settings.get());
  const prompts = await reads.read('GET /prompts', () => api.prompts.getSettings());
  const factors = await reads.read('GET /guardian/factors', () => api.guardian.factors.list());
  const provider = await reads.read('GET /emails/provider', () => api.emails.provider.get(), 'absent' as const);
  const actions = await reads.read('GET /actions/actions', () => collect(api.actions.list()));
  const ours = actions && (await reads.read('GET /actions/actions/{id}', () => readOurs(session, actions)));
  const bindings = await reads.read('GET /actions/triggers/{triggerId}/bindings', () =>
    collect(api.actions.triggers.bindings.list('post-login')),
  );

  onProgress('reading APIs and roles');
  const systemApis = await reads.read('GET /resource-servers', () => collect(api.resourceServers.list()));
  const carrying = await reads.read('GET /roles', () => readPermissionRoles(api, manifest));
  const roles: TenantReadings['roles'] = carrying && [];
  for (const role of carrying ?? []) {
    const page = await reads.read('GET /roles/{id}/users', () => api.roles.users.list(role.id, { take: 100 }));
    roles?.push({ ...role, tenantWide: page?.data });
  }

  const organizationRoles = await reads.read('GET /roles', () => readOrganizationRoles(api));

  onProgress('reading organizations and flagged users');
  const organizations = await reads.read('GET /organizations', () => collect(api.organizations.list({ take: 100 })));
  const flagged = await reads.read('GET /users', () => readFlaggedUsers(api, attributeKey));

  return {
    clients,
    application,
    oinClient,
    keys,
    oinConnections,
    oktaConnections,
    clientConnections: clients && clientConnections,
    hasOktaConnection: anyOkta && anyOkta.data.length > 0,
    connectionProfiles,
    userAttributeProfiles,
    customDomains,
    settings,
    prompts,
    factors,
    emailProvider: provider === undefined || provider === 'absent' ? provider : 'configured',
    emailConnections,
    actions,
    ours,
    bindings,
    systemApis,
    roles,
    organizationRoles,
    organizations,
    flagged,
    refused: reads.refused,
  };
}

/** Reads the keys: `readOktaKeys` has their assigned state, and this list their expiry. */
async function readKeys({ api }: TenantSession, { client_id = '' }: Management.Client) {
  const [keys, credentials] = await Promise.all([
    readOktaKeys(api, client_id),
    api.clients.credentials.list(client_id),
  ]);
  return keys.map((key) => {
    const expiresAt = credentials.find(({ id }) => id === key.id)?.expires_at;
    return { ...key, ...(expiresAt !== undefined && { expiresAt: String(expiresAt) }) };
  });
}

async function readOurs({ api, built }: TenantSession, actions: readonly Management.Action[]) {
  return readNamedActions(api, [...built.manifest.tenant.actions, ...built.ownActions], actions);
}
