/** A user as `POST /users` makes one: only for database and passwordless connections. */
import { newAccount } from '../identities.ts';
import { hashPassword } from '../passwords.ts';
import { defaultPicture } from '../picture.ts';
import type { ConnectionRecord, JsonObject, TenantState, UserRecord } from '../state.ts';
import { badRequest, type Reply } from './reply.ts';

export interface UserBody {
  connection: string;
  email?: string;
  email_verified?: boolean;
  username?: string;
  password?: string;
  user_id?: string;
  name?: string;
  given_name?: string;
  family_name?: string;
  nickname?: string;
  picture?: string;
  blocked?: boolean;
  verify_email?: boolean;
  app_metadata?: JsonObject;
  user_metadata?: JsonObject;
}

const missing = (property: string): Reply =>
  badRequest(`Payload validation error: 'Missing required property: ${property}'.`);

/**
 * Checks the identifiers that the connection requires of a user. A username is accepted whether the connection requires
 * it or not (recorded traffic, 2026-04).
 */
function checkIdentifiers(connection: ConnectionRecord, body: UserBody): Reply | undefined {
  if (connection.strategy !== 'auth0') return body.email === undefined ? missing('email') : undefined;
  const { requires_username, attributes } = connection.options;
  const hasFlexibleIdentifiers = typeof attributes === 'object' && attributes !== null;
  if (body.email === undefined && !(hasFlexibleIdentifiers && body.username !== undefined)) return missing('email');
  if (body.password === undefined) return missing('password');
  if (requires_username === true && body.username === undefined) {
    return badRequest(`Missing username for ${connection.name} connection with requires_username enabled`);
  }
  return undefined;
}

/** 24 hex digits, as a database's own ids are. */
const databaseId = (state: TenantState): string => Buffer.from(state.newId('', 12)).toString('hex');

export function newUser(state: TenantState, body: UserBody): { user: UserRecord } | { refusal: Reply } {
  const connection = state.connections.find(({ name }) => name === body.connection);
  if (connection === undefined) {
    return { refusal: badRequest('The connection does not exist.', 'inexistent_connection') };
  }
  const { strategy } = connection;
  if (strategy !== 'auth0' && strategy !== 'email') {
    return { refusal: badRequest(`Users of the connection "${connection.name}" come from its identity provider.`) };
  }
  const refusal = checkIdentifiers(connection, body);
  if (refusal !== undefined) return { refusal };
  const { connection: _identity, password, user_id, email, verify_email: _mail, ...profile } = body;
  const id = user_id ?? databaseId(state);
  const identity = { connection: connection.name, provider: strategy, user_id: id, isSocial: false };
  const { app_metadata = {}, user_metadata = {}, email_verified = false } = body;
  const user: UserRecord = {
    ...newAccount(state, identity),
    name: email?.toLowerCase() ?? body.username ?? id,
    nickname: email?.split('@')[0] ?? body.username ?? id,
    picture: defaultPicture(email ?? body.username ?? id),
    ...profile,
    ...(email === undefined ? {} : { email: email.toLowerCase() }),
    ...{ email_verified, app_metadata, user_metadata },
    ...(password === undefined ? {} : { passwordHash: hashPassword(password) }),
  };
  return { user };
}
