/** The operations on one connection's users, without HTTP. */
import { findEnterpriseUser, newEnterpriseUser, setAttributes } from '../login/enterprise/provision-user.ts';
import type { ScimConfigurationRecord } from '../records/management.ts';
import { type ConnectionRecord, isoNow, type JsonObject, type TenantState, type UserRecord } from '../state.ts';
import { readAttribute } from './attribute-path.ts';
import { fromResource } from './user-resource.ts';

export interface ScimContext {
  state: TenantState;
  connection: ConnectionRecord;
  configuration: ScimConfigurationRecord;
}

export interface ScimProblem {
  status: 400 | 404 | 409;
  detail: string;
  scimType?: string;
}

export type ScimOutcome = { user: UserRecord } | { problem: ScimProblem };

const problem = (status: ScimProblem['status'], detail: string, scimType?: string): { problem: ScimProblem } => ({
  problem: { status, detail, ...(scimType === undefined ? {} : { scimType }) },
});

/**
 * Returns the users whose main identity is the connection's. A linked account is part of another user, whom its
 * provider must not change.
 */
export const usersOf = ({ state, connection }: ScimContext): UserRecord[] =>
  state.users.filter(({ identities: [main] }) => main?.connection === connection.name);

export function findScimUser(context: ScimContext, id: string): ScimOutcome {
  const user = usersOf(context).find(({ user_id }) => user_id === id);
  return user ? { user } : problem(404, `User ${id} not found`);
}

/**
 * Creates a user. A user who was made by a login, and never by SCIM, is taken over or refused: see
 * `unknowns.scimExistingUser`.
 */
export function createScimUser(context: ScimContext, resource: JsonObject): ScimOutcome {
  const { state, connection, configuration } = context;
  const { user_id_attribute } = configuration;
  const sub = readAttribute(resource, user_id_attribute);
  if (typeof sub !== 'string' || sub === '') return problem(400, `${user_id_attribute} is required`, 'invalidValue');
  if (typeof resource.userName !== 'string') return problem(400, 'userName is required', 'invalidValue');
  const known = findEnterpriseUser(state, connection, sub);
  const isLinked = known !== undefined && !usersOf(context).includes(known);
  const isTaken = isLinked || known?.preferred_username !== undefined || state.unknowns.scimExistingUser === 'conflict';
  if (known !== undefined && isTaken) return problem(409, 'User already exists', 'uniqueness');
  const user = known ?? newEnterpriseUser(state, connection, sub);
  replaceScimUser(context, user, resource);
  return { user };
}

/** Mapped attributes become what the resource has; others stay. True where the user was deactivated by it. */
export function replaceScimUser(
  { state, configuration }: ScimContext,
  user: UserRecord,
  resource: JsonObject,
): boolean {
  const { attributes, active } = fromResource(resource, configuration);
  const present = [...attributes].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  for (const [name, value] of attributes) if (value === undefined) clear(user, name);
  setAttributes(state, user, Object.fromEntries(present));
  user.updated_at = isoNow(state);
  const wasBlocked = user.blocked === true;
  if (active !== undefined) user.blocked = !active;
  return !wasBlocked && user.blocked === true;
}

function clear(user: UserRecord, name: string): void {
  const [metadata, key = ''] = name.split('.');
  if (metadata === 'app_metadata' || metadata === 'user_metadata') delete user[metadata][key];
  else if (['given_name', 'family_name', 'preferred_username', 'username'].includes(name)) {
    Reflect.deleteProperty(user, name);
  }
}
