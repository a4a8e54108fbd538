import type { CommandOf } from './command.ts';

/**
 * Represents a recorded change of the target scopes, which RBAC and consent filter
 * (customize/actions/handling-scopes-in-actions).
 */
export type TargetScopeEdit = CommandOf<
  | 'transaction.addTargetScope'
  | 'transaction.removeTargetScope'
  | 'transaction.setTargetScopes'
  | 'transaction.clearTargetScopes'
>;

/** Returns the target scopes after these changes; they start as the requested ones. */
export function editTargetScopes(scopes: readonly string[], edits: readonly TargetScopeEdit[]): string[] {
  let current = new Set(scopes);
  for (const { method, args } of edits) {
    const [given] = args;
    const named = [given].flat().filter((item): item is string => typeof item === 'string');
    if (method === 'transaction.setTargetScopes') current = new Set(named);
    else if (method === 'transaction.clearTargetScopes') current.clear();
    else for (const scope of named) applyTo(current, method, scope);
  }
  return [...current];
}

function applyTo(current: Set<string>, method: TargetScopeEdit['method'], scope: string): void {
  if (method === 'transaction.addTargetScope') current.add(scope);
  else current.delete(scope);
}
