import type { Event } from '../../library/contract.ts';
import type { Directory } from '../runtime/api.ts';
import type { Command } from '../runtime/command.ts';
import type { FactorType } from '../runtime/factor-prompt.ts';
import { advanceFlow, beginFlow, continueFlow, type FlowStep } from '../runtime/flow.ts';
import { ownSecrets, refuseUndeclared } from './declared-secrets.ts';
import {
  answered,
  asBound,
  choices,
  eventFor,
  type FlowState,
  factorStatusOf,
  resumed,
  stateParameter,
  withEnrolled,
  withMethod,
  withWrittenMetadata,
} from './flow-state.ts';
import { NOW_MS } from './login-event.ts';
import { type ActionRun, type Decision, decisionOf, runOf } from './report.ts';
import { execute, TIME_LIMIT_MS } from './run-action.ts';
import type { TestAction } from './test-action.ts';
import type { TestNetwork } from './test-network.ts';

const EVERY_FACTOR: readonly FactorType[] = [
  'webauthn-platform',
  'webauthn-roaming',
  'otp',
  'push-notification',
  'phone',
  'email',
  'recovery-code',
];

/** The default time that a person takes to answer, in milliseconds. */
const ANSWER_MS = 10_000;

export interface FlowOptions {
  /** Secrets by an Action's name. An Action that is not named gets those of the event. */
  secrets?: Record<string, Record<string, string>>;
  /** Epoch milliseconds at which the login begins ({@link NOW_MS}); answers take their time on top. */
  clock?: () => number;
  /** Factors that are on in the tenant and that the user's browser can show (all). */
  usableFactors?: readonly FactorType[];
  /** The answers of `api.roles` and `api.groups` (default none). */
  directory?: Directory;
  /** The network that answers the Actions' calls: see `RunOptions`. */
  network?: TestNetwork | 'open';
  /** Run every Action in a worker thread: see `RunOptions`. */
  isolated?: boolean;
  /** The time limit for all Actions of one stretch, in milliseconds; 20 000 by default, as at Auth0. */
  timeLimitMs?: number;
}

/**
 * Represents a login up to its last step. Its answers return the login after them; this object does not change, so that
 * a test can answer it in different ways. An answer that the login did not ask for is a TypeError.
 */
export interface SimulatedLogin extends Decision {
  /** Finished, paused for a factor, redirected, denied, or failed with the text of the error. */
  step: FlowStep;
  /** The runs of all Actions so far, in order; a resumed Action has two. */
  runs: ActionRun[];
  /** All Actions' commands, in order. */
  commands: Command[];
  /** The user proves a factor that was asked for, or another that the page offers: `authentication.methods` has it from now on. */
  challenge(factor: FactorType, answer?: { afterMs?: number }): Promise<SimulatedLogin>;
  /**
   * The user enrols a factor that was asked for: `authentication.methods` has it from now on, unless `listedAsMethod` is false.
   * Auth0's documentation says so (customize-mfa-enrollments); no recording of a tenant does yet.
   */
  enroll(factor: FactorType, answer?: { afterMs?: number; listedAsMethod?: boolean }): Promise<SimulatedLogin>;
  /** The user comes back to `/continue` with this query; the Action that sent them goes on in `onContinuePostLogin`. */
  continue(answer?: { query?: Record<string, string>; afterMs?: number }): Promise<SimulatedLogin>;
}

/**
 * Runs the Actions bound to post-login one after the other, as a login does, until they are through or the user is needed.
 *
 * A denial ends it after the Action that denied. An Action that asked for a factor is not run again: the next one sees the
 * answer. Metadata that one notes in the transaction is seen by all after it.
 */
export async function runFlow(
  actions: readonly TestAction[],
  event: Event,
  options: FlowOptions = {},
): Promise<SimulatedLogin> {
  refuseUndeclared(actions, event.secrets);
  for (const action of actions) refuseUndeclared([action], options.secrets?.[action.name] ?? {});
  const progress = beginFlow(actions.map(asBound));
  // Metadata that a test put into the transaction counts as if an earlier Action had written it. An event is JSON.
  progress.outcome.transactionMetadata = JSON.parse(JSON.stringify(event.transaction?.metadata ?? {}));
  const state = { event: structuredClone(event), progress, challenged: [], elapsedMs: 0, resumes: 0 };
  return advance(actions, state, options, []);
}

