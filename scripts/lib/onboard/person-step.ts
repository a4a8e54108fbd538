import { randomBytes } from 'node:crypto';
import type { Management } from 'auth0';
import type { Organization } from '../domains/organization.ts';
import type { Failure } from '../failures.ts';
import { readIfThere } from '../setup/probe.ts';
import { collect } from '../tenant/read.ts';
import { adminText, type Customer } from './customer.ts';
import { ensure, note, type Run, Stopped } from './run.ts';
import type { AccountConnection, World } from './world.ts';

export interface Person {
  userId: string;
  /** Made in this run: without a second factor. */
  isNew: boolean;
}

export interface PersonOptions {
  organization: Organization;
  world: World;
  /** Where an account is looked for and made; a user id brings its own. */
  connection: AccountConnection | undefined;
  /** Of who invites, shown in the email. */
  inviter: string;
  /** Shows a secret to whoever runs the command, once: it is kept nowhere. */
  reveal: (line: string) => void;
}

/** 18 bytes are 24 characters, more than Okta's reviewers ask for (15). The rest is what password policies want. */
const PASSWORD_BYTES = 18;

/** The administrator's account; `waiting` where the invitation must be accepted first. */
export async function ensurePerson(
  run: Run,
  customer: Customer,
  options: PersonOptions,
): Promise<Person | 'waiting' | undefined> {
  const { admin, via } = customer;
  const found =
    'userId' in admin
      ? await readIfThere(() => run.api.users.get(admin.userId))
      : await findByEmail(run, admin.email, options);
  if (found !== undefined) {
    if (found.blocked === true) throw new Stopped(blocked(customer));
    note(run, 'administrator', 'there', found.user_id ?? '');
    return personOf(found, false);
  }
  if ('userId' in admin) throw new Stopped(unknownUser(admin.userId));
  if (via === 'invitation') return invite(run, admin.email, options);
  const { connection, reveal } = options;
  const password = via === 'oin-test' ? `${randomBytes(PASSWORD_BYTES).toString('base64url')}!1aA` : undefined;
  const made = await ensure(run, {
    name: 'administrator',
    detail: via,
    find: () => findByEmail(run, admin.email, options),
    make: () =>
      run.api.users.create({
        connection: connection?.name ?? '',
        email: admin.email,
        // An emailed code proves the mailbox at the first login; for Okta's reviewers the team vouches.
        email_verified: via === 'oin-test',
        verify_email: false,
        ...(password !== undefined && { password }),
      }),
  });
  if (made === undefined) return undefined;
  if (password !== undefined)
    reveal(`${admin.email}: password ${password} (shown this once; hand it to Okta's OIN team)`);
  return personOf(made, true);
}

const personOf = ({ user_id = '' }: Management.UserResponseSchema, isNew: boolean): Person => ({
  userId: user_id,
  isNew,
});

/** People have accounts of one address in several connections: only that of the right one counts. */
export async function findByEmail(
  { api }: Run,
  email: string,
  { connection }: Pick<PersonOptions, 'connection'>,
): Promise<Management.UserResponseSchema | undefined> {
  const users = await api.users.listUsersByEmail({ email });
  return users.find(({ identities = [] }) => identities.some((identity) => identity.connection === connection?.name));
}

async function invite(run: Run, email: string, options: PersonOptions): Promise<'waiting' | undefined> {
  const { organization, world, connection, inviter } = options;
  const { invitations } = run.api.organizations;
  const find = async () => {
    const open = await collect(invitations.list(organization.id, { per_page: 100 }));
    return open.find(
      ({ invitee, expires_at: expiresAt = '' }) =>
        invitee?.email?.toLowerCase() === email && Date.parse(expiresAt) > Date.now(),
    );
  };
  // No roles: a right is given last, once the account is there and everything has been read back.
  const sent = await ensure(run, {
    name: 'invitation',
    find,
    make: () =>
      invitations.create(organization.id, {
        inviter: { name: inviter },
        invitee: { email },
        client_id: world.applicationId,
        ...(connection && { connection_id: connection.id }),
        send_invitation_email: true,
      }),
  });
  if (sent === undefined) return undefined;
  note(run, 'invitation accepted', 'waiting', `until ${sent.expires_at ?? ''}`);
  return 'waiting';
}

export async function ensureMember(run: Run, { userId }: Person, { id }: Organization): Promise<void> {
  const { api } = run;
  await ensure(run, {
    name: 'member',
    find: async () => ((await isMember(run, userId, id)) ? true : undefined),
    make: () => api.organizations.members.create(id, { members: [userId] }),
  });
}

export async function isMember({ api }: Run, userId: string, organizationId: string): Promise<boolean> {
  const organizations = await collect(api.users.organizations.list(userId, { per_page: 100 }));
  return organizations.some(({ id }) => id === organizationId);
}

const unknownUser = (userId: string): Failure => ({
  code: 'CUSTOMER_ADMIN',
  expected: 'a user that exists, where an id is given',
  found: `no user ${userId}`,
  fix: 'Correct the id, or give an email address: then the account is made.',
});

const blocked = ({ admin }: Customer): Failure => ({
  code: 'CUSTOMER_ADMIN',
  expected: 'an administrator who can log in',
  found: `${adminText(admin)} is blocked`,
  fix: 'Unblock the user, or name another administrator.',
});
