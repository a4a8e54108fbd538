/** The triggers pre- and post-user-registration: before and after an account of a database or passwordless connection. */
import type { Command } from '../runtime/command.ts';
import { clientPart, connectionPart, type Requester, requestPart } from '../runtime/event-parts.ts';
import { emptyOutcome, foldCommands, withEntries } from '../runtime/outcome.ts';
import type { TransactionPart } from '../runtime/triggers/events.ts';
import type { ClientRecord, ConnectionRecord, JsonObject, TenantState, UserRecord } from '../state.ts';
import { runTrigger, type TriggerRuntime } from './run-trigger.ts';

/** Describes a registration: the account that it would make. */
export interface Registration {
  user: UserRecord;
  requester: Requester;
  client?: ClientRecord | undefined;
  /** Describes the login in which somebody registers. */
  transaction?: TransactionPart;
  /** The person's input to the tenant's own fields, whose names begin with `ulp-`. */
  fields?: Record<string, string>;
  /** The login's number in the timeline. */
  login?: number | undefined;
}

/** Says why no account is made: for the tenant's log, and for the person. */
export interface Refusal {
  reason: string;
  message: string;
}

const connectionOf = (state: TenantState, { identities: [identity] }: UserRecord): ConnectionRecord | undefined =>
  state.connections.find(({ name }) => name === identity?.connection);

const transactionIn = ({ transaction }: Registration): { transaction?: TransactionPart } =>
  transaction === undefined ? {} : { transaction };

/**
 * Runs pre-user-registration, and writes what its Actions set to the account. Passwordless users are an exception:
 * Actions cannot set their metadata (customize/actions/explore-triggers/pre-user-registration).
 *
 * @returns why no account may be made, if so
 */
export async function beforeRegistration(
  runtime: TriggerRuntime,
  registration: Registration,
): Promise<Refusal | undefined> {
  const { state } = runtime;
  const { user, requester, client, login, fields = {} } = registration;
  const connection = connectionOf(state, user);
  if (connection === undefined) return undefined;
  const own = Object.entries(fields).filter(([name]) => name.startsWith('ulp-'));
  const run = await runTrigger(
    runtime,
    'pre-user-registration',
    () => ({
      ...(client === undefined ? {} : { client: clientPart(client) }),
      connection: connectionPart(connection),
      request: { ...requestPart(state, requester), body: Object.fromEntries(own) },
      ...transactionIn(registration),
      user: candidate(user),
    }),
    login,
  );
  const refusal = refusalIn(run.commands);
  if (refusal !== undefined) return refusal;
  const { refusal: oversize, appMetadata, userMetadata } = foldCommands(emptyOutcome(), run.commands);
  const failure = run.error?.message ?? oversize;
  if (failure !== undefined) return { reason: failure, message: `((the registration failed: ${failure}))` };
  if (connection.strategy !== 'auth0') return undefined;
  user.app_metadata = withEntries(user.app_metadata, appMetadata);
  user.user_metadata = withEntries(user.user_metadata, userMetadata);
  rename(user, run.commands);
  return undefined;
}

function refusalIn(commands: readonly Command[]): Refusal | undefined {
  const ending = commands.find(({ method }) => method === 'access.deny' || method === 'validation.error');
  if (ending === undefined) return undefined;
  const [reason, message] = ending.args;
  return { reason: String(reason), message: String(message ?? reason) };
}

/** Applies `user.setUserId`, which names the account within its connection. */
function rename(user: UserRecord, commands: readonly Command[]): void {
  const id = commands.findLast(({ method }) => method === 'user.setUserId')?.args[0];
  const [identity] = user.identities;
  if (typeof id !== 'string' || identity === undefined) return;
  user.user_id = `${identity.provider}|${id}`;
  identity.user_id = id;
}

/** The account before it has an id. */
function candidate(user: UserRecord): JsonObject {
  const { email, username, name, nickname, given_name, family_name, picture, app_metadata, user_metadata } = user;
  const profile = { email, username, name, nickname, given_name, family_name, picture };
  return { ...definedIn(profile), app_metadata, user_metadata };
}

/** Runs post-user-registration without awaiting it; its result changes nothing. */
export function afterRegistration(runtime: TriggerRuntime, registration: Registration): void {
  const { state } = runtime;
  const { user, requester, login } = registration;
  const connection = connectionOf(state, user);
  if (connection === undefined) return;
  const { passwordHash: _, logins_count: __, last_login: ___, blocked: ____, identities: _____, ...profile } = user;
  const event = structuredClone({
    connection: connectionPart(connection),
    request: requestPart(state, requester),
    ...transactionIn(registration),
    user: definedIn(profile),
  });
  void runTrigger(runtime, 'post-user-registration', () => event, login);
}

/** Runs post-change-password in the same way. At creation of an account no password has been changed. */
export function afterPasswordChange(runtime: TriggerRuntime, user: UserRecord, requester: Requester): void {
  const { state } = runtime;
  const connection = connectionOf(state, user);
  if (connection === undefined) return;
  const { user_id, email, email_verified, username, last_password_reset } = user;
  const event = {
    connection: connectionPart(connection),
    request: requestPart(state, requester),
    transaction: {},
    user: definedIn({ user_id, email, email_verified, username, last_password_reset }),
  };
  void runTrigger(runtime, 'post-change-password', () => event);
}

const definedIn = (fields: object): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
