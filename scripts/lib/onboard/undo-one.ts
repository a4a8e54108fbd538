import { readClaims, withClaims } from '../domains/claims.ts';
import type { DomainRules } from '../domains/domain-rules.ts';
import { metadataChange } from '../domains/metadata-lists.ts';
import { isOurs, type Organization } from '../domains/organization.ts';
import { namedDomains } from '../domains/owners.ts';
import { readStoredDomains, type StoredDomain } from '../domains/stored-domains.ts';
import { findRoutes, routeTexts } from '../domains/unroute.ts';
import type { Failure } from '../failures.ts';
import { readIfThere } from '../tenant/probe.ts';
import { collect } from '../tenant/read.ts';
import { readAccounts, withAccounts } from './account-record.ts';
import { claiming } from './claiming.ts';
import { adminText, type Customer } from './customer.ts';
import type { OnboardContext } from './onboard-context.ts';
import { findOrganization, foreignOrganization } from './organization-step.ts';
import type { CustomerOutcome } from './outcome.ts';
import { isMember } from './person-step.ts';
import { listedEntries, organizationOf } from './right-holders.ts';
import { note, type Run, type StepOutcome, Stopped } from './run.ts';
import { updateMetadata } from './run-claim.ts';
import { closeSignUp } from './sign-up.ts';
import { findTargets, type UndoTargets } from './undo-targets.ts';

/**
 * Takes back what onboarding gave, rights first: a role or attribute, open invitations, the domains where nobody else
 * holds a right, and membership last, by which a run that was killed finds the account again. The organization and the
 * account stay: other things may depend on them. What is not found is a failure, and nothing is taken then.
 */
export const undoOne = (customer: Customer, context: OnboardContext, steps: StepOutcome[]): Promise<CustomerOutcome> =>
  claiming(customer, context, steps, (run) => undo(run, customer, context));

async function undo(run: Run, customer: Customer, context: OnboardContext): Promise<CustomerOutcome> {
  const { name } = customer;
  const { steps } = run;
  const organization = await findOrganization(run, name);
  if (organization === undefined) {
    return { organization: name, state: 'not found', steps, next: [], failure: unknownOrganization(name) };
  }
  if (!isOurs(organization) && !context.adopt) throw new Stopped(foreignOrganization(name));
  run.claim?.begin(organization);
  const { id: organizationId } = organization;
  const { targets, claims, isAnything } = await look(run, organization, customer, context);
  if (!isAnything) {
    const failure = unknownAdministrator(customer);
    return { organization: name, organizationId, state: 'not found', steps, next: [], failure };
  }
  // What another run did until now is looked at again.
  if (await run.claim?.act()) return undo(run, customer, context);
  const isEverybody = 'everybody' in customer.admin;
  for (const userId of targets.accounts) {
    await takeRights(run, userId, organization, context);
    // The next run finds people by their membership: this one ends it for everybody who held a right.
    if (isEverybody) await takeMembership(run, userId, organization);
  }
  await deleteInvitations(run, organization, targets);
  await takeSignUp(run, organization, customer, context, targets);
  await takeDomains(run, organization, claims);
  if (!isEverybody) for (const userId of targets.accounts) await takeMembership(run, userId, organization);
  const next =
    targets.otherHolders.length === 0
      ? routeTexts(context.environment, name, await findRoutes(run.api, organization, claims.domains, context.rules))
      : [domainsStay(organization, targets.otherHolders)];
  return { organization: name, organizationId, state: run.isDryRun ? 'planned' : 'undone', steps, next };
}

interface Looked {
  targets: UndoTargets;
  claims: Claims;
  /** There is something to take back. */
  isAnything: boolean;
}

async function look(
  run: Run,
  organization: Organization,
  customer: Customer,
  { world, rules }: OnboardContext,
): Promise<Looked> {
  const targets = await findTargets(run, customer, organization, world);
  const claims = await claimsOf(run, organization, targets, rules);
  const isFound = targets.accounts.length > 0 || targets.invitations.length > 0;
  const isAlone = !targets.hasOthers && targets.otherHolders.length === 0;
  const isAnything = isFound || ((isAlone || 'everybody' in customer.admin) && hasClaims(claims));
  return { targets, claims, isAnything };
}

const unknownOrganization = (name: string) =>
  ({
    code: 'ORGANIZATION_UNKNOWN',
    expected: 'an organization of the tenant',
    found: `"${name}"`,
    fix: 'Give its name as it is now, not what people see of it; one that was renamed has another.',
  }) as const;

