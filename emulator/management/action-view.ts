/** Actions and versions as the API shows them: secrets by name, never by value. */
import type { ActionRecord, ActionSecret, ActionVersion, TenantState } from '../state.ts';

const secretNames = (secrets: ActionSecret[]) => secrets.map(({ name, updated_at }) => ({ name, updated_at }));

export function buildStatus(state: TenantState, action: ActionRecord): 'pending' | 'built' | 'failed' {
  if (state.clock() < action.builtAtMs) return 'pending';
  return action.buildErrors.length > 0 ? 'failed' : 'built';
}

function isDeployed(action: ActionRecord): boolean {
  const deployedContent = action.deployed && contentOf(action.deployed);
  return JSON.stringify(contentOf(action)) === JSON.stringify(deployedContent);
}

/** What a deploy would change; a draft patched to the same content counts as deployed. */
const contentOf = (source: ActionRecord | ActionVersion) => ({
  code: source.code,
  runtime: source.runtime,
  dependencies: source.dependencies,
  secrets: source.secrets.map(({ name, value }) => [name, value]),
  supported_triggers: source.supported_triggers,
});

export function viewAction(state: TenantState, action: ActionRecord) {
  const status = buildStatus(state, action);
  return {
    id: action.id,
    name: action.name,
    supported_triggers: action.supported_triggers,
    code: action.code,
    runtime: action.runtime,
    dependencies: action.dependencies,
    secrets: secretNames(action.secrets),
    status,
    all_changes_deployed: isDeployed(action),
    created_at: action.created_at,
    updated_at: action.updated_at,
    ...(status === 'built' ? { built_at: new Date(action.builtAtMs).toISOString() } : {}),
    ...(action.deployed ? { deployed_version: viewVersion(action.deployed, true) } : {}),
  };
}

export const viewVersion = (version: ActionVersion, deployed: boolean) => ({
  ...version,
  secrets: secretNames(version.secrets),
  status: 'built',
  deployed,
});
