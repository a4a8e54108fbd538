import type { JsonObject, JsonValue } from '../state.ts';
import type { Command, CommandOf, SamlSetter } from './command.ts';
import { type FactorRequest, factorRequest, isFactorCommand } from './factor-prompt.ts';
import { type MetadataEdit, metadataEdit } from './metadata-edits.ts';
import { copyOfEdits, editToken, type RefreshTokenEdits } from './refresh-token-edits.ts';
import { settableClaims } from './reserved-claims.ts';
import type { TargetScopeEdit } from './target-scopes.ts';

/** Holds the decisions of the Actions that have run. It is JSON only: it travels with the login transaction. */
export interface FlowOutcome {
  accessTokenClaims: JsonObject;
  idTokenClaims: JsonObject;
  addedScopes: string[];
  removedScopes: string[];
  /** Changes of what RBAC and consent filter, oldest first. */
  targetScopeEdits: TargetScopeEdit[];
  /** Is merged into the user's metadata when the trigger ends or the user leaves; `null` removes. */
  appMetadata: JsonObject;
  userMetadata: JsonObject;
  transactionMetadata: JsonObject;
  factorRequests: FactorRequest[];
  /** All challenge and enroll commands of the flow: Auth0 allows {@link MAX_FACTOR_COMMANDS}. */
  factorCommandCount: number;
  /** Provider of the last `multifactor.enable`: acts when all Actions have run. */
  multifactor?: string;
  /** The user whom the tokens are for, instead of the user who began the login. */
  primaryUserId?: string;
  /** The address of the last Action's redirect, until the user returns. */
  redirectUrl?: string;
  deniedReason?: string;
  sessionRevoked?: boolean;
  /** Whether the session's refresh tokens survive its end. */
  refreshTokensPreserved?: boolean;
  refreshTokenRevoked?: boolean;
  /** The edits of the refresh token of this login or exchange. */
  refreshToken?: RefreshTokenEdits;
  /** Changes of the session's metadata, oldest first. */
  sessionMetadata?: MetadataEdit[];
  /** Why the flow cannot continue: Auth0 or this tenant does not support a call. */
  refusal?: string;
}

/** The fifth command of a flow is an authentication error (docs/notes/actions-runtime.md#factor-commands). */
export const MAX_FACTOR_COMMANDS = 4;

const MAX_CLAIMS_BYTES = 100_000;
const MAX_METADATA_BYTES = 32_000;

export const emptyOutcome = (): FlowOutcome => ({
  accessTokenClaims: {},
  idTokenClaims: {},
  addedScopes: [],
  removedScopes: [],
  targetScopeEdits: [],
  appMetadata: {},
  userMetadata: {},
  transactionMetadata: {},
  factorRequests: [],
  factorCommandCount: 0,
});

/** Returns the outcome after one more Action's commands, in the order they were made. */
export function foldCommands(outcome: FlowOutcome, commands: readonly Command[]): FlowOutcome {
  const folded = copyOf(outcome);
  for (const command of commands) apply(folded, command);
  const refusal = outcome.refusal ?? conflictIn(commands) ?? folded.refusal ?? oversizeIn(folded);
  return refusal === undefined ? folded : { ...folded, refusal };
}

/** Returns why the user cannot be sent: there is one place after an Action (docs/notes/actions-runtime.md#one-place-to-go). */
function conflictIn(commands: readonly Command[]): string | undefined {
  const leaving = commands.filter(({ method }) => method === 'redirect.sendUserTo' || method === 'prompt.render');
  const renders = leaving.filter(({ method }) => method === 'prompt.render').length;
  if (renders > 0 && renders < leaving.length) {
    return 'Redirect and render commands cannot be used in the same action.';
  }
  if (renders > 1) return 'Only 1 render command per action is allowed.';
  if (leaving.length > 1) return '((an Action can redirect once))';
  if (leaving.length === 1 && commands.some(isFactorCommand)) {
    return '((an Action cannot both ask for a factor and redirect or render a prompt))';
  }
  return undefined;
}

/**
 * 100 KB of custom claims that get into the tokens (secure/tokens/json-web-tokens/create-custom-claims), 32 kB of changes to
 * either metadata of the user (customize/actions/limitations); the texts are ours.
 */
function oversizeIn({ accessTokenClaims, idTokenClaims, appMetadata, userMetadata }: FlowOutcome): string | undefined {
  const claimBytes = jsonBytes(settableClaims(accessTokenClaims)) + jsonBytes(settableClaims(idTokenClaims));
  if (claimBytes > MAX_CLAIMS_BYTES) return `((the custom claims exceed ${MAX_CLAIMS_BYTES} bytes))`;
  if (jsonBytes(appMetadata) > MAX_METADATA_BYTES) return `((app_metadata set exceeds ${MAX_METADATA_BYTES} bytes))`;
  if (jsonBytes(userMetadata) > MAX_METADATA_BYTES) return `((user_metadata set exceeds ${MAX_METADATA_BYTES} bytes))`;
  return undefined;
}

const jsonBytes = (value: JsonObject): number => Buffer.byteLength(JSON.stringify(value));

