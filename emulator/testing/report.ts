import type { ActionResult, Command } from '../runtime/command.ts';
import type { FactorRequest } from '../runtime/factor-prompt.ts';
import type { FlowOutcome } from '../runtime/outcome.ts';
import { settableClaims } from '../runtime/reserved-claims.ts';
import type { TargetScopeEdit } from '../runtime/target-scopes.ts';
import type { JsonObject } from '../state.ts';

/** customize/actions/limitations: what Auth0 keeps of one Action's console. */
const KEPT_LOG_CHARACTERS = 256;

/** Describes what Actions decided, as a login would apply it. */
export interface Decision {
  /** The first `api.access.deny`; no token then, whatever else is here. */
  denied: string | undefined;
  /**
   * Why Auth0, or the emulator in its place, fails the login over something that no `api` call throws, for instance
   * claims that are too large.
   */
  refused: string | undefined;
  /** Custom claims that make it into the token: reserved names are dropped without an error, as at Auth0. */
  accessTokenClaims: JsonObject;
  idTokenClaims: JsonObject;
  scopes: { added: string[]; removed: string[] };
  /** Changes of the target scopes, oldest first, where there are any. */
  targetScopeEdits?: TargetScopeEdit[];
  /** Challenges and enrolments that were asked for and not answered yet. */
  factorRequests: FactorRequest[];
  transactionMetadata: JsonObject;
  /** Changes of the user's; `null` removes. */
  userMetadata: JsonObject;
  appMetadata: JsonObject;
}

/** Describes what one Action did. */
export interface ActionRun {
  name: string;
  /** Every call on `api` that does something, in order. */
  commands: Command[];
  /** Console output, whole. */
  logs: string;
  /** Console output as far as Auth0 keeps it: 256 characters. */
  keptLogs: string;
  /** Set where it threw or ran out of time; Auth0 then fails the login. */
  error: { name: string; message: string } | undefined;
}

export const decisionOf = (outcome: FlowOutcome): Decision => ({
  denied: outcome.deniedReason,
  refused: outcome.refusal,
  accessTokenClaims: settableClaims(outcome.accessTokenClaims),
  idTokenClaims: settableClaims(outcome.idTokenClaims),
  scopes: { added: outcome.addedScopes, removed: outcome.removedScopes },
  ...(outcome.targetScopeEdits.length > 0 ? { targetScopeEdits: outcome.targetScopeEdits } : {}),
  factorRequests: outcome.factorRequests,
  transactionMetadata: outcome.transactionMetadata,
  userMetadata: outcome.userMetadata,
  appMetadata: outcome.appMetadata,
});

export const runOf = (name: string, { commands, logs, error }: ActionResult): ActionRun => ({
  name,
  commands,
  logs,
  keptLogs: logs.slice(0, KEPT_LOG_CHARACTERS),
  error,
});
