import type { CacheRecord, Event, PostLoginAPI } from '../../library/contract.ts';
import { createCache } from './action-cache.ts';
import { authenticationApi, multifactorApi } from './api/authentication.ts';
import type { ApiContext, Directory, HandlerName } from './api/context.ts';
import { groupsApi, rolesApi } from './api/directory.ts';
import { promptApi, validationApi } from './api/prompt.ts';
import { redirectApi } from './api/redirect.ts';
import { refreshTokenApi } from './api/refresh-token.ts';
import { samlResponseApi } from './api/saml-response.ts';
import { sessionApi } from './api/session.ts';
import { accessTokenApi, idTokenApi } from './api/tokens.ts';
import { transactionApi } from './api/transaction.ts';
import { userApi } from './api/user.ts';
import { type Command, createRecorder } from './command.ts';

export type { Directory, HandlerName } from './api/context.ts';

export interface ApiOptions {
  /** Epoch milliseconds. */
  clock?: () => number;
  /** The content of `api.cache`; the caller keeps it between executions. */
  cache?: Map<string, CacheRecord>;
  /** The handler that gets it: `recordMethod` is for `onContinuePostLogin` alone. */
  handler?: HandlerName;
  /** Answers `api.roles` and `api.groups`; empty unless given. */
  directory?: Directory;
}

/**
 * Makes `api` of post-login v3: it checks arguments with Auth0's messages and records commands; nothing takes effect
 * while the Action runs (docs/notes/actions-runtime.md#recorded-commands). Messages that Auth0 does not publish are in
 * ((double parentheses)).
 *
 * @param event the Action's own event; transaction metadata and target scopes show in it at once.
 */
export function createApi(event: Event, options: ApiOptions = {}): { api: PostLoginAPI; commands: Command[] } {
  const { clock = Date.now, cache = new Map(), handler = 'onExecutePostLogin' } = options;
  const { commands, record, chained } = createRecorder((): PostLoginAPI => api);
  const context: ApiContext = {
    event,
    clock,
    handler,
    directory: options.directory ?? { roles: [], groups: [] },
    rules: [],
    record,
    chained,
  };
  const api: PostLoginAPI = {
    access: { deny: (reason) => context.chained('access.deny', reason) },
    accessToken: accessTokenApi(context),
    authentication: authenticationApi(context),
    cache: createCache(cache, clock),
    groups: groupsApi(context),
    idToken: idTokenApi(context),
    multifactor: multifactorApi(context),
    prompt: promptApi(context),
    redirect: redirectApi(context),
    refreshToken: refreshTokenApi(context),
    roles: rolesApi(context),
    rules: { wasExecuted: (ruleId) => context.rules.includes(ruleId) },
    samlResponse: samlResponseApi(context),
    session: sessionApi(context),
    transaction: transactionApi(context),
    user: userApi(context),
    validation: validationApi(context),
  };
  return { api, commands };
}
