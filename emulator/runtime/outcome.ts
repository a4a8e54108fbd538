import type { JsonObject, JsonValue } from '../state.ts';
import type { Command } from './command.ts';
import { type FactorRequest, factorRequest } from './factor-prompt.ts';

/** What the Actions run so far decided. JSON only: it travels with the login transaction. */
export interface FlowOutcome {
  accessTokenClaims: JsonObject;
  idTokenClaims: JsonObject;
  addedScopes: string[];
  removedScopes: string[];
  appMetadata: JsonObject;
  userMetadata: JsonObject;
  transactionMetadata: JsonObject;
  factorRequests: FactorRequest[];
  /** All challenge and enroll commands of the flow: Auth0 allows {@link MAX_FACTOR_COMMANDS}. */
  factorCommandCount: number;
  deniedReason?: string;
}

/** customize-mfa-selection: the fifth command of a flow is an authentication error. */
export const MAX_FACTOR_COMMANDS = 4;

export const emptyOutcome = (): FlowOutcome => ({
  accessTokenClaims: {},
  idTokenClaims: {},
  addedScopes: [],
  removedScopes: [],
  appMetadata: {},
  userMetadata: {},
  transactionMetadata: {},
  factorRequests: [],
  factorCommandCount: 0,
});

/** The outcome after one more Action's commands, in the order they were made. */
export function foldCommands(outcome: FlowOutcome, commands: readonly Command[]): FlowOutcome {
  return commands.reduce(foldCommand, outcome);
}

function foldCommand(outcome: FlowOutcome, command: Command): FlowOutcome {
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
      return { ...outcome, appMetadata: withEntry(outcome.appMetadata, name, second) };
    case 'user.setUserMetadata':
      return { ...outcome, userMetadata: withEntry(outcome.userMetadata, name, second) };
    case 'transaction.setMetadata':
      return { ...outcome, transactionMetadata: withEntry(outcome.transactionMetadata, name, second) };
    default: {
      const request = factorRequest(command);
      if (request === undefined) return outcome;
      return {
        ...outcome,
        factorRequests: [...outcome.factorRequests, request],
        factorCommandCount: outcome.factorCommandCount + 1,
      };
    }
  }
}

/** `null` and `undefined` remove the entry, as Auth0's metadata setters do. */
function withEntry(entries: JsonObject, key: string, value: JsonValue | undefined): JsonObject {
  const rest = Object.entries(entries).filter(([name]) => name !== key);
  return Object.fromEntries(value === null || value === undefined ? rest : [...rest, [key, value]]);
}

const including = (list: string[], item: string): string[] => [...new Set([...list, item])];
const without = (list: string[], item: string): string[] => list.filter((other) => other !== item);
