/**
 * Makes `api` of the triggers besides post-login: it checks arguments with the messages of Auth0's harnesses and
 * records commands.
 */
import type { CacheRecord } from '../../../library/contract.ts';
import { createCache } from '../action-cache.ts';
import { textFault } from '../api/check.ts';
import { targetScopesApi } from '../api/target-scopes.ts';
import { type Command, createRecorder, type Recorder } from '../command.ts';
import type { CredentialsExchangeEvent, TriggerEvents } from './events.ts';

/** Describes an Action's second argument. */
type Api = Record<string, object>;

/** Holds a handler and the event that it gets. */
export type TriggerCall = {
  [Handler in keyof TriggerEvents]: { handler: Handler; event: TriggerEvents[Handler] };
}[keyof TriggerEvents];

/**
 * Makes `api` for one execution.
 *
 * @param call target scopes show in its event at once
 * @param options.clock epoch milliseconds
 */
export function createTriggerApi(
  call: TriggerCall,
  { cache, clock }: { cache: Map<string, CacheRecord>; clock: () => number },
): { api: Api; commands: Command[] } {
  const recorder = createRecorder((): Api => api);
  const api: Api = { ...ownParts(call, recorder), cache: createCache(cache, clock) };
  return { api, commands: recorder.commands };
}

function ownParts(call: TriggerCall, recorder: Recorder<Api>): Api {
  if (call.handler === 'onExecuteCredentialsExchange') return credentialsExchange(call.event, recorder);
  return call.handler === 'onExecutePreUserRegistration' ? preUserRegistration(recorder) : {};
}

const CODES: readonly unknown[] = ['invalid_scope', 'invalid_request', 'server_error'];

const credentialsExchange = ({ transaction }: CredentialsExchangeEvent, { record, chained }: Recorder<Api>): Api => ({
  access: {
    deny(code: unknown, reason: unknown): Api {
      if (!CODES.includes(code)) throw new Error(`((the code must be one of ${CODES.join(', ')}))`);
      return chained('access.deny', code, reason);
    },
  },
  accessToken: {
    setCustomClaim: (name: unknown, value: unknown): Api => chained('accessToken.setCustomClaim', name, value),
  },
  transaction: targetScopesApi({
    targets: () => transaction.target_scopes,
    show(scopes) {
      transaction.target_scopes = scopes;
    },
    record,
  }),
});

const MAX_ERROR_CHARACTERS = 100;
const USER_ID = /^[a-zA-Z0-9@._+-]{1,255}$/;

const preUserRegistration = ({ chained }: Recorder<Api>): Api => ({
  access: { deny: (reason: unknown, userMessage: unknown): Api => chained('access.deny', reason, userMessage) },
  user: {
    setAppMetadata: (key: unknown, value: unknown): Api => chained('user.setAppMetadata', key, value),
    setUserMetadata: (key: unknown, value: unknown): Api => chained('user.setUserMetadata', key, value),
    setUserId(userId: unknown): Api {
      const fault = userIdFault(userId);
      if (fault !== undefined) throw new Error(`Invalid setUserId arguments: ${fault}`);
      return chained('user.setUserId', userId);
    },
  },
  validation: {
    error(errorCode: unknown, errorMessage: unknown): Api {
      const faults = Object.entries({ errorCode, errorMessage }).flatMap(
        ([name, value]) => textFault(name, value, MAX_ERROR_CHARACTERS) ?? [],
      );
      if (faults.length > 0) throw new Error(`Failed to add validation error: ${faults.join('; ')}`);
      return chained('validation.error', errorCode, errorMessage);
    },
  },
});

/** Returns the fault of a user id: the validator's messages about one property, joined by commas. */
function userIdFault(userId: unknown): string | undefined {
  if (typeof userId !== 'string') return 'user_id must be string';
  if (USER_ID.test(userId)) return undefined;
  const faults = [
    ...([...userId].length > 255 ? ['must NOT have more than 255 characters'] : []),
    ...(userId === '' ? ['must NOT have fewer than 1 characters'] : []),
    `must match pattern "${USER_ID.source}"`,
  ];
  return `user_id ${faults.join(', ')}`;
}
