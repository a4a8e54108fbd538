import { credentialsOf, shownIdentities, userIdOf } from '../../identities.ts';
import { hashPassword } from '../../passwords.ts';
import { findUser, isoNow, type JsonObject, type TenantState, type UserRecord } from '../../state.ts';
import { mergeMetadata } from '../metadata.ts';
import { newUser, type UserBody } from '../new-user.ts';
import type { ManagementRequest } from '../operation.ts';
import { pagedWithLength, selectFields } from '../paging.ts';
import { removeUser } from '../remove-user.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { searchTerms, sortRows } from '../search-terms.ts';

const inexistent = (): Reply => notFound('The user does not exist.', 'inexistent_user');

const isEmpty = (metadata: object): boolean => Object.keys(metadata).length === 0;

/** Metadata shows where there is some (recorded traffic, 2023 to 2026). */
function view(record: UserRecord) {
  const { passwordHash: _secret, logins_count, app_metadata, user_metadata, ...user } = record;
  return {
    ...user,
    identities: shownIdentities(record),
    ...(isEmpty(app_metadata) ? {} : { app_metadata }),
    ...(isEmpty(user_metadata) ? {} : { user_metadata }),
    ...(logins_count > 0 ? { logins_count } : {}),
  };
}

function listUsers({ state, query }: ManagementRequest): Reply {
  const filter = searchTerms(query.q);
  if ('refusal' in filter) return filter.refusal;
  const inConnection = (user: UserRecord): boolean =>
    query.connection === undefined || user.identities.some(({ connection }) => connection === query.connection);
  const found = state.users.filter(inConnection).map(view).filter(filter.matches);
  return pagedWithLength(sortRows(found, query.sort), 'users', query);
}

/** Case counts at Auth0 for identities that were not lower-cased; here every address is. */
function listUsersByEmail({ state, query }: ManagementRequest): Reply {
  const email = String(query.email).toLowerCase();
  const rows = state.users.filter((user) => user.email === email).map((user) => selectFields(view(user), query));
  return ok(rows);
}

function getUser({ state, params, query }: ManagementRequest): Reply {
  const user = findUser(state, params.id);
  return user ? ok(selectFields(view(user), query)) : inexistent();
}

/** Holds what a user must not share with another. */
type Identified = Pick<UserRecord, 'user_id' | 'identities' | 'email' | 'username'>;

/** Ids, addresses and usernames are an identity's: those of a linked account are taken in its own connection. */
function findDuplicate(state: TenantState, user: Identified): UserRecord | undefined {
  const [main] = user.identities;
  return state.users.find((other) =>
    credentialsOf(other).some(
      ({ identity, email, username }) =>
        userIdOf(identity) === user.user_id ||
        (identity.connection === main?.connection &&
          ((user.email !== undefined && email === user.email) ||
            (user.username !== undefined && username === user.username))),
    ),
  );
}

function createUser({ state, body, settings, caller }: ManagementRequest<UserBody & { connection: string }>): Reply {
  const made = newUser(state, body);
  if ('refusal' in made) return made.refusal;
  if (findDuplicate(state, made.user)) return conflict('The user already exists.', 'auth0_idp_error');
  state.users.push(made.user);
  settings.userAdded(made.user, caller);
  return created(view(made.user));
}

const PROFILE_FIELDS = ['blocked', 'family_name', 'given_name', 'name', 'nickname', 'picture', 'username'];
const OTHER_FIELDS = ['app_metadata', 'user_metadata', 'email', 'email_verified', 'password'];
/** Lists fields that direct a change (which identity, whether to send mail) and do not belong to the user. */
const DIRECTIONS = ['connection', 'client_id', 'verify_email'];

type UpdateBody = {
  email?: string | null;
  email_verified?: boolean;
  password?: string | null;
  app_metadata?: JsonObject;
  user_metadata?: JsonObject;
  [field: string]: unknown;
};

function updateUser({ state, params, body, settings, caller }: ManagementRequest<UpdateBody>): Reply {
  const user = findUser(state, params.id);
  if (user === undefined) return inexistent();
  const known = [...PROFILE_FIELDS, ...OTHER_FIELDS, ...DIRECTIONS];
  const unknown = Object.keys(body).filter((field) => !known.includes(field));
  if (unknown.length > 0) {
    return badRequest(`Payload validation error: 'Additional properties not allowed: ${unknown.join(',')}'.`);
  }
  const refusal = changeEmail(state, user, body);
  if (refusal !== undefined) return refusal;
  for (const field of PROFILE_FIELDS.filter((name) => body[name] !== undefined)) {
    Object.assign(user, { [field]: body[field] ?? undefined });
  }
  if (body.password) {
    setPassword(state, user, body);
  }
  if (body.app_metadata) user.app_metadata = mergeMetadata(user.app_metadata, body.app_metadata);
  if (body.user_metadata) user.user_metadata = mergeMetadata(user.user_metadata, body.user_metadata);
  user.updated_at = isoNow(state);
  if (body.password) settings.passwordChanged(user, caller);
  return ok(view(user));
}

/** Sets the password of the database that the request names, among those of the user's identities. */
function setPassword(state: TenantState, user: UserRecord, { connection, password }: UpdateBody): void {
  const linked = user.identities.slice(1).find((identity) => identity.connection === connection);
  const passwordHash = hashPassword(password ?? '');
  if (linked === undefined) user.passwordHash = passwordHash;
  else linked.passwordHash = passwordHash;
  user.last_password_reset = isoNow(state);
}

/** A new address is unverified unless the same request says otherwise. */
function changeEmail(state: TenantState, user: UserRecord, body: UpdateBody): Reply | undefined {
  const email = body.email?.toLowerCase();
  const isNew = email !== undefined && email !== user.email;
  if (isNew && findDuplicate(state, { user_id: '', identities: user.identities, email })) {
    return badRequest('The specified new email already exists', 'auth0_idp_error');
  }
  if (isNew) {
    user.email = email;
    user.email_verified = false;
  }
  if (body.email_verified !== undefined) user.email_verified = body.email_verified;
  return undefined;
}

function deleteUser({ state, params }: ManagementRequest): Reply {
  if (params.id !== undefined) removeUser(state, params.id);
  return noContent();
}

export const resource = declareResource({
  name: 'users',
  operations: {
    'GET /users': listUsers,
    'POST /users': createUser,
    'GET /users/{id}': getUser,
    'PATCH /users/{id}': updateUser,
    'DELETE /users/{id}': deleteUser,
    'GET /users-by-email': listUsersByEmail,
  },
  notes: {
    'POST /users': 'database and passwordless connections only',
    'GET /users': '`q`: `path:"value"` and `_exists_:path` terms joined by AND',
  },
  kept: {
    users: {
      list: {
        user_id: 'string',
        email_verified: 'boolean',
        app_metadata: 'object',
        user_metadata: 'object',
        identities: [{ connection: 'string' }],
        logins_count: 'number',
      },
    },
  },
  secrets: ({ users }) => users.flatMap(credentialsOf).map(({ passwordHash }) => passwordHash),
});
