import type { Management } from 'auth0';
import type { Organization } from '../domains/organization.ts';
import { readIfThere } from '../tenant/probe.ts';
import { collect } from '../tenant/read.ts';
import { readAccounts } from './account-record.ts';
import type { Customer } from './customer.ts';
import type { CustomerRun } from './customer-run.ts';
import { mailboxOf } from './mailbox.ts';
import type { OnboardingTenant } from './onboarding-tenant.ts';
import { isNamed, readMembers, rightHolders } from './right-holders.ts';

export interface UndoTargets {
  /** User ids of the administrator's accounts in this organization, in whatever connection. */
  accounts: string[];
  invitations: Management.OrganizationInvitation[];
  /** User ids of others who hold the right. */
  otherHolders: string[];
  /** Whether somebody else is a member of the organization, or invited. */
  hasOthers: boolean;
}

/** Looks for what is to be taken back wherever it can be: among members, by attribute, and among invitations. */
export async function findTargets(
  run: CustomerRun,
  customer: Pick<Customer, 'admin'>,
  organization: Organization,
  tenant: OnboardingTenant,
): Promise<UndoTargets> {
  const { api } = run;
  const { id } = organization;
  const members = await readMembers(api, organization);
  const holders = await rightHolders(api, organization, tenant, members);
  const isMember = (userId: string): boolean => members.some(({ user_id }) => user_id === userId);
  const recorded = readAccounts(organization.metadata).map(({ userId }) => userId);
  const named = (user: Management.UserResponseSchema): boolean => isNamed(tenant.attribute, user, id);
  const users = await usersOf(run, customer, { id, members, holders, recorded, isMember, named });
  const accounts = [...users.keys()];
  const all = await collect(api.organizations.invitations.list(id, { per_page: 100 }));
  const mailboxes = [...users.values(), 'email' in customer.admin ? customer.admin.email : undefined];
  const invitations = all.filter((one) => isOf(one, customer, tenant, mailboxes));
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
  /** User ids that onboarding vouched for or reset. */
  recorded: readonly string[];
  isMember: (userId: string) => boolean;
  /** The attribute of a user names the organization. */
  named: (user: Management.UserResponseSchema) => boolean;
}

/** Returns the users to undo, by id, with their mailboxes. */
async function usersOf(
  { api }: CustomerRun,
  { admin }: Pick<Customer, 'admin'>,
  { id, members, holders, recorded, isMember, named }: Known,
): Promise<Map<string, string | undefined>> {
  if ('everybody' in admin) return new Map(holders.map((userId) => [userId, undefined]));
  const belongs = (user: Management.UserResponseSchema): boolean => {
    const { user_id: userId = '' } = user;
    return isMember(userId) || named(user) || holders.includes(userId) || recorded.includes(userId);
  };
  if ('userId' in admin) {
    const user = await readIfThere(() => api.users.get(admin.userId));
    if (user === undefined) return new Map();
    const mailbox = mailboxOf(user.email ?? '');
    const isInvited = async (): Promise<boolean> =>
      (await collect(api.organizations.invitations.list(id, { per_page: 100 }))).some(
        ({ invitee }) => mailbox !== undefined && mailboxOf(invitee?.email ?? '') === mailbox,
      );
    return belongs(user) || (await isInvited()) ? new Map([[admin.userId, mailbox]]) : new Map();
  }
  const byAddress = (await api.users.listUsersByEmail({ email: admin.email })).filter(belongs);
  // The search by address minds the case of an identity provider's addresses, and how their domains are spelt.
  const byMembership = members.filter(({ email }) => mailboxOf(email ?? '') === admin.email);
  return new Map([...byAddress, ...byMembership].map(({ user_id: userId = '' }) => [userId, admin.email]));
}

/**
 * Returns whether an invitation is the administrator's; for everybody, whether it looks like onboarding's: for its
 * application, without roles.
 */
function isOf(
  { invitee, client_id: clientId, roles = [] }: Management.OrganizationInvitation,
  { admin }: Pick<Customer, 'admin'>,
  { applicationId }: OnboardingTenant,
  mailboxes: readonly (string | undefined)[],
): boolean {
  if ('everybody' in admin) return clientId === applicationId && roles.length === 0;
  const mailbox = mailboxOf(invitee?.email ?? '');
  return mailbox !== undefined && mailboxes.includes(mailbox);
}
