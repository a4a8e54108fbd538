import type { ManagementClient } from 'auth0';
import type { Policy } from '../../../library/rules.ts';
import type { ManagedAttribute } from '../bundle/admin-attribute.ts';
import { projectAttribute } from '../bundle/project-attribute.ts';
import { type Organization, readOrganizations } from '../domains/organization.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { adminRole } from '../manifest/admin-role.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { shellOption } from '../shell.ts';
import { byName } from '../tenant/by-name.ts';
import { findOinClient } from '../tenant/oin-client.ts';
import { probe } from '../tenant/probe.ts';
import { readClients, readConnections, readRoles } from '../tenant/read.ts';
import type { Customer } from './customer.ts';
import { policyOf, type RightOfRole, rightOfRoles } from './right-of-roles.ts';

export interface AccountConnection {
  id: string;
  name: string;
  strategy: string;
  /** Whoever likes can make an account there. */
  takesSignUps: boolean;
  /** Ids of the applications it is enabled for. */
  enabledClients: readonly string[];
}

/** Holds what every onboarding needs of a tenant, read once. */
export interface OnboardingTenant {
  /** The organizations by name. */
  organizations: Map<string, Organization>;
  applicationId: string;
  /** The application, or else the tenant, has a page to send invited people to. */
  hasLoginRoute: boolean;
  oinClientId: string;
  /** Administrators log in before they name the organization: their connection must be the OIN client's too. */
  promptsForCredentials: boolean;
  /** The connections by name. */
  connections: Map<string, AccountConnection>;
  /** The role of `tenant.yaml` that carries the permissions. */
  role?: { id: string; name: string };
  /** The policy of `actions/policy.ts`; `undefined` if it does not load. */
  policy: Policy | undefined;
  givesRight: RightOfRole;
  /** The attribute that gives the right, by `actions/config.ts`. */
  attribute: ManagedAttribute;
}

/** @param customers name connections besides those of `tenant.yaml` */
export async function readOnboardingTenant(
  api: ManagementClient,
  manifest: Manifest,
  customers: readonly Pick<Customer, 'connection'>[],
  { rootDir, nowMs }: { rootDir: string; nowMs: number },
): Promise<Result<OnboardingTenant>> {
  const { published } = manifest.integration;
  const attribute = await projectAttribute(rootDir);
  if (!attribute.ok) return attribute;
  const clients = await readClients(api);
  const application = byName(manifest, 'clients', clients, published.name);
  const oin = await findOinClient(api, manifest);
  if (!oin.ok) return oin;
  if (application?.client_id === undefined || oin.value?.client_id === undefined) {
    return failed(notDeployed(manifest, application === undefined ? published.name : manifest.integration.oin.name));
  }
  const named = new Set(customers.flatMap(({ connection }) => connection ?? []));
  for (const { name } of [...databasesOf(manifest), ...passwordlessOf(manifest)]) named.add(name);
  const connections = await readConnections(api, [...named]);
  const role = adminRole(manifest);
  const found = role === undefined ? undefined : (await readRoles(api, manifest, [role]))[0];
  const granted = found && { id: found.id ?? '', name: found.name ?? '' };
  const policy = await policyOf(rootDir, manifest.environment);
  const settings = await api.tenants.settings.get();
  return ok({
    organizations: new Map((await readOrganizations(api)).map((one) => [one.name, one])),
    applicationId: application.client_id,
    hasLoginRoute: Boolean(application.initiate_login_uri || settings.default_redirection_uri),
    oinClientId: oin.value.client_id,
    promptsForCredentials: oin.value.organization_require_behavior === 'post_login_prompt',
    connections: new Map(connections.map(connectionFacts).map((one) => [one.name, one])),
    ...(granted && { role: granted }),
    policy,
    givesRight: rightOfRoles(policy, granted, nowMs),
    attribute: attribute.value,
  });
}

const notDeployed = ({ environment }: Manifest, name: string): Failure => ({
  code: 'NOT_AS_DEPLOYED',
  expected: 'a deployed tenant',
  found: `no client "${name}"`,
  fix: `Run npm run deploy -- ${shellOption('env', environment.name)} first.`,
});

const databasesOf = ({ tenant }: Manifest) => tenant.databases ?? [];
const passwordlessOf = ({ tenant }: Manifest) =>
  (tenant.connections ?? []).filter(({ strategy }) => strategy === 'email');

/** Returns the connection of `tenant.yaml` for the account of such an administrator. */
export function impliedConnection(manifest: Manifest, { via }: Pick<Customer, 'via'>): string | undefined {
  const [only, ...others] = via === 'passwordless' ? passwordlessOf(manifest) : databasesOf(manifest);
  return others.length === 0 ? only?.name : undefined;
}

/** Returns the connection of a user's account. */
export async function accountConnection(api: ManagementClient, userId: string): Promise<AccountConnection | undefined> {
  const found = await probe(() => api.users.get(userId, { fields: 'identities', include_fields: true }));
  const name = found.is === 'there' ? found.value.identities?.[0]?.connection : undefined;
  if (name === undefined) return undefined;
  const [connection] = await readConnections(api, [name]);
  return connection && connectionFacts(connection);
}

const connectionFacts = ({
  id = '',
  name = '',
  strategy = '',
  options,
  enabled_clients,
}: Awaited<ReturnType<typeof readConnections>>[number]): AccountConnection => ({
  id,
  name,
  strategy,
  takesSignUps: !(options && 'disable_signup' in options && options.disable_signup === true),
  enabledClients: enabled_clients,
});
