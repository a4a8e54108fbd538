import type { Organization } from '../domains/organization.ts';
import type { StoredDomain } from '../domains/stored-domains.ts';
import { failed, ok } from '../failures.ts';
import { readIfThere } from '../tenant/probe.ts';
import { collect } from '../tenant/read.ts';
import type { Customer } from './customer.ts';
import { type CustomerRun, claimBeforeWrite, recordStep } from './customer-run.ts';
import { foreignAttribute } from './foreign-attribute.ts';
import type { OnboardContext } from './onboard-context.ts';
import { isMember } from './person-step.ts';
import { readAttribute } from './right-holders.ts';
import { type ClaimResult, updateMetadata } from './run-claim.ts';
import { closeSignUp } from './sign-up.ts';
import type { UndoTargets } from './undo-targets.ts';

/** Holds what an organization has by our claims, which an undo removes with them. */
export interface Claims {
  stored: StoredDomain[];
  /** All that the organization names, in the Action's normal form. */
  domains: string[];
  change: Record<string, string | null> | undefined;
}

/** Takes back, rights first, in the order in which a run that was killed can go on. */
export async function takeBack(
  run: CustomerRun,
  organization: Organization,
  customer: Customer,
  context: OnboardContext,
  { targets, claims }: { targets: UndoTargets; claims: Claims },
): Promise<ClaimResult<void>> {
  const isEverybody = 'everybody' in customer.admin;
  const { accounts } = targets;
  const ofAccount = (take: (userId: string) => Promise<ClaimResult<void>>) =>
    accounts.map((userId) => () => take(userId));
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
async function inOrder(acts: readonly (() => Promise<ClaimResult<void>>)[]): Promise<ClaimResult<void>> {
  for (const each of acts) {
    const done = await each();
    if (!done.ok) return done;
  }
  return ok(undefined);
}

/** Does it, or says that it would. */
async function take(
  run: CustomerRun,
  name: string,
  detail: string,
  write: () => Promise<ClaimResult<unknown>>,
): Promise<ClaimResult<void>> {
  if (!run.isDryRun) {
    const acted = await claimBeforeWrite(run);
    if (!acted.ok) return acted;
    const written = await write();
    if (!written.ok) return written;
  }
  recordStep(run, name, run.isDryRun ? 'would' : 'undone', detail);
  return ok(undefined);
}

async function takeRights(
  run: CustomerRun,
  userId: string,
  { id }: Organization,
  { tenant }: OnboardContext,
): Promise<ClaimResult<void>> {
  const { api } = run;
  const { attribute } = tenant;
  const value = await readAttribute(run, userId, attribute);
  if (attribute.organizations(value).includes(id)) {
    const kept = attribute.revoke(value, id);
    if (kept === undefined) return failed(foreignAttribute(attribute, userId));
    const change = { app_metadata: { [attribute.key]: kept } };
    const write = async () => ok(await api.users.update(userId, change));
    const taken = await take(run, 'attribute of the administrator', '', write);
    if (!taken.ok) return taken;
  }
  if (!(await isMember(run, userId, id))) return ok(undefined);
  const { roles } = api.organizations.members;
  const held = (await collect(roles.list(id, userId, { per_page: 50 }))).filter(tenant.givesRight);
  return inOrder(
    held.map(({ id: roleId = '', name = '' }) => {
      const write = async () => ok(await roles.delete(id, userId, { roles: [roleId] }));
      return () => take(run, 'role in the organization', name, write);
    }),
  );
}

const deleteInvitations = (
  run: CustomerRun,
  { id }: Organization,
  { invitations }: UndoTargets,
): Promise<ClaimResult<void>> =>
  inOrder(
    invitations.map(({ id: invitationId = '' }) => {
      const write = async () => ok(await run.api.organizations.invitations.delete(id, invitationId));
      return () => take(run, 'invitation', '', write);
    }),
  );

/** Closes the sign-up that an invitation opened, where the invitation is withdrawn or was never accepted. */
async function takeSignUp(
  run: CustomerRun,
  organization: Organization,
  customer: Customer,
  { impliedConnection, tenant }: OnboardContext,
  { invitations }: UndoTargets,
): Promise<ClaimResult<void>> {
  const implied = tenant.connections.get(customer.connection ?? impliedConnection(customer) ?? '')?.id;
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

async function takeMembership(run: CustomerRun, userId: string, { id }: Organization): Promise<ClaimResult<void>> {
  if (!(await isMember(run, userId, id))) return ok(undefined);
  const write = async () => ok(await run.api.organizations.members.delete(id, { members: [userId] }));
  return take(run, 'member', '', write);
}

async function takeDomains(
  run: CustomerRun,
  { id, metadata }: Organization,
  { stored, change }: Claims,
): Promise<ClaimResult<void>> {
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
