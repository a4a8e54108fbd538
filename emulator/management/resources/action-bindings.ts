/** Implements the bindings of a trigger: its Actions, in order. */

import { type ActionRecord, type BindingRecord, isoNow, type TenantState } from '../../state.ts';
import { isTrigger } from '../action-triggers.ts';
import { viewBoundAction } from '../action-view.ts';
import { keptNote, markKept } from '../kept-triggers.ts';
import type { ManagementRequest } from '../operation.ts';
import { pagedActions } from '../paging.ts';
import { badRequest, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

/** Limits the bindings of one trigger (support/policies/entity-limit-policy). */
const MAX_BINDINGS = 20;

interface BindingBody {
  ref: { type: 'action_id' | 'action_name' | 'binding_id'; value: string };
  display_name?: string;
}

const bindingsOf = (state: TenantState, triggerId: string | undefined): BindingRecord[] =>
  state.bindings.filter((binding) => binding.trigger_id === triggerId);

function viewBindings(state: TenantState, triggerId: string | undefined): object[] {
  return bindingsOf(state, triggerId).map(({ action_id, ...binding }) => {
    const action = state.actions.find((candidate) => candidate.id === action_id);
    return { ...binding, action: action && viewBoundAction(action) };
  });
}

const listBindings = ({ state, params, query }: ManagementRequest): Reply =>
  pagedActions(viewBindings(state, params.triggerId), 'bindings', query);

function findReferenced(state: TenantState, { type, value }: BindingBody['ref']): ActionRecord | undefined {
  if (type === 'action_name') return state.actions.find((action) => action.name === value);
  const id = type === 'action_id' ? value : state.bindings.find((binding) => binding.id === value)?.action_id;
  return state.actions.find((action) => action.id === id);
}

function resolve(
  state: TenantState,
  triggerId: string,
  ref: BindingBody['ref'],
): { action: ActionRecord } | { refusal: Reply } {
  const action = findReferenced(state, ref);
  if (action === undefined) return { refusal: badRequest(`The ${ref.type} "${ref.value}" refers to no action.`) };
  if (action.supported_triggers[0]?.id !== triggerId) {
    return { refusal: badRequest(`The action "${action.name}" does not support the trigger "${triggerId}".`) };
  }
  if (action.deployed === undefined) {
    // auth0-deploy-cli issue 385.
    return { refusal: badRequest('Trying to create a binding for an action that has not been deployed yet') };
  }
  return { action };
}

/** Replaces the trigger's whole list, or nothing: every entry is checked first. */
function replaceBindings(request: ManagementRequest<{ bindings?: BindingBody[] }>): Reply {
  const { state, body, settings } = request;
  const triggerId = request.params.triggerId ?? '';
  if (!isTrigger(triggerId)) return badRequest(`((There is no trigger "${triggerId}".))`);
  const wanted = body.bindings ?? [];
  if (wanted.length > MAX_BINDINGS) {
    return badRequest(
      `Payload validation error: 'Array is too long (${wanted.length}), maximum ${MAX_BINDINGS}' on property bindings.`,
    );
  }
  const before = bindingsOf(state, triggerId);
  const now = isoNow(state);
  const after: BindingRecord[] = [];
  for (const { ref, display_name } of wanted) {
    const resolved = resolve(state, triggerId, ref);
    if ('refusal' in resolved) return resolved.refusal;
    const { action } = resolved;
    const existing = before.find((binding) => binding.action_id === action.id);
    after.push({
      id: existing?.id ?? state.newUuid(),
      trigger_id: triggerId,
      action_id: action.id,
      display_name: display_name ?? existing?.display_name ?? action.name,
      created_at: existing?.created_at ?? now,
      updated_at: now,
    });
  }
  state.bindings = [...state.bindings.filter((binding) => binding.trigger_id !== triggerId), ...after];
  for (const { display_name } of after) {
    const note = keptNote(display_name, triggerId);
    if (note !== undefined) settings.note(note);
  }
  return markKept(ok({ bindings: viewBindings(state, triggerId) }), triggerId);
}

export const resource = declareResource({
  name: 'action-bindings',
  operations: {
    'GET /actions/triggers/{triggerId}/bindings': listBindings,
    'PATCH /actions/triggers/{triggerId}/bindings': replaceBindings,
  },
  kept: { bindings: { list: { id: 'string', trigger_id: 'string', action_id: 'string' } } },
});
