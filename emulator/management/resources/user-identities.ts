/** Linked accounts of a user (manage-users/user-accounts/user-account-linking). */
import { isMainIdentity, newAccount, PROFILE_FIELDS, shownIdentities, userIdOf } from '../../identities.ts';
import {
  findUser,
  type IdentityRecord,
  isoNow,
  type JsonObject,
  type TenantState,
  type UserRecord,
} from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { removeUser } from '../remove-user.ts';
import { badRequest, conflict, created, forbidden, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

interface LinkBody {
  provider?: string;
  user_id?: string;
  connection_id?: string;
  link_with?: string;
}

type Found<T> = T | { refusal: Reply };

/** Says what a person's own token may not do: change somebody else. Without `update:users` it is for its subject alone. */
function refuseOthers({ scopes, subject, params }: Pick<ManagementRequest, 'scopes' | 'subject' | 'params'>) {
  if (scopes.includes('update:users') || subject === params.id) return undefined;
  return forbidden('User to be acted on does not match subject in bearer token.');
}

async function linkIdentity(request: ManagementRequest<LinkBody>): Promise<Reply> {
  const { state, params, body } = request;
  const refused = refuseOthers(request);
  if (refused !== undefined) return refused;
  const primary = findUser(state, params.id);
  if (primary === undefined) return notFound('The user does not exist.', 'inexistent_user');
  const secondaryId = body.link_with === undefined ? idInBody(body) : await idInToken(request, body);
  if (typeof secondaryId === 'object') return secondaryId.refusal;
  const secondary = findSecondary(state, primary, secondaryId, body);
  if ('refusal' in secondary) return secondary.refusal;
  return created(link(state, primary, secondary));
}

/** Returns the user's id; `user_id` may have the provider in front of it or not. */
function idInBody({ provider, user_id }: LinkBody): Found<string> {
  for (const [name, value] of Object.entries({ provider, user_id })) {
    if (value === undefined) {
      return { refusal: badRequest(`Payload validation error: 'Missing required property: ${name}'.`) };
    }
  }
  return user_id?.startsWith(`${provider}|`) ? user_id : `${provider}|${user_id}`;
}

/** Returns the user of the ID token. It must be this tenant's, and issued to the application of the request. */
async function idInToken({ settings, clientId }: ManagementRequest, body: LinkBody): Promise<Found<string>> {
  const { link_with = '', ...others } = body;
  if (Object.keys(others).length > 0) {
    return { refusal: badRequest(`((link_with excludes ${Object.keys(others).join(', ')}))`) };
  }
  const read = await settings.readIdToken(link_with, clientId);
  return 'problem' in read ? { refusal: badRequest(read.problem, 'invalid_token') } : read.sub;
}

function findSecondary(
  state: TenantState,
  primary: UserRecord,
  secondaryId: string,
  { connection_id }: LinkBody,
): Found<UserRecord> {
  if (secondaryId === primary.user_id) {
    return { refusal: badRequest('Main identity and the new one are the same.') };
  }
  if (state.users.some(({ identities }) => identities.slice(1).some((row) => userIdOf(row) === secondaryId))) {
    return { refusal: conflict('Specified identity already exists.', 'identity_conflict') };
  }
  const secondary = findUser(state, secondaryId);
  const connection = state.connections.find(({ id }) => id === connection_id);
  const isThere = connection_id === undefined || connection?.name === secondary?.identities[0]?.connection;
  if (secondary === undefined || !isThere) {
    return { refusal: badRequest('Linking to an inexistent identity is not allowed.', 'inexistent_identity') };
  }
  if (secondary.identities.length > 1) return { refusal: badRequest('Unable to link with the secondary account.') };
  return secondary;
}

/** Links the secondary account: it is no longer a user, and its metadata is dropped. */
function link(state: TenantState, primary: UserRecord, secondary: UserRecord) {
  const [identity] = secondary.identities;
  removeUser(state, secondary.user_id);
  if (identity !== undefined) {
    primary.identities.push({
      ...identity,
      profileData: profileOf(secondary),
      ...(secondary.passwordHash === undefined ? {} : { passwordHash: secondary.passwordHash }),
    });
  }
  primary.updated_at = isoNow(state);
  return shownIdentities(primary);
}

const profileOf = (user: UserRecord): JsonObject =>
  Object.fromEntries(PROFILE_FIELDS.flatMap((name) => (user[name] === undefined ? [] : [[name, user[name]]])));

function unlinkIdentity(request: ManagementRequest): Reply {
  const { state, params } = request;
  const refused = refuseOthers(request);
  if (refused !== undefined) return refused;
  const primary = findUser(state, params.id);
  if (primary === undefined) return notFound('The user does not exist.', 'inexistent_user');
  const identity = primary.identities.find(
    ({ provider, user_id }) => provider === params.provider && user_id === params.user_id,
  );
  if (identity === undefined) {
    return badRequest('((The user has no such identity.))', 'inexistent_identity');
  }
  if (isMainIdentity(primary, identity)) return badRequest('Main identity cannot be removed.');
  primary.identities = primary.identities.filter((other) => other !== identity);
  primary.updated_at = isoNow(state);
  state.users.push(userOf(state, identity));
  return ok(shownIdentities(primary));
}

/** Returns the account that an identity is on its own, without metadata (unlink-user-accounts). */
function userOf(state: TenantState, linked: IdentityRecord): UserRecord {
  const { profileData, passwordHash, ...identity } = linked;
  return {
    ...profileData,
    ...newAccount(state, identity),
    email_verified: profileData?.email_verified === true,
    ...(passwordHash === undefined ? {} : { passwordHash }),
  };
}

export const resource = declareResource({
  name: 'user-identities',
  operations: {
    'POST /users/{id}/identities': linkIdentity,
    'DELETE /users/{id}/identities/{provider}/{user_id}': unlinkIdentity,
  },
  notes: {
    'POST /users/{id}/identities':
      '`user_id` with or without the provider; `link_with` is an ID token of the client that asks',
  },
});