async function advance(
  actions: readonly TestAction[],
  state: FlowState,
  options: FlowOptions,
  earlierRuns: readonly ActionRun[],
): Promise<SimulatedLogin> {
  const { usableFactors = EVERY_FACTOR, timeLimitMs = TIME_LIMIT_MS } = options;
  const nowMs = (options.clock ?? (() => NOW_MS))() + state.elapsedMs;
  const bound = actions.map(asBound);
  const runs = [...earlierRuns];
  const step = await advanceFlow({
    progress: state.progress,
    findVersion: (id) => bound.find(({ version }) => version.id === id),
    async execute({ name, version }, own, limitMs, handler) {
      const action = actions[bound.findIndex((other) => other.version.id === version.id)];
      if (action === undefined) throw new Error(`no Action ${name} in this flow`);
      const { isolated = false, directory } = options;
      const { thrown: _, ...result } = await execute(action, own, {
        handler,
        isolated,
        clock: () => nowMs,
        timeLimitMs: limitMs,
        ...(directory === undefined ? {} : { directory }),
        ...(options.network === undefined ? {} : { network: options.network }),
      });
      runs.push(runOf(name, result));
      return result;
    },
    makeEvent: ({ name, version }, outcome) => {
      const secrets = options.secrets?.[name] ?? state.event.secrets;
      const action = actions[bound.findIndex((other) => other.version.id === version.id)];
      return eventFor(state, outcome, action === undefined ? secrets : ownSecrets(action, secrets));
    },
    factors: () => factorStatusOf(state, usableFactors),
    refusePrimary: () => undefined,
    timeLimitMs,
    clock: () => nowMs,
  });

  const goOn = (next: FlowState): Promise<SimulatedLogin> => advance(actions, next, options, runs);
  const isoAfter = (afterMs: number): string => new Date(nowMs + afterMs).toISOString();
  const expect = (kind: 'challenge' | 'enroll', factor: FactorType): void => {
    const offered = step.kind === 'paused' && step.prompt.kind === kind ? choices(step) : [];
    if (!offered.includes(factor))
      throw new TypeError(`no ${kind} with ${factor} is asked for: ${situation(step, offered)}`);
  };
  return {
    step: step.kind === 'redirected' ? { ...step, url: withState(step.url, state) } : step,
    runs,
    commands: runs.flatMap(({ commands }) => commands),
    ...decisionOf(state.progress.outcome),
    async challenge(factor, { afterMs = ANSWER_MS } = {}) {
      expect('challenge', factor);
      const next = withMethod(answered(resumed(state, afterMs)), factor, isoAfter(afterMs));
      return goOn({ ...next, challenged: [...next.challenged, factor] });
    },
    async enroll(factor, { afterMs = ANSWER_MS, listedAsMethod = true } = {}) {
      expect('enroll', factor);
      const next = withEnrolled(answered(resumed(state, afterMs)), factor);
      return goOn(listedAsMethod ? withMethod(next, factor, isoAfter(afterMs)) : next);
    },
    async continue({ query = {}, afterMs = ANSWER_MS } = {}) {
      if (step.kind !== 'redirected') throw new TypeError(`nobody was redirected: ${situation(step, [])}`);
      const next = withWrittenMetadata(resumed(state, afterMs, query));
      continueFlow(next.progress);
      return goOn(next);
    },
  };
}

function withState(url: string, state: FlowState): string {
  const target = new URL(url);
  target.searchParams.set('state', stateParameter(state));
  return target.href;
}

function situation(step: FlowStep, offered: readonly FactorType[]): string {
  switch (step.kind) {
    case 'finished':
      return 'the login is finished';
    case 'paused':
      return `the login waits for ${step.prompt.kind} with ${(offered.length > 0 ? offered : [step.prompt.factor]).join(' or ')}`;
    case 'redirected':
      return `the user was sent to ${step.url}`;
    case 'denied':
      return `the login was denied: ${step.reason}`;
    case 'failed':
      return `the login failed: ${step.message}`;
  }
}
