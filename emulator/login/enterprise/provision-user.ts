/** Users of enterprise connections: made at their first login, kept like their provider says at every further one. */
import { newAccount, PROFILE_FIELDS } from '../../identities.ts';
import {
  type ConnectionRecord,
  type IdentityRecord,
  isoNow,
  type JsonObject,
  type TenantState,
  type UserRecord,
} from '../../state.ts';
import { mapAttributes, type ProviderClaims } from './attribute-map.ts';

/** Returns the identity of a provider's user, for instance `okta|okta-acme-x1y2|00u1…`. */
const identityOf = (connection: ConnectionRecord, sub: string) => ({
  connection: connection.name,
  provider: connection.strategy,
  user_id: `${connection.name}|${sub}`,
  isSocial: false,
});

export function findEnterpriseUser(
  state: TenantState,
  connection: ConnectionRecord,
  sub: string,
): UserRecord | undefined {
  return state.users.find(({ identities }) => identities.some((row) => isIdentity(row, connection, sub)));
}

const isIdentity = (identity: IdentityRecord, connection: ConnectionRecord, sub: string): boolean =>
  identity.connection === connection.name && identity.user_id === identityOf(connection, sub).user_id;

/** Returns a user who has not logged in yet: made by SCIM, or during the first login. */
export function newEnterpriseUser(state: TenantState, connection: ConnectionRecord, sub: string): UserRecord {
  const user = newAccount(state, identityOf(connection, sub));
  state.users.push(user);
  return user;
}

const METADATA = /^(app_metadata|user_metadata)\.([A-Za-z0-9_]+)$/;
const ROOT = ['preferred_username', 'username', 'name', 'given_name', 'family_name', 'nickname', 'picture'];

/** Writes attributes by their Auth0 names; others than root attributes and metadata are left out. */
export function setAttributes(state: TenantState, user: UserRecord, attributes: JsonObject): void {
  for (const [name, value] of Object.entries(attributes)) {
    const [, metadata, key = ''] = METADATA.exec(name) ?? [];
    if (metadata === 'app_metadata' || metadata === 'user_metadata') user[metadata][key] = value;
    else if (name === 'email_verified') user.email_verified = value === true || value === 'true';
    else if (name === 'email') user.email = String(value).toLowerCase();
    else if (ROOT.includes(name)) Object.assign(user, { [name]: String(value) });
  }
  user.name ??= user.email ?? user.user_id;
  user.nickname ??= user.email?.split('@')[0] ?? user.user_id;
  user.updated_at = isoNow(state);
}

/** The user a provider has just vouched for. `set_user_root_attributes` of the connection says when attributes are written. */
export function provisionUser(
  state: TenantState,
  connection: ConnectionRecord,
  claims: ProviderClaims & { sub: string },
): UserRecord {
  const known = findEnterpriseUser(state, connection, claims.sub);
  const user = known ?? newEnterpriseUser(state, connection, claims.sub);
  const attributes = { ...claimedVerification(state, claims), ...mapAttributes(connection, claims) };
  const linked = user.identities.slice(1).find((identity) => isIdentity(identity, connection, claims.sub));
  if (linked !== undefined) {
    setProfileData(linked, attributes);
    return user;
  }
  const when = connection.options.set_user_root_attributes ?? 'on_each_login';
  if (when === 'on_each_login' || (when === 'on_first_login' && user.logins_count === 0)) {
    setAttributes(state, user, attributes);
  }
  return user;
}

/** Keeps what a linked account's provider says beside the identity: the user's own profile is the main identity's. */
function setProfileData(identity: IdentityRecord, attributes: JsonObject): void {
  const said = Object.entries(attributes).filter(([name]) => PROFILE_FIELDS.some((field) => field === name));
  identity.profileData = { ...identity.profileData, ...Object.fromEntries(said) };
}

const claimedVerification = ({ unknowns }: TenantState, { tokenset }: ProviderClaims): JsonObject =>
  unknowns.enterpriseEmailVerified === 'claim' && tokenset.email_verified !== undefined
    ? { email_verified: tokenset.email_verified }
    : {};
