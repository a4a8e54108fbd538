import type { Event } from '../../library/contract.ts';
import type { FactorType } from '../runtime/factor-prompt.ts';
import { choices } from './flow-state.ts';
import { type FlowOptions, runFlow, type SimulatedLogin } from './run-flow.ts';
import type { TestAction } from './test-action.ts';

/** Describes what a person did when a login waited for them. */
export interface Answer {
  kind: 'challenge' | 'enroll';
  factor: FactorType;
  /** How long the login had waited, in milliseconds; 10 000 by default. */
  afterMs?: number;
}

export interface GivenAnswer extends Answer {
  /** How many of the login's runs had ended before. */
  afterRuns: number;
}

export interface PlayedLogin {
  /** The login at its last step: it still waits if it asked for none of the person's factors, or sent them away. */
  login: SimulatedLogin;
  answers: GivenAnswer[];
}

export interface PlayOptions extends FlowOptions {
  /**
   * Factors the person proves or enrols, the one they like best first. Unless told: whatever the page shows first. With answers of
   * another login: those, in order, as far as they are asked for.
   */
  person?: readonly FactorType[] | { answers: readonly Answer[] };
}

/** Runs a login from beginning to end, with a person who answers what it asks for. */
export async function playThrough(
  actions: readonly TestAction[],
  event: Event,
  { person, ...options }: PlayOptions = {},
): Promise<PlayedLogin> {
  const answers: GivenAnswer[] = [];
  let login = await runFlow(actions, event, options);
  for (;;) {
    const answer = answerTo(login, person, answers.length);
    if (answer === undefined) return { login, answers };
    answers.push({ ...answer, afterRuns: login.runs.length });
    const { kind, factor, afterMs } = answer;
    login = await login[kind](factor, afterMs === undefined ? {} : { afterMs });
  }
}

function answerTo({ step }: SimulatedLogin, person: PlayOptions['person'], count: number): Answer | undefined {
  if (step.kind !== 'paused') return undefined;
  const { kind } = step.prompt;
  const offered = choices(step);
  if (person !== undefined && 'answers' in person) {
    const next = person.answers[count];
    return next?.kind === kind && offered.includes(next.factor) ? next : undefined;
  }
  const factor = person === undefined ? offered[0] : person.find((candidate) => offered.includes(candidate));
  return factor === undefined ? undefined : { kind, factor };
}
