import type { Management } from 'auth0';
import type { Organization } from '../domains/organization.ts';
import { ok } from '../failures.ts';
import { readIfThere } from '../tenant/probe.ts';
import { collect } from '../tenant/read.ts';
import { type CustomerRun, claimBeforeWrite, recordStep } from './customer-run.ts';
import type { AccountConnection } from './onboarding-tenant.ts';
import type { ClaimResult } from './run-claim.ts';

type Named = Pick<AccountConnection, 'id' | 'name'>;

/** Invitations that can still be accepted. */
export async function openInvitations(
  { api }: Pick<CustomerRun, 'api'>,
  { id }: Pick<Organization, 'id'>,
): Promise<Management.OrganizationInvitation[]> {
  const all = await collect(api.organizations.invitations.list(id, { per_page: 100 }));
  return all.filter(({ expires_at: expiresAt = '' }) => Date.parse(expiresAt) > Date.now());
}

/** Returns whether an open invitation of the organization leads to an account of this connection. */
export const isInvitedInto = async (
  run: Pick<CustomerRun, 'api'>,
  organization: Pick<Organization, 'id'>,
  { id }: Pick<Named, 'id'>,
): Promise<boolean> => (await openInvitations(run, organization)).some(({ connection_id }) => connection_id === id);

/**
 * Lets who is invited make an account where the connection takes no sign-ups: sign-up is switched on for this
 * organization alone. Auth0 takes `is_signup_enabled` only together with membership on authentication
 * (manage-users/organizations/configure-organizations/enable-connections), so that goes on with it.
 */
export async function openSignUp(
  run: CustomerRun,
  { id }: Organization,
  { id: connectionId, name, strategy, takesSignUps }: AccountConnection,
): Promise<ClaimResult<void>> {
  if (strategy !== 'auth0' || takesSignUps) return ok(undefined);
  const { enabledConnections } = run.api.organizations;
  const enabled = await readIfThere(() => enabledConnections.get(id, connectionId));
  if (enabled?.is_signup_enabled === true) return ok(undefined);
  if (!run.isDryRun) {
    const acted = await claimBeforeWrite(run);
    if (!acted.ok) return acted;
    const open = { assign_membership_on_login: true, is_signup_enabled: true };
    await enabledConnections.update(id, connectionId, open);
  }
  recordStep(run, 'sign-up for the invitation', run.isDryRun ? 'would' : 'done', name);
  return ok(undefined);
}

/**
 * Switches sign-up and membership on login off again, unless an open invitation still needs them.
 *
 * @param enabled the connection as the organization has it
 * @returns what a person has to check, if people may have signed up in the meantime
 */
export async function closeSignUp(
  run: CustomerRun,
  organization: Pick<Organization, 'id' | 'name'>,
  { id: connectionId, name }: Named,
  enabled: Pick<Management.OrganizationConnection, 'assign_membership_on_login' | 'is_signup_enabled'>,
): Promise<ClaimResult<string[]>> {
  const takesSignUps = enabled.is_signup_enabled === true;
  if (!takesSignUps && enabled.assign_membership_on_login !== true) return ok([]);
  if (takesSignUps && (await isInvitedInto(run, organization, { id: connectionId }))) return ok([]);
  if (!run.isDryRun) {
    const acted = await claimBeforeWrite(run);
    if (!acted.ok) return acted;
    await run.api.organizations.enabledConnections.update(organization.id, connectionId, {
      assign_membership_on_login: false,
      ...(takesSignUps && { is_signup_enabled: false }),
    });
  }
  const status = run.isDryRun ? 'would' : 'done';
  if (takesSignUps) recordStep(run, 'sign-up taken back', status, name);
  recordStep(run, 'membership on login off', status, name);
  return ok(takesSignUps ? await strangers(run, organization) : []);
}

/** Enough to say that somebody is there. */
const LOOKED_AT = 50;

/** Returns members who may have signed up while that was possible. Auth0 does not show which members did. */
async function strangers({ api }: CustomerRun, { id, name }: Pick<Organization, 'id' | 'name'>): Promise<string[]> {
  const { data } = await api.organizations.members.list(id, { take: LOOKED_AT });
  if (data.length < 2) return [];
  // A page of members always says that there is another.
  const count = `${data.length}${data.length < LOOKED_AT ? '' : ' or more'}`;
  return [
    `Look at the ${count} members of "${name}": while the invitation was open, whoever signed up there became one.`,
  ];
}