/** Copies what {@link apply} changes in place: an Action may make many thousand commands. */
const copyOf = (outcome: FlowOutcome): FlowOutcome => ({
  ...outcome,
  accessTokenClaims: { ...outcome.accessTokenClaims },
  idTokenClaims: { ...outcome.idTokenClaims },
  addedScopes: [...outcome.addedScopes],
  removedScopes: [...outcome.removedScopes],
  targetScopeEdits: [...outcome.targetScopeEdits],
  appMetadata: { ...outcome.appMetadata },
  userMetadata: { ...outcome.userMetadata },
  transactionMetadata: { ...outcome.transactionMetadata },
  factorRequests: [...outcome.factorRequests],
  ...(outcome.sessionMetadata === undefined ? {} : { sessionMetadata: [...outcome.sessionMetadata] }),
  ...(outcome.refreshToken === undefined ? {} : { refreshToken: copyOfEdits(outcome.refreshToken) }),
});

/** Changes the outcome by one command. Every command has its case: a new one does not compile without. */
function apply(outcome: FlowOutcome, command: Command): void {
  if (isSamlCommand(command)) return;
  const [first, second] = command.args;
  const name = String(first);
  switch (command.method) {
    case 'access.deny':
      outcome.deniedReason ??= name;
      break;
    case 'accessToken.setCustomClaim':
      setEntry(outcome.accessTokenClaims, name, second);
      break;
    case 'idToken.setCustomClaim':
      setEntry(outcome.idTokenClaims, name, second);
      break;
    case 'accessToken.addScope':
      moveTo(outcome.addedScopes, outcome.removedScopes, name);
      break;
    case 'accessToken.removeScope':
      moveTo(outcome.removedScopes, outcome.addedScopes, name);
      break;
    case 'user.setAppMetadata':
      setValue(outcome.appMetadata, name, second ?? null);
      break;
    case 'user.setUserMetadata':
      setValue(outcome.userMetadata, name, second ?? null);
      break;
    case 'transaction.setMetadata':
      setEntry(outcome.transactionMetadata, name, second);
      break;
    case 'multifactor.enable':
      outcome.multifactor = name;
      break;
    case 'redirect.sendUserTo':
      outcome.redirectUrl = name;
      break;
    case 'session.revoke':
      outcome.refreshTokensPreserved = isPreserving(second) && outcome.refreshTokensPreserved !== false;
      outcome.sessionRevoked = true;
      outcome.deniedReason ??= name;
      break;
    case 'refreshToken.revoke':
      outcome.refreshTokenRevoked = true;
      outcome.deniedReason ??= name;
      break;
    case 'validation.error':
      outcome.refusal ??= `((validation error ${name})) ${String(second)}`;
      break;
    case 'prompt.render':
      outcome.refusal ??= `((form ${name} cannot be shown: forms are not emulated))`;
      break;
    case 'authentication.setPrimaryUser':
      outcome.primaryUserId = name;
      break;
    case 'transaction.addTargetScope':
    case 'transaction.removeTargetScope':
    case 'transaction.setTargetScopes':
    case 'transaction.clearTargetScopes':
      outcome.targetScopeEdits.push(command);
      break;
    case 'session.setMetadata':
    case 'session.deleteMetadata':
    case 'session.evictMetadata':
      outcome.sessionMetadata ??= [];
      outcome.sessionMetadata.push(metadataEdit(command));
      break;
    case 'refreshToken.setExpiresAt':
    case 'refreshToken.setIdleExpiresAt':
    case 'refreshToken.setMetadata':
    case 'refreshToken.deleteMetadata':
    case 'refreshToken.evictMetadata':
      outcome.refreshToken ??= {};
      editToken(outcome.refreshToken, command);
      break;
    case 'authentication.challengeWith':
    case 'authentication.challengeWithAny':
    case 'authentication.enrollWith':
    case 'authentication.enrollWithAny':
      outcome.factorRequests.push(factorRequest(command));
      outcome.factorCommandCount += 1;
      break;
    // The flow keeps recorded methods; the account to be made has its id from registration.
    case 'authentication.recordMethod':
    case 'user.setUserId':
    // No login of the emulator has its own cookie or lifetime.
    case 'session.setCookieMode':
    case 'session.setExpiresAt':
    case 'session.setIdleExpiresAt':
      break;
    default:
      command satisfies never;
  }
}

/** Returns whether a command changes the SAML assertion; this tenant answers no login with one. */
const isSamlCommand = (command: Command): command is CommandOf<`samlResponse.${SamlSetter}`> =>
  command.method.startsWith('samlResponse.');

const isPreserving = (options: JsonValue | undefined): boolean => Object(options).preserveRefreshTokens === true;

/** Sets an entry, last of all, also one whose name is `__proto__`. Keeps `null`, which removes when metadata is written. */
function setValue(entries: JsonObject, key: string, value: JsonValue): void {
  delete entries[key];
  Object.defineProperty(entries, key, { value, configurable: true, enumerable: true, writable: true });
}

function setEntry(entries: JsonObject, key: string, value: JsonValue | undefined): void {
  if (value === null || value === undefined) delete entries[key];
  else setValue(entries, key, value);
}

/** Returns the entries with these changes: `null` removes an entry, as Auth0's metadata setters do. */
export function withEntries(entries: JsonObject, changes: JsonObject): JsonObject {
  const changed = { ...entries };
  for (const [key, value] of Object.entries(changes)) setEntry(changed, key, value);
  return changed;
}

/** Makes the item one of the list, and none of the other. */
function moveTo(list: string[], other: string[], item: string): void {
  if (!list.includes(item)) list.push(item);
  const index = other.indexOf(item);
  if (index >= 0) other.splice(index, 1);
}
