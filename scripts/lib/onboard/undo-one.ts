import { readClaims, withClaims } from '../domains/claims.ts';
import type { DomainRules } from '../domains/domain-rules.ts';
import { metadataChange } from '../domains/metadata-lists.ts';
import { isOurs, type Organization } from '../domains/organization.ts';
import { namedDomains } from '../domains/owners.ts';
import { readStoredDomains, type StoredDomain } from '../domains/stored-domains.ts';
import { findRoutes, routeTexts } from '../domains/unroute.ts';
import { type Failure, failed, ok } from '../failures.ts';
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
import { act, note, type Run, type StepOutcome } from './run.ts';
import { type Claimed, updateMetadata } from './run-claim.ts';
import { closeSignUp } from './sign-up.ts';
import { findTargets, type UndoTargets } from './undo-targets.ts';

/**
 * Takes back what onboarding gave, rights first: a role or attribute, open invitations, the domains where nobody else
 * holds a right, and membership last, by which a run that was killed finds the account again. The organization and the
 * account stay: other things may depend on them. What is not found is a failure, and nothing is taken then.
 */
export const undoOne = (customer: Customer, context: OnboardContext, steps: StepOutcome[]): Promise<CustomerOutcome> =>
  claiming(customer, context, steps, (run) => undo(run, customer, context));

async function undo(run: Run, customer: Customer, context: OnboardContext): Promise<Claimed<CustomerOutcome>> {
  const { name } = customer;
  const { steps } = run;
  const organization = await findOrganization(run, name);
  if (organization === undefined) {
    return ok({ organization: name, state: 'not found', steps, next: [], failure: unknownOrganization(name) });
  }
  if (!isOurs(organization) && !context.adopt) return failed(foreignOrganization(name));
  const begun = run.claim?.begin(organization);
  if (begun?.ok === false) return begun;
  const { id: organizationId } = organization;
  const { targets, claims, isAnything } = await look(run, organization, customer, context);
  if (!isAnything) {
    const failure = unknownAdministrator(customer);
    return ok({ organization: name, organizationId, state: 'not found', steps, next: [], failure });
  }
  const acted = await act(run);
  if (!acted.ok) return acted;
  // What another run did until now is looked at again.
  if (acted.value) return undo(run, customer, context);
  const taken = await takeAll(run, organization, customer, context, { targets, claims });
  if (!taken.ok) return taken;
  const next =
    targets.otherHolders.length === 0
      ? routeTexts(context.environment, name, await findRoutes(run.api, organization, claims.domains, context.rules))
      : [domainsStay(organization, targets.otherHolders)];
  return ok({ organization: name, organizationId, state: run.isDryRun ? 'planned' : 'undone', steps, next });
}

/** Takes back in the order in which a run that was killed can go on. */
async function takeAll(
  run: Run,
  organization: Organization,
  customer: Customer,
  context: OnboardContext,
  { targets, claims }: Pick<Looked, 'targets' | 'claims'>,
): Promise<Claimed<void>> {
  const isEverybody = 'everybody' in customer.admin;
  const { accounts } = targets;
  const ofAccount = (take: (userId: string) => Promise<Claimed<void>>) => accounts.map((userId) => () => take(userId));
  const rights = ofAccount(async (userId) => {
    const taken = await takeRights(run, userId, organization, context);
    // The next run finds people by their membership: this one ends it for everybody who held a right.
    return taken.ok && isEverybody ? takeMembership(run, userId, organization) : taken;
  });
  return inOrder([
    ...rights,
    () => deleteInvitations(run, organization, targets),
    () => takeSignUp(run, organization, customer, context, targets),
    () => takeDomains(run, organization, claims),
    ...(isEverybody ? [] : ofAccount((userId) => takeMembership(run, userId, organization))),
  ]);
}

/** Does one after the other, until one does not succeed. */
async function inOrder(acts: readonly (() => Promise<Claimed<void>>)[]): Promise<Claimed<void>> {
  for (const each of acts) {
    const done = await each();
    if (!done.ok) return done;
  }
  return ok(undefined);
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
async function take(
  run: Run,
  name: string,
  detail: string,
  write: () => Promise<Claimed<unknown>>,
): Promise<Claimed<void>> {
  if (!run.isDryRun) {
    const acted = await act(run);
    if (!acted.ok) return acted;
    const written = await write();
    if (!written.ok) return written;
  }
  note(run, name, run.isDryRun ? 'would' : 'undone', detail);
  return ok(undefined);
}

async function takeRights(
  run: Run,
  userId: string,
  { id }: Organization,
  { world }: OnboardContext,
): Promise<Claimed<void>> {
  const { api } = run;
  const entries = await listedEntries(run, userId);
  const kept = entries.filter((entry) => organizationOf(entry) !== id);
  if (kept.length < entries.length) {
    const change = { app_metadata: { express_configure: kept } };
    const write = async () => ok(await api.users.update(userId, change));
    const taken = await take(run, 'attribute of the administrator', '', write);
    if (!taken.ok) return taken;
  }
  if (!(await isMember(run, userId, id))) return ok(undefined);
  const { roles } = api.organizations.members;
  const held = (await collect(roles.list(id, userId, { per_page: 50 }))).filter(world.givesRight);
  return inOrder(
    held.map(({ id: roleId = '', name = '' }) => {
      const write = async () => ok(await roles.delete(id, userId, { roles: [roleId] }));
      return () => take(run, 'role in the organization', name, write);
    }),
  );
}

const deleteInvitations = (run: Run, { id }: Organization, { invitations }: UndoTargets): Promise<Claimed<void>> =>
  inOrder(
    invitations.map(({ id: invitationId = '' }) => {
      const write = async () => ok(await run.api.organizations.invitations.delete(id, invitationId));
      return () => take(run, 'invitation', '', write);
    }),
  );

/** Of an invitation that is withdrawn, or was never accepted. */
async function takeSignUp(
  run: Run,
  organization: Organization,
  customer: Customer,
  { impliedConnection, world }: OnboardContext,
  { invitations }: UndoTargets,
): Promise<Claimed<void>> {
  const implied = world.connections.get(customer.connection ?? impliedConnection(customer) ?? '')?.id;
  const ids = new Set([implied, ...invitations.map(({ connection_id: id }) => id)]);
  const { enabledConnections } = run.api.organizations;
  for (const connectionId of ids) {
    if (connectionId === undefined) continue;
    const enabled = await readIfThere(() => enabledConnections.get(organization.id, connectionId));
    if (enabled?.is_signup_enabled !== true) continue;
    const name = enabled.connection?.name ?? connectionId;
    const closed = await closeSignUp(run, organization, { id: connectionId, name }, enabled);
    if (!closed.ok) return closed;
  }
  return ok(undefined);
}

async function takeMembership(run: Run, userId: string, { id }: Organization): Promise<Claimed<void>> {
  if (!(await isMember(run, userId, id))) return ok(undefined);
  const write = async () => ok(await run.api.organizations.members.delete(id, { members: [userId] }));
  return take(run, 'member', '', write);
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

async function takeDomains(
  run: Run,
  { id, metadata }: Organization,
  { stored, change }: Claims,
): Promise<Claimed<void>> {
  const { discoveryDomains } = run.api.organizations;
  const taken = await inOrder(
    stored.map(({ id: domainId = '', domain }) => {
      const write = async () => ok(await discoveryDomains.delete(id, domainId));
      return () => take(run, 'discovery domain', domain, write);
    }),
  );
  if (!taken.ok || change === undefined) return taken;
  return take(run, 'domains of the metadata', '', () => updateMetadata(run, id, change, metadata));
}
