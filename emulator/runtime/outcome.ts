import type { JsonObject, JsonValue } from '../state.ts';
import type { Command, CommandOf, SamlSetter } from './command.ts';
import { type FactorRequest, factorRequest, isFactorCommand } from './factor-prompt.ts';
import { type MetadataEdit, metadataEdit } from './metadata-edits.ts';
import { editedToken, type RefreshTokenEdits } from './refresh-token-edits.ts';
import { settableClaims } from './reserved-claims.ts';
import type { TargetScopeEdit } from './target-scopes.ts';

/** What the Actions run so far decided. JSON only: it travels with the login transaction. */
export interface FlowOutcome {
  accessTokenClaims: JsonObject;
  idTokenClaims: JsonObject;
  addedScopes: string[];
  removedScopes: string[];
  /** Changes of what RBAC and consent filter, oldest first. */
  targetScopeEdits: TargetScopeEdit[];
  /** To be merged into the user's when the trigger ends or the user leaves; `null` removes. */
  appMetadata: JsonObject;
  userMetadata: JsonObject;
  transactionMetadata: JsonObject;
  factorRequests: FactorRequest[];
  /** All challenge and enroll commands of the flow: Auth0 allows {@link MAX_FACTOR_COMMANDS}. */
  factorCommandCount: number;
  /** Provider of the last `multifactor.enable`: acts when all Actions have run. */
  multifactor?: string;
  /** Where the last Action sent the user, and from where they have not come back. */
  redirectUrl?: string;
  deniedReason?: string;
  sessionRevoked?: boolean;
  /** With the session its refresh tokens end, but for this. */
  refreshTokensPreserved?: boolean;
  refreshTokenRevoked?: boolean;
  /** What happens to the refresh token of this login or exchange. */
  refreshToken?: RefreshTokenEdits;
  /** Changes of the session's metadata, oldest first. */
  sessionMetadata?: MetadataEdit[];
  /** Why the flow cannot go on, for what Auth0 or this tenant does not do. */
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

/** The outcome after one more Action's commands, in the order they were made. */
export function foldCommands(outcome: FlowOutcome, commands: readonly Command[]): FlowOutcome {
  const folded = commands.reduce(foldCommand, outcome);
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

/** Every command has its case: a new one does not compile without. */
function foldCommand(outcome: FlowOutcome, command: Command): FlowOutcome {
  if (isSamlCommand(command)) return outcome;
  const [first, second] = command.args;
  const name = String(first);
  switch (command.method) {
    case 'access.deny':
      return { ...outcome, deniedReason: outcome.deniedReason ?? name };
    case 'accessToken.setCustomClaim':
      return { ...outcome, accessTokenClaims: withEntry(outcome.accessTokenClaims, name, second) };
    case 'idToken.setCustomClaim':
      return { ...outcome, idTokenClaims: withEntry(outcome.idTokenClaims, name, second) };
    case 'accessToken.addScope':
      return {
        ...outcome,
        addedScopes: including(outcome.addedScopes, name),
        removedScopes: without(outcome.removedScopes, name),
      };
    case 'accessToken.removeScope':
      return {
        ...outcome,
        removedScopes: including(outcome.removedScopes, name),
        addedScopes: without(outcome.addedScopes, name),
      };
    case 'user.setAppMetadata':
      return { ...outcome, appMetadata: withUpdate(outcome.appMetadata, name, second) };
    case 'user.setUserMetadata':
      return { ...outcome, userMetadata: withUpdate(outcome.userMetadata, name, second) };
    case 'transaction.setMetadata':
      return { ...outcome, transactionMetadata: withEntry(outcome.transactionMetadata, name, second) };
    case 'multifactor.enable':
      return { ...outcome, multifactor: name };
    case 'redirect.sendUserTo':
      return { ...outcome, redirectUrl: name };
    case 'session.revoke':
      return {
        ...outcome,
        sessionRevoked: true,
        refreshTokensPreserved: isPreserving(second) && outcome.refreshTokensPreserved !== false,
        deniedReason: outcome.deniedReason ?? name,
      };
    case 'refreshToken.revoke':
      return { ...outcome, refreshTokenRevoked: true, deniedReason: outcome.deniedReason ?? name };
    case 'validation.error':
      return refused(outcome, `((validation error ${name})) ${String(second)}`);
    case 'prompt.render':
      return refused(outcome, `((form ${name} cannot be shown: forms are not emulated))`);
    case 'authentication.setPrimaryUser':
      return refused(outcome, '((the primary user cannot be changed: linked accounts are not emulated))');
    case 'transaction.addTargetScope':
    case 'transaction.removeTargetScope':
    case 'transaction.setTargetScopes':
    case 'transaction.clearTargetScopes':
      return { ...outcome, targetScopeEdits: [...outcome.targetScopeEdits, command] };
    case 'session.setMetadata':
    case 'session.deleteMetadata':
    case 'session.evictMetadata':
      return { ...outcome, sessionMetadata: [...(outcome.sessionMetadata ?? []), metadataEdit(command)] };
    case 'refreshToken.setExpiresAt':
    case 'refreshToken.setIdleExpiresAt':
    case 'refreshToken.setMetadata':
    case 'refreshToken.deleteMetadata':
    case 'refreshToken.evictMetadata':
      return { ...outcome, refreshToken: editedToken(outcome.refreshToken, command) };
    case 'authentication.challengeWith':
    case 'authentication.challengeWithAny':
    case 'authentication.enrollWith':
    case 'authentication.enrollWithAny':
      return {
        ...outcome,
        factorRequests: [...outcome.factorRequests, factorRequest(command)],
        factorCommandCount: outcome.factorCommandCount + 1,
      };
    // The flow keeps recorded methods; the account to be made has its id from registration.
    case 'authentication.recordMethod':
    case 'user.setUserId':
    // No login here has a cookie or lifetime of its own.
    case 'session.setCookieMode':
    case 'session.setExpiresAt':
    case 'session.setIdleExpiresAt':
      return outcome;
  }
}

/** This tenant answers no login with a SAML assertion. */
const isSamlCommand = (command: Command): command is CommandOf<`samlResponse.${SamlSetter}`> =>
  command.method.startsWith('samlResponse.');

const isPreserving = (options: JsonValue | undefined): boolean => Object(options).preserveRefreshTokens === true;

const refused = (outcome: FlowOutcome, refusal: string): FlowOutcome => ({
  ...outcome,
  refusal: outcome.refusal ?? refusal,
});

const withoutEntry = (entries: JsonObject, key: string): [string, JsonValue][] =>
  Object.entries(entries).filter(([name]) => name !== key);

/** Keeps `null`, which removes later, when the user's own metadata is written. */
const withUpdate = (entries: JsonObject, key: string, value: JsonValue = null): JsonObject =>
  Object.fromEntries([...withoutEntry(entries, key), [key, value]]);

/** `null` and `undefined` remove the entry, as Auth0's metadata setters do. */
export const withEntry = (entries: JsonObject, key: string, value: JsonValue | undefined): JsonObject =>
  value === null || value === undefined
    ? Object.fromEntries(withoutEntry(entries, key))
    : withUpdate(entries, key, value);

const including = (list: string[], item: string): string[] => [...new Set([...list, item])];
const without = (list: string[], item: string): string[] => list.filter((other) => other !== item);
