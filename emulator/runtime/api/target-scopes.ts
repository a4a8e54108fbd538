import type { PostLoginAPI } from '../../../actions/contract.ts';
import { checkedScope, MAX_SCOPES } from '../scope.ts';
import { editTargetScopes, type TargetScopeEdit } from '../target-scopes.ts';

/** The methods of `api.transaction` that change target scopes: of post-login, and of credentials-exchange. */
export type TargetScopesApi = Pick<
  PostLoginAPI['transaction'],
  'addTargetScope' | 'removeTargetScope' | 'setTargetScopes' | 'clearTargetScopes'
>;

export interface TargetScopesContext {
  /** The target scopes that the event shows now. */
  targets: () => string[];
  /** Shows others in the event. */
  show: (scopes: string[]) => void;
  record: (method: string, ...args: unknown[]) => void;
}

/** Makes the methods, which throw in the words of Auth0's harness. */
export function targetScopesApi({ targets, show, record }: TargetScopesContext): TargetScopesApi {
  const edit = (method: TargetScopeEdit['method'], ...args: TargetScopeEdit['args']): void => {
    show(editTargetScopes(targets(), [{ method, args }]));
    record(method, ...args);
  };
  return {
    addTargetScope(value) {
      const scope = checkedScope(value);
      checkCount(new Set([...targets(), scope]));
      edit('transaction.addTargetScope', scope);
    },
    removeTargetScope: (scope) => edit('transaction.removeTargetScope', checkedScope(scope)),
    setTargetScopes(values) {
      if (!Array.isArray(values)) throw new TypeError('The value for scopes must be an array.');
      const scopes = new Set(values.map(checkedScope));
      checkCount(scopes);
      if (scopes.size === 0) edit('transaction.clearTargetScopes');
      else edit('transaction.setTargetScopes', [...scopes]);
    },
    clearTargetScopes: () => edit('transaction.clearTargetScopes'),
  };
}

function checkCount(scopes: ReadonlySet<string>): void {
  if (scopes.size > MAX_SCOPES) throw new Error(`The number of scopes exceeds the allowed maximum of ${MAX_SCOPES}.`);
}
