/** Implements versions of an Action: immutable copies of its draft; the deployed one runs in logins. */

import { type ActionRecord, type ActionVersion, isoNow, type TenantState } from '../../state.ts';
import { nameAction, viewNewVersion, viewVersion } from '../action-view.ts';
import { markKept } from '../kept-triggers.ts';
import type { ManagementRequest } from '../operation.ts';
import { pagedActions } from '../paging.ts';
import { notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

/**
 * Limits the versions of one Action; beyond it the oldest that is not live is removed
 * (support/policies/entity-limit-policy).
 */
const MAX_VERSIONS = 50;

type Content = Pick<ActionVersion, 'code' | 'runtime' | 'dependencies' | 'secrets' | 'supported_triggers'>;

/** Makes a version of this content and puts it live: a bound Action runs it from the next login on. */
export function publishVersion(state: TenantState, action: ActionRecord, content: Content): ActionVersion {
  const now = isoNow(state);
  const { code, runtime, dependencies, secrets, supported_triggers } = structuredClone(content);
  const version: ActionVersion = {
    id: state.newUuid(),
    action_id: action.id,
    number: (action.versions.at(-1)?.number ?? 0) + 1,
    code,
    runtime,
    dependencies,
    secrets,
    supported_triggers,
    built_at: now,
    created_at: now,
    updated_at: now,
  };
  action.versions = [...action.versions, version].slice(-MAX_VERSIONS);
  action.deployed = version;
  return version;
}

interface Found {
  action: ActionRecord;
  version: ActionVersion;
}

const viewOf = ({ action, version }: Found) => ({
  ...viewVersion(version, version.id === action.deployed?.id),
  action: nameAction(action),
});

function findVersion({ state, params }: ManagementRequest): Found | undefined {
  const action = state.actions.find((candidate) => candidate.id === params.actionId);
  const version = action?.versions.find((candidate) => candidate.id === params.id);
  return action && version && { action, version };
}

const inexistent = (): Reply => notFound('That action version does not exist.');

function listVersions({ state, params, query }: ManagementRequest): Reply {
  const action = state.actions.find((candidate) => candidate.id === params.actionId);
  if (action === undefined) return notFound('That action does not exist.');
  const newestFirst = action.versions.toReversed();
  const rows = newestFirst.map((version) => viewOf({ action, version }));
  return pagedActions(rows, 'versions', query);
}

function getVersion(request: ManagementRequest): Reply {
  const found = findVersion(request);
  return found ? ok(viewOf(found)) : inexistent();
}

/** Going back is a new version with the old content; 200 was recorded in 2023 where the specification says 202. */
function rollBack(request: ManagementRequest<{ update_draft?: boolean }>): Reply {
  const found = findVersion(request);
  if (found === undefined) return inexistent();
  const version = publishVersion(request.state, found.action, found.version);
  if (request.body.update_draft) {
    const { code, runtime, dependencies, secrets, supported_triggers } = structuredClone(found.version);
    Object.assign(found.action, { code, runtime, dependencies, secrets, supported_triggers });
  }
  const [trigger] = version.supported_triggers;
  return markKept(ok(viewNewVersion(version, nameAction(found.action))), trigger?.id);
}

export const resource = declareResource({
  name: 'action-versions',
  operations: {
    'GET /actions/actions/{actionId}/versions': listVersions,
    'GET /actions/actions/{actionId}/versions/{id}': getVersion,
    'POST /actions/actions/{actionId}/versions/{id}/deploy': rollBack,
  },
});
