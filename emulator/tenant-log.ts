/** The tenant's log: what happened, in the shape `GET /logs` has it. */
import { isEnterprise } from './management/enterprise-strategies.ts';
import type { LogEvent } from './records/log.ts';
import {
  type ConnectionRecord,
  findClient,
  findUser,
  isoNow,
  type JsonObject,
  type OrganizationRecord,
  type TenantState,
} from './state.ts';

/** Describes an event: the user, client and facts it is about. It contains no secret, code, token or request body. */
export interface LogEntry {
  type: string;
  description?: string | undefined;
  clientId?: string | undefined;
  userId?: string | undefined;
  organization?: OrganizationRecord | undefined;
  /** The user's own unless given. */
  connection?: ConnectionRecord | undefined;
  audience?: string | undefined;
  scope?: string | undefined;
  details?: JsonObject;
}

/** Holds the facts of the caller in Koa's context. */
export interface Caller {
  readonly ip: string;
  get(header: string): string;
}

/** Auth0 keeps days, by plan; this keeps events. */
const KEPT_EVENTS = 5_000;
const MAX_TEXT_LENGTH = 1_000;
const SEQUENCE_DIGITS = 12;

const STRATEGY_TYPES: Record<string, string> = { auth0: 'database', email: 'passwordless', sms: 'passwordless' };

/** Adds an event; the oldest goes when there are too many. */
export function writeLog(state: TenantState, caller: Caller, entry: LogEntry): void {
  const sequence = sequenceOf(state.logs.at(-1)?.log_id) + 1;
  const date = isoNow(state);
  const { type, description, organization, audience, scope, details } = entry;
  const event: LogEvent = {
    log_id: `900${date.replaceAll(/\D/g, '')}${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`,
    date,
    type,
    ...(description === undefined ? {} : { description: description.slice(0, MAX_TEXT_LENGTH) }),
    tenant_name: state.domain.replace(/[.:].*$/, ''),
    hostname: state.domain,
    ip: caller.ip,
    user_agent: caller.get('user-agent').slice(0, MAX_TEXT_LENGTH),
    ...clientFacts(state, entry.clientId),
    ...userFacts(state, entry.userId),
    ...connectionFields(entry.connection ?? connectionOf(state, entry.userId)),
    ...(organization ? { organization_id: organization.id, organization_name: organization.name } : {}),
    ...(audience === undefined ? {} : { audience }),
    ...(scope === undefined ? {} : { scope }),
    ...(details === undefined ? {} : { details }),
  };
  state.logs.push(event);
  if (state.logs.length > KEPT_EVENTS) state.logs.shift();
}

/** Returns the number of an event; 0 for anything but an event's id. */
export const sequenceOf = (logId: string | undefined): number =>
  /^900\d{29}$/.test(logId ?? '') ? Number(logId?.slice(-SEQUENCE_DIGITS)) : 0;

function clientFacts(state: TenantState, clientId: string | undefined) {
  if (clientId === undefined) return {};
  const name = findClient(state, clientId)?.name;
  return { client_id: clientId.slice(0, MAX_TEXT_LENGTH), ...(name === undefined ? {} : { client_name: name }) };
}

function userFacts(state: TenantState, userId: string | undefined) {
  if (userId === undefined) return {};
  const user = findUser(state, userId);
  const userName = user?.email ?? user?.username;
  return { user_id: userId, ...(userName === undefined ? {} : { user_name: userName }) };
}

function connectionOf(state: TenantState, userId: string | undefined): ConnectionRecord | undefined {
  const name = findUser(state, userId)?.identities[0]?.connection;
  return state.connections.find((connection) => connection.name === name);
}

function connectionFields(connection: ConnectionRecord | undefined) {
  if (connection === undefined) return {};
  const { id, name, strategy } = connection;
  const strategy_type = STRATEGY_TYPES[strategy] ?? (isEnterprise(strategy) ? 'enterprise' : 'social');
  return { connection: name, connection_id: id, strategy, strategy_type };
}