const unknownAdministrator = ({ name, admin }: Customer): Failure => {
  if ('everybody' in admin) {
    return {
      code: 'USER_UNKNOWN',
      expected: `something of onboarding to take back in organization "${name}": a right, an invitation or a domain`,
      found: 'nothing',
      fix: 'Nothing is left to take back, if this is the organization that you mean.',
    };
  }
  return {
    code: 'USER_UNKNOWN',
    expected: `something to take back from this administrator in organization "${name}": membership, a right or an invitation`,
    found: `none of ${adminText(admin)}`,
    fix: 'Correct the address, or give the user id. To take everything back, of everybody, leave --admin out.',
  };
};

const domainsStay = ({ name }: Organization, holders: readonly string[]): string =>
  `The domains of "${name}" stay: ${holders.join(', ')} can still express-configure there.`;

/** Does it, or says that it would. */
async function take(run: Run, name: string, detail: string, act: () => Promise<unknown>): Promise<void> {
  if (!run.isDryRun) {
    await run.claim?.act();
    await act();
  }
  note(run, name, run.isDryRun ? 'would' : 'undone', detail);
}

async function takeRights(run: Run, userId: string, { id }: Organization, { world }: OnboardContext): Promise<void> {
  const { api } = run;
  const entries = await listedEntries(run, userId);
  const kept = entries.filter((entry) => organizationOf(entry) !== id);
  if (kept.length < entries.length) {
    await take(run, 'attribute of the administrator', '', () =>
      api.users.update(userId, { app_metadata: { express_configure: kept } }),
    );
  }
  if (!(await isMember(run, userId, id))) return;
  const { roles } = api.organizations.members;
  for (const role of (await collect(roles.list(id, userId, { per_page: 50 }))).filter(world.givesRight)) {
    const { id: roleId = '', name = '' } = role;
    await take(run, 'role in the organization', name, () => roles.delete(id, userId, { roles: [roleId] }));
  }
}

async function deleteInvitations(run: Run, { id }: Organization, { invitations }: UndoTargets): Promise<void> {
  for (const { id: invitationId = '' } of invitations) {
    await take(run, 'invitation', '', () => run.api.organizations.invitations.delete(id, invitationId));
  }
}

/** Of an invitation that is withdrawn, or was never accepted. */
async function takeSignUp(
  run: Run,
  organization: Organization,
  customer: Customer,
  { impliedConnection, world }: OnboardContext,
  { invitations }: UndoTargets,
): Promise<void> {
  const implied = world.connections.get(customer.connection ?? impliedConnection(customer) ?? '')?.id;
  const ids = new Set([implied, ...invitations.map(({ connection_id: id }) => id)]);
  const { enabledConnections } = run.api.organizations;
  for (const connectionId of ids) {
    if (connectionId === undefined) continue;
    const enabled = await readIfThere(() => enabledConnections.get(organization.id, connectionId));
    if (enabled?.is_signup_enabled !== true) continue;
    const name = enabled.connection?.name ?? connectionId;
    await closeSignUp(run, organization, { id: connectionId, name }, enabled);
  }
}

async function takeMembership(run: Run, userId: string, { id }: Organization): Promise<void> {
  if (!(await isMember(run, userId, id))) return;
  await take(run, 'member', '', () => run.api.organizations.members.delete(id, { members: [userId] }));
}

interface Claims {
  stored: StoredDomain[];
  /** All that the organization names, in the Action's normal form. */
  domains: string[];
  change: Record<string, string | null> | undefined;
}

const hasClaims = ({ stored, change }: Claims): boolean => stored.length > 0 || change !== undefined;

/** Those of our claims: what the customer or somebody else put into Auth0's store stays there. */
async function claimsOf(
  run: Run,
  organization: Organization,
  targets: UndoTargets,
  rules: DomainRules,
): Promise<Claims> {
  const { metadata } = organization;
  const accounts = readAccounts(metadata).filter(({ userId }) => !targets.accounts.includes(userId));
  if (targets.otherHolders.length > 0) {
    return { stored: [], domains: [], change: metadataChange(metadata, withAccounts(metadata, accounts)) };
  }
  const claimed = readClaims(metadata).map(({ domain }) => domain);
  const stored = (await readStoredDomains(run.api, organization)).filter(
    ({ id, domain }) => id !== undefined && claimed.includes(domain),
  );
  const domains = await namedDomains(organization, rules);
  return { stored, domains, change: metadataChange(metadata, withAccounts(withClaims(metadata, [], []), accounts)) };
}

async function takeDomains(run: Run, { id, metadata }: Organization, { stored, change }: Claims): Promise<void> {
  const { api } = run;
  for (const { id: domainId = '', domain } of stored) {
    await take(run, 'discovery domain', domain, () => api.organizations.discoveryDomains.delete(id, domainId));
  }
  if (change === undefined) return;
  await take(run, 'domains of the metadata', '', () => updateMetadata(run, id, change, metadata));
}
