/**
 * Actions and versions as the API shows them: secrets by name, never by value (recorded traffic, 2023 to 2026). Times of
 * a build are in versions, not in the draft.
 */
import type { ActionRecord, ActionSecret, ActionVersion, TenantState } from '../state.ts';

const secretNames = (secrets: ActionSecret[]) => secrets.map(({ name, updated_at }) => ({ name, updated_at }));

export const isBuilt = (state: TenantState, action: ActionRecord): boolean => state.clock() >= action.builtAtMs;

function isDeployed(action: ActionRecord): boolean {
  const deployedContent = action.deployed && contentOf(action.deployed);
  return JSON.stringify(contentOf(action)) === JSON.stringify(deployedContent);
}

/** Returns the content that a deploy would change; a draft patched to the same content counts as deployed. */
const contentOf = (source: ActionRecord | ActionVersion) => ({
  code: source.code,
  runtime: source.runtime,
  dependencies: source.dependencies,
  secrets: source.secrets.map(({ name, value }) => [name, value]),
  supported_triggers: source.supported_triggers,
});

const namesOf = ({ id, name, supported_triggers, created_at, updated_at }: ActionRecord) => ({
  id,
  name,
  supported_triggers,
  created_at,
  updated_at,
});

/** `current_version` is the deployed one in an older, shorter shape. */
function versionsOf({ deployed }: ActionRecord) {
  if (deployed === undefined) return {};
  const { id, code, runtime, number, built_at, created_at, updated_at } = deployed;
  return {
    current_version: { id, code, runtime, status: 'BUILT', number, build_time: built_at, created_at, updated_at },
    deployed_version: viewVersion(deployed, true),
  };
}

/** An Action; the answer to a write says `pending`, whatever the build. */
export function viewAction(state: TenantState, action: ActionRecord, status?: 'pending') {
  return {
    ...namesOf(action),
    code: action.code,
    dependencies: action.dependencies,
    runtime: action.runtime,
    status: status ?? (isBuilt(state, action) ? 'built' : 'building'),
    secrets: secretNames(action.secrets),
    ...versionsOf(action),
    all_changes_deployed: isDeployed(action),
  };
}

/** Returns an Action as the answer to a deploy and versions contain it. */
export const nameAction = (action: ActionRecord) => ({ ...namesOf(action), all_changes_deployed: false });

/** Returns an Action as a binding contains it: without its draft, and never with `all_changes_deployed`. */
export const viewBoundAction = (action: ActionRecord) => ({
  ...namesOf(action),
  ...versionsOf(action),
  all_changes_deployed: false,
});

export function viewVersion({ action_id: _known, ...version }: ActionVersion, deployed: boolean) {
  return { ...version, secrets: secretNames(version.secrets), status: 'built', deployed };
}

/** Returns a version that has just been made: it shows neither its build nor its deployment yet. */
export function viewNewVersion(version: ActionVersion, action: ReturnType<typeof nameAction>) {
  const { built_at: _later, ...rest } = viewVersion(version, false);
  return { ...rest, action };
}
