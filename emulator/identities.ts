/** The accounts that make up one user: the main one and those linked to it (manage-users/user-accounts/user-account-linking). */
import { findUser, type IdentityRecord, isoNow, type TenantState, type UserRecord } from './state.ts';

/** Describes one way to log in to a user's account: an identity with its address, username and password. */
export interface Credentials {
  identity: IdentityRecord;
  email?: string | undefined;
  username?: string | undefined;
  passwordHash?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Returns all ways into an account, the main identity's first: the user's own profile is that identity's. */
export function credentialsOf({ identities, email, username, passwordHash }: UserRecord): Credentials[] {
  return identities.map((identity, index) =>
    index === 0
      ? { identity, email, username, passwordHash }
      : {
          identity,
          email: text(identity.profileData?.email),
          username: text(identity.profileData?.username),
          passwordHash: identity.passwordHash,
        },
  );
}

/** Returns identities as the Management API and Actions show them: without passwords. */
export const shownIdentities = ({ identities }: UserRecord): Omit<IdentityRecord, 'passwordHash'>[] =>
  identities.map(({ passwordHash: _secret, ...identity }) => identity);

/** Returns whether an identity is the one that gives a user their id and profile. */
export const isMainIdentity = ({ identities }: UserRecord, identity: IdentityRecord): boolean =>
  identities[0] === identity;

/** Returns the id that an identity's user has, or had before it was linked. */
export const userIdOf = ({ provider, user_id }: IdentityRecord): string => `${provider}|${user_id}`;

/**
 * Lists the profile fields that each identity has: the user's root has the main identity's, `profileData` a linked
 * one's.
 */
export const PROFILE_FIELDS = [
  ...['email', 'email_verified', 'username', 'preferred_username'],
  ...['name', 'given_name', 'family_name', 'nickname', 'picture'],
] as const;

/** Returns the account that an identity is on its own: without a profile, metadata or a login. */
export function newAccount(state: TenantState, identity: IdentityRecord): UserRecord {
  const now = isoNow(state);
  return {
    user_id: userIdOf(identity),
    email_verified: false,
    app_metadata: {},
    user_metadata: {},
    identities: [identity],
    created_at: now,
    updated_at: now,
    logins_count: 0,
  };
}

/** Returns whether an account that was a separate user is now a linked identity of this user. */
export const isLinkedTo = (state: TenantState, formerId: string, primaryId: string): boolean =>
  findUser(state, primaryId)
    ?.identities.slice(1)
    .some((identity) => userIdOf(identity) === formerId) === true;

/** Notes that an identity's owner has proven its address: in the user's profile or, for a linked one, beside it. */
export function verifyAddress(user: UserRecord, identity: IdentityRecord): void {
  if (isMainIdentity(user, identity)) user.email_verified = true;
  else identity.profileData = { ...identity.profileData, email_verified: true };
}
