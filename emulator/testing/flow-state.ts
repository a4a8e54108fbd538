import type { Event } from '../../library/contract.ts';
import { DEFAULT_RUNTIME } from '../management/action-triggers.ts';
import { type FactorStatus, type FactorType, offeredFactors } from '../runtime/factor-prompt.ts';
import type { BoundAction, FlowProgress, FlowStep } from '../runtime/flow.ts';
import { editedMetadata } from '../runtime/metadata-edits.ts';
import { type FlowOutcome, withEntries } from '../runtime/outcome.ts';
import { editTargetScopes } from '../runtime/target-scopes.ts';
import { transactionMetadata } from '../runtime/transaction-metadata.ts';
import type { JsonObject } from '../state.ts';
import { enrolledFactors } from './enrolled-factors.ts';
import type { TestAction } from './test-action.ts';

/** Holds the state of a simulated login. It is JSON only, so that a paused login can be answered more than once. */
export interface FlowState {
  /**
   * The event that every Action of this stretch gets, without its secrets and the notes of earlier Actions of this
   * login.
   */
  event: Event;
  progress: FlowProgress;
  challenged: FactorType[];
  /** How long the answers have taken so far, in milliseconds. */
  elapsedMs: number;
  resumes: number;
}

/**
 * Returns a bound Action for the flow. The flow reads only the version's name: the code is in the {@link TestAction}.
 */
export const asBound = ({ name, source }: TestAction, index: number): BoundAction => ({
  name,
  version: {
    id: `version-${index + 1}`,
    action_id: `action-${index + 1}`,
    number: 1,
    code: source.code,
    runtime: DEFAULT_RUNTIME,
    dependencies: source.dependencies,
    secrets: [],
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
    built_at: '2026-03-01T00:00:00.000Z',
    created_at: '2026-03-01T00:00:00.000Z',
    updated_at: '2026-03-01T00:00:00.000Z',
  },
});

/** The next Action's own copy: secrets are its own, notes and target scopes those of all before it. */
export function eventFor(state: FlowState, outcome: FlowOutcome, secrets: Record<string, string> | undefined): Event {
  const { event, progress } = state;
  const { transaction, authentication } = event;
  const metadata = transactionMetadata(outcome.transactionMetadata);
  const edits = outcome.targetScopeEdits;
  const scopes = transaction?.target_scopes ?? transaction?.requested_scopes ?? [];
  return structuredClone({
    ...event,
    secrets: secrets ?? event.secrets,
    ...(transaction !== undefined || Object.keys(metadata).length > 0 || edits.length > 0
      ? {
          transaction: {
            ...transaction,
            metadata,
            ...(edits.length > 0 ? { target_scopes: editTargetScopes(scopes, edits) } : {}),
          },
        }
      : {}),
    ...(event.session !== undefined && outcome.sessionMetadata !== undefined
      ? {
          session: {
            ...event.session,
            metadata: editedMetadata(event.session.metadata ?? {}, outcome.sessionMetadata),
          },
        }
      : {}),
    ...(progress.recordedMethods.length > 0
      ? {
          authentication: {
            ...authentication,
            methods: [...(authentication?.methods ?? []), ...progress.recordedMethods],
          },
        }
      : {}),
  });
}

const enrolledIn = ({ event }: FlowState): string[] => event.user.enrolledFactors?.map(({ type }) => type) ?? [];

export const factorStatusOf = (state: FlowState, usable: readonly FactorType[]): FactorStatus => ({
  usable: new Set(usable),
  enrolled: new Set(usable.filter((factor) => enrolledIn(state).includes(factor))),
  challenged: new Set(state.challenged),
});

/** The factors a paused login can be answered with: the prompt's own, and those its picker offers besides. */
export const choices = (step: FlowStep): FactorType[] => (step.kind === 'paused' ? offeredFactors(step.prompt) : []);

/** Returns the same login some time later: `event.request` is a new one that says nothing about how the login began. */
export function resumed(state: FlowState, afterMs: number, query: Record<string, string> = {}): FlowState {
  const { event, progress, challenged, elapsedMs, resumes } = structuredClone(state);
  const request = { ...event.request, method: 'GET', query: { ...query, state: stateParameter(state) }, body: {} };
  return { event: { ...event, request }, progress, challenged, elapsedMs: elapsedMs + afterMs, resumes: resumes + 1 };
}

/** Returns the parameter that the tenant puts into the URL of a redirect and gets back at `/continue`. */
export const stateParameter = ({ resumes }: FlowState): string => `resume-${resumes + 1}`;

/** A finished command of the queue is taken off it, whatever else it offered. */
export function answered(state: FlowState): FlowState {
  const { progress } = state;
  const factorRequests = progress.outcome.factorRequests.slice(1);
  return { ...state, progress: { ...progress, outcome: { ...progress.outcome, factorRequests } } };
}

export function withMethod(state: FlowState, type: FactorType, timestamp: string): FlowState {
  const { event } = state;
  const others = (event.authentication?.methods ?? []).filter(
    (method) => method.name !== 'mfa' || method.type !== type,
  );
  const methods = [...others, { name: 'mfa', type, timestamp }];
  return { ...state, event: { ...event, authentication: { ...event.authentication, methods } } };
}

export const withEnrolled = (state: FlowState, type: FactorType): FlowState => ({
  ...state,
  event: { ...state.event, user: { ...state.event.user, ...enrolledFactors([...enrolledIn(state), type]) } },
});

/** Metadata is written before the user leaves for a redirect, and the resumed Action's event shows it. */
export function withWrittenMetadata(state: FlowState): FlowState {
  const { user } = state.event;
  const { appMetadata, userMetadata } = state.progress.outcome;
  return {
    ...state,
    event: {
      ...state.event,
      user: {
        ...user,
        app_metadata: written(user.app_metadata, appMetadata),
        user_metadata: written(user.user_metadata, userMetadata),
      },
    },
  };
}

function written(metadata: Record<string, unknown>, changes: JsonObject): JsonObject {
  // Both are parts of an event, which is JSON; other values are left out here.
  const before: JsonObject = JSON.parse(JSON.stringify(metadata));
  return withEntries(before, changes);
}
