import type { PostLoginAPI } from '../../../library/contract.ts';
import { checkedScope, MAX_SCOPES } from '../scope.ts';
import type { ApiContext } from './context.ts';

const MAX_SCOPE_CHANGES = 2000;

type SetClaim = 'accessToken.setCustomClaim' | 'idToken.setCustomClaim';

function setCustomClaim(context: ApiContext, method: SetClaim, name: string, value: unknown): PostLoginAPI {
  // Compared after conversion to a string, as the claim is set.
  if (String(name) === 'scope') throw new Error('The "scope" claim cannot be set.');
  return context.chained(method, name, value);
}

export const idTokenApi = (context: ApiContext): PostLoginAPI['idToken'] => ({
  setCustomClaim: (name, value) => setCustomClaim(context, 'idToken.setCustomClaim', name, value),
});

export function accessTokenApi(context: ApiContext): PostLoginAPI['accessToken'] {
  const changes = new Map<string, 'add' | 'remove'>();

  /** Changes are one map, the last word on a scope wins; a change that breaks its limits is not made. */
  const change = (method: 'addScope' | 'removeScope', value: unknown): void => {
    const scope = checkedScope(value);
    const merged = new Map(changes).set(scope, method === 'addScope' ? 'add' : 'remove');
    if ([...merged.values()].filter((kind) => kind === 'add').length > MAX_SCOPES) {
      throw new Error(`The number of scopes exceeds the allowed maximum of ${MAX_SCOPES}.`);
    }
    if (merged.size > MAX_SCOPE_CHANGES) {
      throw new Error('The value for the scope is of the wrong type or exceeds the size limit.');
    }
    changes.set(scope, merged.get(scope) ?? 'remove');
    context.record(`accessToken.${method}`, scope);
  };

  return {
    setCustomClaim: (name, value) => setCustomClaim(context, 'accessToken.setCustomClaim', name, value),
    addScope: (scope) => change('addScope', scope),
    removeScope: (scope) => change('removeScope', scope),
  };
}
