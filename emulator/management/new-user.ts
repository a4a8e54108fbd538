/** A user as `POST /users` makes one: only for database and passwordless connections. */
import { hashPassword } from '../passwords.ts';
import { defaultPicture } from '../picture.ts';
import { type ConnectionRecord, isoNow, type JsonObject, type TenantState, type UserRecord } from '../state.ts';
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

/** What the connection asks of a user. A username is taken whether it asks for one or not (recorded traffic, 2026-04). */
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
  const now = isoNow(state);
  const user: UserRecord = {
    user_id: `${strategy}|${id}`,
    name: email?.toLowerCase() ?? body.username ?? id,
    nickname: email?.split('@')[0] ?? body.username ?? id,
    picture: defaultPicture(email ?? body.username ?? id),
    ...profile,
    ...(email === undefined ? {} : { email: email.toLowerCase() }),
    email_verified: body.email_verified ?? false,
    app_metadata: body.app_metadata ?? {},
    user_metadata: body.user_metadata ?? {},
    identities: [{ connection: connection.name, provider: strategy, user_id: id, isSocial: false }],
    created_at: now,
    updated_at: now,
    logins_count: 0,
    ...(password === undefined ? {} : { passwordHash: hashPassword(password) }),
  };
  return { user };
}
