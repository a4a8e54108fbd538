/**
 * Implements Actions: each has a draft that is built, and versions; one version is live
 * (docs/notes/actions-runtime.md#draft-build-and-versions).
 */

import type { FieldKind } from '../../records/fields.ts';
import { type ActionRecord, isoNow, type TenantState } from '../../state.ts';
import { type ActionBody, checkDraft, writeDraft } from '../action-draft.ts';
import { DEFAULT_RUNTIME, findTrigger, runtimeOf, TRIGGERS } from '../action-triggers.ts';
import { isBuilt, nameAction, viewAction, viewNewVersion } from '../action-view.ts';
import { keptNote, markKept } from '../kept-triggers.ts';
import type { ManagementRequest } from '../operation.ts';
import { pagedActions } from '../paging.ts';
import { badRequest, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { publishVersion } from './action-versions.ts';

/** Limits the Actions of a tenant (support/policies/entity-limit-policy). */
const MAX_ACTIONS = 100;

const findAction = (state: TenantState, id: string | undefined): ActionRecord | undefined =>
  state.actions.find((action) => action.id === id);

const inexistent = (): Reply => notFound('That action does not exist.');

/**
 * Refuses a second Action of the same name. Auth0's behaviour is unknown; two of one name would break `action_name`
 * bindings.
 */
function nameTaken(state: TenantState, name: string | undefined, self?: ActionRecord): Reply | undefined {
  const other = state.actions.find((action) => action !== self && action.name === name);
  return other && badRequest(`An action named "${name}" already exists.`, 'action_conflict');
}

function listActions({ state, query }: ManagementRequest): Reply {
  const rows = state.actions
    .filter((action) => query.actionName === undefined || action.name === query.actionName)
    .filter((action) => query.triggerId === undefined || action.supported_triggers[0]?.id === query.triggerId)
    .filter((action) => query.deployed === undefined || (action.deployed !== undefined) === query.deployed)
    // No Action of the emulator is from the marketplace.
    .filter(() => query.installed !== true)
    .map((action) => viewAction(state, action));
  return pagedActions(rows, 'actions', query);
}

function createAction(request: ManagementRequest<ActionBody & { name: string; deploy?: boolean }>): Reply {
  const { state, body, settings } = request;
  if (state.actions.length >= MAX_ACTIONS) {
    return badRequest(`The tenant has ${MAX_ACTIONS} actions, the most it may have.`, 'too_many_actions');
  }
  const refusal = nameTaken(state, body.name) ?? checkDraft(body, undefined, settings);
  if (refusal !== undefined) return refusal;
  const now = isoNow(state);
  const action: ActionRecord = {
    id: state.newUuid(),
    name: body.name,
    supported_triggers: [],
    code: 'module.exports = () => {}',
    runtime: defaultRuntime(body),
    dependencies: [],
    secrets: [],
    builtAtMs: 0,
    versions: [],
    created_at: now,
    updated_at: now,
  };
  writeDraft(action, body, request);
  state.actions.push(action);
  // Auth0 deploys when the build is done; here the version is live at once. The answer has it already (recorded, 2026-01).
  if (body.deploy) publishVersion(state, action, action);
  noteKept(request, action);
  return markKept(created(viewAction(state, action, 'pending')), triggerOf(action));
}

function defaultRuntime({ supported_triggers: [trigger] = [] }: ActionBody): string {
  const known = trigger && findTrigger(trigger.id, trigger.version);
  return known ? runtimeOf(known) : DEFAULT_RUNTIME;
}

function getAction({ state, params, settings }: ManagementRequest): Reply {
  const action = findAction(state, params.id);
  if (action === undefined) return inexistent();
  if (settings.buildEndsOnRead) action.builtAtMs = Math.min(action.builtAtMs, state.clock());
  return ok(viewAction(state, action));
}

function updateAction(request: ManagementRequest<ActionBody>): Reply {
  const { state, params, body, settings } = request;
  const action = findAction(state, params.id);
  if (action === undefined) return inexistent();
  const refusal = nameTaken(state, body.name, action) ?? checkDraft(body, action, settings);
  if (refusal !== undefined) return refusal;
  writeDraft(action, body, request);
  return markKept(ok(viewAction(state, action, 'pending')), triggerOf(action));
}

function deleteAction({ state, params, query }: ManagementRequest): Reply {
  const action = findAction(state, params.id);
  if (action === undefined) return inexistent();
  const isBound = state.bindings.some((binding) => binding.action_id === action.id);
  if (isBound && !query.force) {
    return badRequest('This action is bound to a trigger; unbind it first or use force=true.', 'action_bound');
  }
  state.bindings = state.bindings.filter((binding) => binding.action_id !== action.id);
  state.actions = state.actions.filter((other) => other !== action);
  return noContent();
}

/**
 * The answer is the version with `deployed: false` and `all_changes_deployed: false`, though the next GET says otherwise
 * (recorded traffic). auth0-deploy-cli asks again as long as the refusal contains "must be in the 'built' state"
 * (docs/notes/deploy-cli.md#deploy-until-built).
 */
function deployAction(request: ManagementRequest): Reply {
  const { state, params } = request;
  const action = findAction(state, params.id);
  if (action === undefined) return inexistent();
  if (!isBuilt(state, action)) {
    return badRequest("A draft must be in the 'built' state before it can be deployed.", 'draft_not_built');
  }
  noteKept(request, action);
  return markKept(ok(viewNewVersion(publishVersion(state, action, action), nameAction(action))), triggerOf(action));
}

const triggerOf = ({ supported_triggers: [trigger] }: ActionRecord): string | undefined => trigger?.id;

function noteKept({ settings }: ManagementRequest, action: ActionRecord): void {
  const note = keptNote(action.name, triggerOf(action));
  if (note !== undefined) settings.note(note);
}

/** Answers with an empty list: modules are refused on writing. */
const listModules = ({ query }: ManagementRequest): Reply =>
  ok({ modules: [], total: 0, page: query.page ?? 0, per_page: query.per_page ?? 50 });

const SECRETS: FieldKind = [{ name: 'string', value: 'string' }];

export const resource = declareResource({
  name: 'actions',
  operations: {
    'GET /actions/actions': listActions,
    'POST /actions/actions': createAction,
    'GET /actions/actions/{id}': getAction,
    'PATCH /actions/actions/{id}': updateAction,
    'DELETE /actions/actions/{id}': deleteAction,
    'POST /actions/actions/{id}/deploy': deployAction,
    'GET /actions/modules': listModules,
    'GET /actions/triggers': () => ok({ triggers: TRIGGERS }),
  },
  notes: {
    'GET /actions/actions': 'nothing comes from the marketplace',
    'POST /actions/actions': '`modules` are refused; a secret needs a value',
    'PATCH /actions/actions/{id}':
      'a secret without a value is refused (`keepSecretsWithoutValue` keeps the stored one)',
    'POST /actions/actions/{id}/deploy': 'refused while the draft is not built (`actionBuildMs`)',
    'GET /actions/modules': 'always empty',
  },
  kept: {
    actions: {
      list: {
        id: 'string',
        name: 'string',
        code: 'string',
        runtime: 'string',
        dependencies: 'list',
        secrets: SECRETS,
        supported_triggers: 'list',
        builtAtMs: 'number',
        versions: [{ id: 'string', number: 'number', code: 'string', dependencies: 'list', secrets: SECRETS }],
      },
    },
  },
  secrets: ({ actions }) =>
    actions.flatMap(({ secrets, versions }) =>
      [...secrets, ...versions.flatMap((version) => version.secrets)].map(({ value }) => value),
    ),
});
