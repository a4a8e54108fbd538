import type { PostLoginAPI } from '../../../library/contract.ts';
import type { RecordCommand } from '../command.ts';
import { checkedScope, MAX_SCOPES } from '../scope.ts';
import { editTargetScopes, type TargetScopeEdit } from '../target-scopes.ts';

/** Describes the methods of `api.transaction` that change target scopes, in post-login and credentials-exchange. */
export type TargetScopesApi = Pick<
  PostLoginAPI['transaction'],
  'addTargetScope' | 'removeTargetScope' | 'setTargetScopes' | 'clearTargetScopes'
>;

export interface TargetScopesContext {
  /** The target scopes that the event shows now. */
  targets: () => string[];
  /** Shows others in the event. */
  show: (scopes: string[]) => void;
  record: RecordCommand;
}

const CLEARED: TargetScopeEdit = { method: 'transaction.clearTargetScopes', args: [] };

/** Makes the methods, which throw the messages of Auth0's harness. */
export function targetScopesApi({ targets, show, record }: TargetScopesContext): TargetScopesApi {
  const edit = (change: TargetScopeEdit): void => {
    show(editTargetScopes(targets(), [change]));
    record(change.method, ...change.args);
  };
  return {
    addTargetScope(value) {
      const scope = checkedScope(value);
      checkCount(new Set([...targets(), scope]));
      edit({ method: 'transaction.addTargetScope', args: [scope] });
    },
    removeTargetScope: (scope) => edit({ method: 'transaction.removeTargetScope', args: [checkedScope(scope)] }),
    setTargetScopes(values) {
      if (!Array.isArray(values)) throw new TypeError('The value for scopes must be an array.');
      const scopes = new Set(values.map(checkedScope));
      checkCount(scopes);
      if (scopes.size === 0) edit(CLEARED);
      else edit({ method: 'transaction.setTargetScopes', args: [[...scopes]] });
    },
    clearTargetScopes: () => edit(CLEARED),
  };
}

function checkCount(scopes: ReadonlySet<string>): void {
  if (scopes.size > MAX_SCOPES) throw new Error(`The number of scopes exceeds the allowed maximum of ${MAX_SCOPES}.`);
}
