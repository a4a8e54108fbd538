import type { Management } from 'auth0';
import { type Organization, readOrganization } from '../domains/organization.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { readIfThere } from '../tenant/probe.ts';
import { collect } from '../tenant/read.ts';
import { accountUnverified, blocked, passwordUnknown, unknownUser, vouchNeeded } from './account-failures.ts';
import { proofOf } from './account-proof.ts';
import { readAccounts, recordAccount } from './account-record.ts';
import type { Customer, UnverifiedAccount } from './customer.ts';
import { type CustomerRun, claimBeforeNotice, claimBeforeWrite, ensure, recordStep } from './customer-run.ts';
import type { AccountConnection, OnboardingTenant } from './onboarding-tenant.ts';
import { newPassword, resetAccount } from './reset-account.ts';
import type { ClaimResult } from './run-claim.ts';
import { openInvitations, openSignUp } from './sign-up.ts';

export interface Person {
  userId: string;
  /** Made in this run: without a second factor. */
  isNew: boolean;
}

/** Says that the invitation must be accepted first; `after reset`: by a person who has to set a password. */
export type PendingInvitation = 'waiting' | 'waiting after reset';

export interface PersonOptions {
  organization: Organization;
  tenant: OnboardingTenant;
  /** The connection in which an account is looked up and made; a user id has its own. */
  connection: AccountConnection | undefined;
  /** The name of the person who invites, shown in the email. */
  inviter: string;
  /** Shows a secret once to the person who runs the command; nothing keeps it. */
  reveal: (line: string) => void;
  /** What to do with an existing account whose address nobody proved. */
  unverified: UnverifiedAccount;
  nowMs: number;
}

/**
 * Makes or finds the administrator's account; returns {@link PendingInvitation} if the invitation must be accepted
 * first.
 */
export async function ensurePerson(
  run: CustomerRun,
  customer: Customer,
  options: PersonOptions,
): Promise<ClaimResult<Person | PendingInvitation | undefined>> {
  const { admin, via } = customer;
  if ('everybody' in admin) throw new Error('everybody is to take back alone');
  const found =
    'userId' in admin
      ? ok(await readIfThere(() => run.api.users.get(admin.userId)))
      : await findByEmail(run, admin.email, options);
  if (!found.ok) return found;
  if (found.value !== undefined) {
    if (found.value.blocked === true) return failed(blocked(customer));
    return settle(run, customer, found.value, options);
  }
  if ('userId' in admin) return failed(unknownUser(admin.userId));
  const { connection, reveal } = options;
  if (via === 'invitation') {
    const opened = connection === undefined ? ok(undefined) : await openSignUp(run, options.organization, connection);
    if (!opened.ok) return opened;
    return invite(run, admin.email, options);
  }
  const password = via === 'oin-test' ? newPassword() : undefined;
  let ownId: string | undefined;
  const made = await ensure(run, {
    name: 'administrator',
    detail: via,
    find: () => findByEmail(run, admin.email, options),
    make: async () => {
      const acted = await claimBeforeNotice(run);
      if (!acted.ok) return acted;
      const created = await run.api.users.create({
        connection: connection?.name ?? '',
        email: admin.email,
        // An emailed code proves the mailbox at the first login; for Okta's reviewers the team vouches.
        email_verified: via === 'oin-test',
        verify_email: false,
        ...(password !== undefined && { password }),
      });
      ownId = created.user_id;
      return ok(created);
    },
  });
  if (!made.ok || made.value === undefined) return made.ok ? ok(undefined) : made;
  const { user_id: userId = '' } = made.value;
  // Another run, or a request whose answer was lost, may have made it with another password.
  if (password !== undefined && userId !== ownId) return failed(passwordUnknown(userId));
  if (password !== undefined) reveal(passwordLine(admin.email, password));
  const vouched = via === 'oin-test' ? await vouch(run, customer, userId, options) : ok(undefined);
  return vouched.ok ? ok(personOf(made.value, true)) : vouched;
}

const passwordLine = (email: string, password: string): string =>
  `${email}: password ${password} (shown this once; hand it to Okta's OIN team)`;

/**
 * Accepts an existing account if its address is proven, or if a person vouches. An account that anyone may have made in
 * advance, with a password only they know, gets no right before that password is replaced and its mailbox has answered.
 */
async function settle(
  run: CustomerRun,
  customer: Customer,
  account: Management.UserResponseSchema,
  options: PersonOptions,
): Promise<ClaimResult<Person | PendingInvitation | undefined>> {
  const { user_id: userId = '' } = account;
  const { via } = customer;
  const proof = proofOf(account);
  if (proof === 'unproven') return settleUnproven(run, customer, account, options);
  if (proof !== 'proven' || via === 'oin-test') {
    const vouched = await vouch(run, customer, userId, options);
    if (!vouched.ok) return vouched;
  }
  recordStep(run, 'administrator', 'there', userId);
  return ok(personOf(account, false));
}

