import type { CacheRecord, Event, PostLoginAPI } from '../../actions/contract.ts';
import type { JsonValue } from '../state.ts';
import { createCache } from './action-cache.ts';
import type { Command } from './command.ts';
import { checkedScope } from './scope.ts';

/**
 * `api` of post-login v3: checks arguments in Auth0's words and records commands; nothing takes effect while the Action
 * runs (actions-runtime 0.5 and 2). Methods outside the emulator's reach throw, in ((double parentheses)).
 *
 * @param event the Action's own event; `transaction.setMetadata` shows in it at once.
 */
export function createApi(
  event: Event,
  options: { clock?: () => number; cache?: Map<string, CacheRecord> } = {},
): { api: PostLoginAPI; commands: Command[] } {
  const { clock = Date.now, cache = new Map() } = options;
  const commands: Command[] = [];
  const record = (method: string, ...args: unknown[]): void => {
    commands.push({ method, args: args.map(toJson) });
  };
  const recorder =
    (method: string) =>
    (...args: unknown[]): void =>
      record(method, ...args);
  const chained =
    (method: string) =>
    (...args: unknown[]): PostLoginAPI => {
      record(method, ...args);
      return api;
    };
  const claimSetter = (method: string) => (name: string, value: unknown) => {
    if (name === 'scope') throw new Error('The "scope" claim cannot be set.');
    return chained(method)(name, value);
  };

  const api: PostLoginAPI = {
    access: { deny: (reason) => chained('access.deny')(reason) },
    accessToken: {
      setCustomClaim: claimSetter('accessToken.setCustomClaim'),
      addScope: (scope) => record('accessToken.addScope', checkedScope(scope)),
      removeScope: (scope) => record('accessToken.removeScope', checkedScope(scope)),
    },
    authentication: {
      challengeWith: recorder('authentication.challengeWith'),
      challengeWithAny: recorder('authentication.challengeWithAny'),
      enrollWith: recorder('authentication.enrollWith'),
      enrollWithAny: recorder('authentication.enrollWithAny'),
      recordMethod: notEmulated('authentication.recordMethod'),
      setPrimaryUser: notEmulated('authentication.setPrimaryUser'),
    },
    cache: createCache(cache, clock),
    groups: {
      getUserGroups: notEmulated('groups.getUserGroups'),
      hasGroupMembership: notEmulated('groups.hasGroupMembership'),
    },
    idToken: { setCustomClaim: claimSetter('idToken.setCustomClaim') },
    multifactor: { enable: notEmulated('multifactor.enable') },
    prompt: { render: notEmulated('prompt.render') },
    redirect: {
      canRedirect: () => event.request.query.prompt !== 'none',
      encodeToken: notEmulated('redirect.encodeToken'),
      sendUserTo: notEmulated('redirect.sendUserTo'),
      validateToken: notEmulated('redirect.validateToken'),
    },
    refreshToken: {
      revoke: notEmulated('refreshToken.revoke'),
      setExpiresAt: notEmulated('refreshToken.setExpiresAt'),
      setIdleExpiresAt: notEmulated('refreshToken.setIdleExpiresAt'),
      setMetadata: notEmulated('refreshToken.setMetadata'),
      deleteMetadata: notEmulated('refreshToken.deleteMetadata'),
      evictMetadata: notEmulated('refreshToken.evictMetadata'),
    },
    roles: {
      getUserEffectiveRoles: notEmulated('roles.getUserEffectiveRoles'),
      getUserEffectiveRolesByIds: notEmulated('roles.getUserEffectiveRolesByIds'),
      getUserEffectiveRolesByNames: notEmulated('roles.getUserEffectiveRolesByNames'),
    },
    rules: { wasExecuted: () => false },
    session: {
      revoke: notEmulated('session.revoke'),
      setCookieMode: notEmulated('session.setCookieMode'),
      setExpiresAt: notEmulated('session.setExpiresAt'),
      setIdleExpiresAt: notEmulated('session.setIdleExpiresAt'),
      setMetadata: notEmulated('session.setMetadata'),
      deleteMetadata: notEmulated('session.deleteMetadata'),
      evictMetadata: notEmulated('session.evictMetadata'),
    },
    transaction: {
      setMetadata(key, value) {
        const { [key]: _, ...rest } = event.transaction?.metadata ?? {};
        event.transaction = { ...event.transaction, metadata: value === null ? rest : { ...rest, [key]: value } };
        record('transaction.setMetadata', key, value);
      },
      addTargetScope: notEmulated('transaction.addTargetScope'),
      removeTargetScope: notEmulated('transaction.removeTargetScope'),
      setTargetScopes: notEmulated('transaction.setTargetScopes'),
      clearTargetScopes: notEmulated('transaction.clearTargetScopes'),
    },
    user: {
      setAppMetadata: (key, value) => chained('user.setAppMetadata')(key, value),
      setUserMetadata: (key, value) => chained('user.setUserMetadata')(key, value),
    },
    validation: { error: notEmulated('validation.error') },
  };
  return { api, commands };
}

function notEmulated(method: string): () => never {
  return () => {
    throw new Error(`((api.${method} is not emulated))`);
  };
}

/** As a command crosses to Auth0's servers: JSON, so that later changes to the value do not count. */
function toJson(value: unknown): JsonValue {
  const text = JSON.stringify(value);
  return text === undefined ? null : JSON.parse(text);
}
