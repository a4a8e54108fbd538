import type { Management } from 'auth0';
import type { Organization } from '../domains/organization.ts';
import { readIfThere } from '../setup/probe.ts';
import { collect } from '../tenant/read.ts';
import type { Customer } from './customer.ts';
import { hasEntry, readMembers, rightHolders } from './right-holders.ts';
import type { Run } from './run.ts';
import type { World } from './world.ts';

export interface UndoTargets {
  /** User ids of the administrator's accounts in this organization, in whatever connection. */
  accounts: string[];
  invitations: Management.OrganizationInvitation[];
  /** User ids of others who hold the right. */
  otherHolders: string[];
  /** Somebody else is a member of the organization, or invited. */
  hasOthers: boolean;
}

/** Looks for what is to be taken back wherever it can be: among members, by attribute, and among invitations. */
export async function findTargets(
  run: Run,
  customer: Pick<Customer, 'admin'>,
  organization: Organization,
  world: World,
): Promise<UndoTargets> {
  const { api } = run;
  const { id } = organization;
  const members = await readMembers(api, organization);
  const holders = await rightHolders(api, organization, world, members);
  const isMember = (userId: string): boolean => members.some(({ user_id }) => user_id === userId);
  const accounts = await accountsOf(run, customer, { id, members, holders, isMember });
  const all = await collect(api.organizations.invitations.list(id, { per_page: 100 }));
  const invitations = all.filter((one) => isOf(one, customer, world));
  return {
    accounts,
    invitations,
    otherHolders: holders.filter((userId) => !accounts.includes(userId)),
    hasOthers:
      members.some(({ user_id: userId = '' }) => !accounts.includes(userId)) || all.length > invitations.length,
  };
}

interface Known {
  id: string;
  members: readonly Management.OrganizationMember[];
  holders: readonly string[];
  isMember: (userId: string) => boolean;
}

async function accountsOf(
  { api }: Run,
  { admin }: Pick<Customer, 'admin'>,
  { id, members, holders, isMember }: Known,
): Promise<string[]> {
  if ('everybody' in admin) return [...holders];
  const belongs = (user: Management.UserResponseSchema): boolean =>
    isMember(user.user_id ?? '') || hasEntry(user, id) || holders.includes(user.user_id ?? '');
  if ('userId' in admin) {
    const user = await readIfThere(() => api.users.get(admin.userId));
    return user !== undefined && belongs(user) ? [admin.userId] : [];
  }
  const byAddress = (await api.users.listUsersByEmail({ email: admin.email })).filter(belongs);
  // The search by address minds the case of an identity provider's addresses.
  const byMembership = members.filter(({ email }) => email?.toLowerCase() === admin.email);
  return [...new Set([...byAddress, ...byMembership].map(({ user_id: userId = '' }) => userId))];
}

/** An administrator's; of everybody those that look as onboarding makes them: for its application, without roles. */
function isOf(
  { invitee, client_id: clientId, roles = [] }: Management.OrganizationInvitation,
  { admin }: Pick<Customer, 'admin'>,
  { applicationId }: World,
): boolean {
  if ('everybody' in admin) return clientId === applicationId && roles.length === 0;
  return 'email' in admin && invitee?.email?.toLowerCase() === admin.email;
}