async function settleUnproven(
  run: CustomerRun,
  customer: Customer,
  account: Management.UserResponseSchema,
  options: PersonOptions,
): Promise<ClaimResult<Person | PendingInvitation | undefined>> {
  const { user_id: userId = '', email = '' } = account;
  const { organization, unverified, reveal, nowMs } = options;
  const isForReview = customer.via === 'oin-test';
  const isReset = readAccounts(organization.metadata).some((one) => one.userId === userId && one.how === 'reset');
  if (unverified !== 'reset' && (isForReview || !isReset)) return failed(accountUnverified(userId));
  const needsReset = isForReview || !isReset;
  const acted = needsReset ? await claimBeforeWrite(run) : ok(false);
  if (!acted.ok) return acted;
  if (acted.value) {
    // Another run may have reset it until now.
    const now = await run.api.users.get(userId);
    return settle(run, customer, now, { ...options, organization: await readOrganization(run.api, organization.id) });
  }
  if (isForReview) {
    const vouched = await vouch(run, customer, userId, options);
    if (!vouched.ok) return vouched;
    const password = await resetAccount(run, account, { email_verified: true });
    if (!password.ok || password.value === undefined) return password.ok ? ok(undefined) : password;
    reveal(passwordLine(email, password.value));
    return ok(personOf(account, true));
  }
  if (needsReset) {
    const reset = await resetAccount(run, account);
    if (!reset.ok) return reset;
    const recorded = await recordAccount(run, organization.id, { userId, how: 'reset' }, nowMs);
    if (!recorded.ok) return recorded;
  }
  const invited = await invite(run, email.toLowerCase(), options);
  return invited.ok ? ok(invited.value && 'waiting after reset') : invited;
}

/** Keeps who vouches for an account that Auth0 has no proof of; one that was vouched for before needs no new note. */
async function vouch(
  run: CustomerRun,
  { vouch: text }: Customer,
  userId: string,
  { organization, nowMs }: Pick<PersonOptions, 'organization' | 'nowMs'>,
): Promise<ClaimResult<void>> {
  const known = readAccounts(organization.metadata).some((one) => one.userId === userId && one.how === 'vouch');
  if (text === undefined && !known) return failed(vouchNeeded('an account without a proven address'));
  if (text === undefined) return ok(undefined);
  return recordAccount(run, organization.id, { userId, how: 'vouch', note: text }, nowMs);
}

const personOf = ({ user_id = '' }: Management.UserResponseSchema, isNew: boolean): Person => ({
  userId: user_id,
  isNew,
});

/** People have accounts of one address in several connections: only that of the right one counts. */
export async function findByEmail(
  { api }: CustomerRun,
  email: string,
  { connection }: Pick<PersonOptions, 'connection'>,
): Promise<Result<Management.UserResponseSchema | undefined>> {
  const users = await api.users.listUsersByEmail({ email });
  const found = users.filter(({ identities = [] }) =>
    identities.some((identity) => identity.connection === connection?.name),
  );
  return found.length > 1 ? failed(twoUsers(email, found)) : ok(found[0]);
}

async function invite(
  run: CustomerRun,
  email: string,
  options: PersonOptions,
): Promise<ClaimResult<'waiting' | undefined>> {
  const { organization, tenant, connection, inviter } = options;
  const { invitations } = run.api.organizations;
  const find = async () =>
    ok((await openInvitations(run, organization)).find(({ invitee }) => invitee?.email?.toLowerCase() === email));
  // The invitation has no roles: a right is given last, once the account exists and everything has been read back.
  const sent = await ensure(run, {
    name: 'invitation',
    find,
    make: async () => {
      const acted = await claimBeforeNotice(run);
      if (!acted.ok) return acted;
      const invitation = await invitations.create(organization.id, {
        inviter: { name: inviter },
        invitee: { email },
        client_id: tenant.applicationId,
        ...(connection && { connection_id: connection.id }),
        send_invitation_email: true,
      });
      return ok(invitation);
    },
  });
  if (!sent.ok || sent.value === undefined) return sent.ok ? ok(undefined) : sent;
  recordStep(run, 'invitation accepted', 'waiting', `until ${sent.value.expires_at ?? ''}`);
  return ok('waiting');
}

export async function ensureMember(
  run: CustomerRun,
  { userId }: Person,
  { id }: Organization,
): Promise<ClaimResult<unknown>> {
  const { api } = run;
  return ensure(run, {
    name: 'member',
    find: async () => ok((await isMember(run, userId, id)) || undefined),
    make: async () => ok(await api.organizations.members.create(id, { members: [userId] })),
  });
}

export async function isMember({ api }: CustomerRun, userId: string, organizationId: string): Promise<boolean> {
  const organizations = await collect(api.users.organizations.list(userId, { per_page: 100 }));
  return organizations.some(({ id }) => id === organizationId);
}

const twoUsers = (email: string, users: readonly Management.UserResponseSchema[]): Failure => ({
  code: 'NAME_AMBIGUOUS',
  expected: `one account of ${email} in the connection`,
  found: `${users.length}: ${users.map(({ user_id: id }) => id).join(', ')}`,
  fix: 'Give the id of the one that is meant in place of the address.',
});
