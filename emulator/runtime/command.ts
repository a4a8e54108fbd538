import type { PostLoginAPI } from '../../library/contract.ts';
import type { JsonValue } from '../records/json.ts';

/**
 * Maps every recorded call to its arguments, by its path below `api`: of post-login, credentials-exchange and
 * pre-user-registration. The methods have checked what Auth0 checks; the rest is the Action's input, as JSON.
 */
export interface CommandArguments extends SamlResponseArguments {
  /** Post-login: a reason. Credentials-exchange: a code and a reason. Pre-user-registration: a reason and a message. */
  'access.deny': [reasonOrCode: JsonValue, ...message: JsonValue[]];
  'accessToken.addScope': [scope: JsonValue];
  'accessToken.removeScope': [scope: JsonValue];
  'accessToken.setCustomClaim': [name: JsonValue, value: JsonValue];
  'authentication.challengeWith': JsonValue[];
  'authentication.challengeWithAny': JsonValue[];
  'authentication.enrollWith': JsonValue[];
  'authentication.enrollWithAny': JsonValue[];
  'authentication.recordMethod': [providerUrl: JsonValue];
  'authentication.setPrimaryUser': [userId: JsonValue];
  'idToken.setCustomClaim': [name: JsonValue, value: JsonValue];
  'multifactor.enable': [provider: JsonValue, ...options: JsonValue[]];
  'prompt.render': [formId: JsonValue, ...options: JsonValue[]];
  'redirect.sendUserTo': [url: JsonValue];
  'refreshToken.deleteMetadata': [key: JsonValue];
  'refreshToken.evictMetadata': [];
  'refreshToken.revoke': [reason: JsonValue];
  'refreshToken.setExpiresAt': [epochMs: JsonValue];
  'refreshToken.setIdleExpiresAt': [epochMs: JsonValue];
  'refreshToken.setMetadata': [key: JsonValue, value: JsonValue];
  'session.deleteMetadata': [key: JsonValue];
  'session.evictMetadata': [];
  'session.revoke': [reason: JsonValue, ...options: JsonValue[]];
  'session.setCookieMode': [mode: JsonValue];
  'session.setExpiresAt': [epochMs: JsonValue];
  'session.setIdleExpiresAt': [epochMs: JsonValue];
  'session.setMetadata': [key: JsonValue, value: JsonValue];
  'transaction.addTargetScope': [scope: JsonValue];
  'transaction.clearTargetScopes': [];
  'transaction.removeTargetScope': [scope: JsonValue];
  'transaction.setMetadata': [key: JsonValue, value: JsonValue];
  'transaction.setTargetScopes': [scopes: JsonValue];
  'user.setAppMetadata': [key: JsonValue, value: JsonValue];
  'user.setUserId': [userId: JsonValue];
  'user.setUserMetadata': [key: JsonValue, value: JsonValue];
  'validation.error': [code: JsonValue, message: JsonValue];
}

/** Setters of a SAML assertion: one value each, and an attribute's name and value. */
type SamlResponseArguments = { [Setter in SamlSetter as `samlResponse.${Setter}`]: JsonValue[] };

export type SamlSetter = keyof PostLoginAPI['samlResponse'];

/** Names a recorded call by its path below `api`, for instance `accessToken.addScope`. */
export type CommandMethod = keyof CommandArguments;

/** Represents a recorded call of one of the named methods. */
export type CommandOf<Method extends CommandMethod> = {
  [One in Method]: { method: One; args: CommandArguments[One] };
}[Method];

/**
 * Represents one call that an Action made on `api`. It is applied later: no call of an Action calls back into the
 * tenant.
 */
export type Command = CommandOf<CommandMethod>;

/** Has the same number of arguments, before they are JSON. */
type Given<Arguments extends JsonValue[]> = { [Index in keyof Arguments]: unknown };

/** Records a call with its arguments as they are at that moment. */
export type RecordCommand<Result = void> = <Method extends CommandMethod>(
  method: Method,
  ...args: Given<CommandArguments[Method]>
) => Result;

/** Holds the commands of one execution, and the `api` that adds to them. */
export interface Recorder<Api> {
  commands: Command[];
  record: RecordCommand;
  /** Records, and returns `api`. */
  chained: RecordCommand<Api>;
}

/** @param api what the Action's calls return */
export function createRecorder<Api>(api: () => Api): Recorder<Api> {
  const commands: Command[] = [];
  const record = (method: CommandMethod, ...args: unknown[]): void => {
    // `RecordCommand` has tied the arguments to their method.
    commands.push({ method, args: args.map(jsonArgument) } as Command);
  };
  const chained = (method: CommandMethod, ...args: unknown[]): Api => {
    record(method, ...args);
    return api();
  };
  return { commands, record, chained } as Recorder<Api>;
}

/** Commands of one execution that the timeline and `runs` keep; how many more there were is a number. */
const KEPT_COMMANDS = 1000;

export interface KeptCommands {
  commands: Command[];
  /** The number of further commands; absent if there are none. */
  commandsLeftOut?: number;
}

/** Returns the first commands of an execution: an endless loop can make hundreds of thousands. */
export function keptCommands(commands: readonly Command[]): KeptCommands {
  const leftOut = commands.length - KEPT_COMMANDS;
  return { commands: commands.slice(0, KEPT_COMMANDS), ...(leftOut > 0 ? { commandsLeftOut: leftOut } : {}) };
}

/** Holds the result of one execution of one Action. */
export interface ActionResult {
  commands: Command[];
  /** Console output, uncut. */
  logs: string;
  /** Set when the handler threw, timed out or its worker ended. */
  error?: { name: string; message: string };
}

/** Deeper values overflow the stack of what walks them; the Management API takes as much. */
const MAX_LEVELS = 100;

/**
 * Returns an argument as it crosses to Auth0's servers: JSON, so that later changes to the value do not count. Throws
 * where it is nested too deep; Auth0's own limit and text are not published.
 */
function jsonArgument(value: unknown): JsonValue {
  const text = JSON.stringify(value);
  if (text === undefined) return null;
  const json: JsonValue = JSON.parse(text);
  if (isDeeper(json, MAX_LEVELS)) throw new Error(`((an argument is nested more than ${MAX_LEVELS} levels deep))`);
  return json;
}

const isDeeper = (value: JsonValue, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((item) => item !== undefined && isDeeper(item, levels - 1)));
