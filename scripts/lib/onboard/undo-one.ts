import { readClaims, withClaims } from '../domains/claims.ts';
import { metadataChange } from '../domains/metadata-lists.ts';
import { isOurs, type Organization } from '../domains/organization.ts';
import { readStoredDomains } from '../domains/stored-domains.ts';
import { readIfThere } from '../setup/probe.ts';
import { collect } from '../tenant/read.ts';
import { readAccounts, withAccounts } from './account-record.ts';
import type { Customer } from './customer.ts';
import { organizationOf, readEntries } from './grant-step.ts';
import type { CustomerOutcome, OnboardContext } from './onboard-one.ts';
import { findOrganization, foreignOrganization } from './organization-step.ts';
import { findByEmail, isMember } from './person-step.ts';
import { note, type Run, type StepOutcome, Stopped } from './run.ts';
import { closeSignUp } from './sign-up.ts';
import type { AccountConnection } from './world.ts';

/**
 * Takes back what onboarding gave, rights first: a role or attribute, open invitations, membership, then the domains. The
 * organization and the account stay: other things may depend on them.
 */
export async function undoOne(
  customer: Customer,
  context: OnboardContext,
  steps: StepOutcome[],
): Promise<CustomerOutcome> {
  const { name, admin } = customer;
  const { api } = context;
  const run: Run = { api, isDryRun: context.isDryRun, steps, signal: context.signal };
  const organization = await findOrganization(run, name);
  if (organization === undefined) return { organization: name, state: 'undone', steps, next: [] };
  if (!isOurs(organization) && !context.adopt) throw new Stopped(foreignOrganization(name));
  const connectionName = customer.connection ?? context.impliedConnection(customer);
  const connection = connectionName === undefined ? undefined : context.world.connections.get(connectionName);
  const user = 'userId' in admin ? { user_id: admin.userId } : await findByEmail(run, admin.email, { connection });
  if (user?.user_id !== undefined) await takeRights(run, user.user_id, organization, context);
  if ('email' in admin) await deleteInvitations(run, admin.email, organization);
  await takeSignUp(run, organization, connection);
  if (user?.user_id !== undefined) await takeMembership(run, user.user_id, organization);
  await takeDomains(run, organization, user?.user_id);
  return {
    organization: name,
    organizationId: organization.id,
    state: run.isDryRun ? 'planned' : 'undone',
    steps,
    next: [],
  };
}

/** Does it, or says that it would. */
async function take(run: Run, name: string, detail: string, act: () => Promise<unknown>): Promise<void> {
  if (!run.isDryRun) await act();
  note(run, name, run.isDryRun ? 'would' : 'undone', detail);
}

async function takeRights(run: Run, userId: string, { id }: Organization, { world }: OnboardContext): Promise<void> {
  const { api } = run;
  const entries = await readEntries(run, userId);
  const kept = entries.filter((entry) => organizationOf(entry) !== id);
  if (kept.length < entries.length) {
    await take(run, 'attribute of the administrator', '', () =>
      api.users.update(userId, { app_metadata: { express_configure: kept } }),
    );
  }
  const { role } = world;
  if (role === undefined || !(await isMember(run, userId, id))) return;
  const { roles } = api.organizations.members;
  const held = await collect(roles.list(id, userId, { per_page: 50 }));
  if (!held.some((one) => one.id === role.id)) return;
  await take(run, 'role in the organization', role.name, () => roles.delete(id, userId, { roles: [role.id] }));
}

async function deleteInvitations(run: Run, email: string, { id }: Organization): Promise<void> {
  const { invitations } = run.api.organizations;
  for (const one of await collect(invitations.list(id, { per_page: 100 }))) {
    if (one.invitee?.email?.toLowerCase() !== email || one.id === undefined) continue;
    const { id: invitationId } = one;
    await take(run, 'invitation', '', () => invitations.delete(id, invitationId));
  }
}

/** Of an invitation that is withdrawn, or was never accepted. */
async function takeSignUp(run: Run, organization: Organization, connection: AccountConnection | undefined) {
  if (connection === undefined) return;
  const { enabledConnections } = run.api.organizations;
  const enabled = await readIfThere(() => enabledConnections.get(organization.id, connection.id));
  if (enabled?.is_signup_enabled === true) await closeSignUp(run, organization, connection, enabled);
}

async function takeMembership(run: Run, userId: string, { id }: Organization): Promise<void> {
  if (!(await isMember(run, userId, id))) return;
  await take(run, 'member', '', () => run.api.organizations.members.delete(id, { members: [userId] }));
}

/** Those of our claims: what the customer or somebody else put into Auth0's store stays there. */
async function takeDomains(run: Run, organization: Organization, userId: string | undefined): Promise<void> {
  const { api } = run;
  const { id, metadata } = organization;
  const claimed = readClaims(metadata).map(({ domain }) => domain);
  const accounts = readAccounts(metadata).filter((one) => one.userId !== userId);
  const change = metadataChange(metadata, withAccounts(withClaims(metadata, [], []), accounts));
  const stored = await readStoredDomains(api, organization);
  for (const one of stored) {
    const { id: domainId, domain } = one;
    if (domainId === undefined || !claimed.includes(domain)) continue;
    await take(run, 'discovery domain', domain, () => api.organizations.discoveryDomains.delete(id, domainId));
  }
  if (change === undefined) return;
  await take(run, 'domains of the metadata', '', () => api.organizations.update(id, { metadata: change }));
}
