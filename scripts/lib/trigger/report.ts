import { type Answer, type PlayedLogin, type TokenPreview, tokenPreview } from '#actions-testing';
import type { Event } from '../../../library/contract.ts';
import { apiCall } from '../api-call.ts';
import { codesIn, type Reason, reasonOf } from '../reasons.ts';
import type { TimedAction } from './timed-action.ts';

export interface TriggerReport {
  event: string;
  description: string;
  /** `waiting` for a person who answers nothing, `redirected` away, `failed` as no `api` call says: an error, for instance. */
  decision: 'allowed' | 'denied' | 'waiting' | 'redirected' | 'failed';
  /** The text at the login's end: the deny text, what it waits for, or the error. */
  text?: string;
  /** For a denial, every reason in order; else all that the Actions logged. */
  reasons: Reason[];
  actions: ActionReport[];
  /** Present if every Action ran and the login may continue. */
  token?: TokenPreview;
  /** For a replayed login: what the tenant recorded then. */
  recorded?: { outcome: string; codes: string[] };
  notes: string[];
}

export interface ActionReport {
  name: string;
  /** Calls on `api`. */
  commands: string[];
  logs: string[];
  durationMs: number;
  error?: string;
  /** The person's answers after it had ended. */
  answers: Answer[];
}

const TOKEN_NOTE =
  'the token is a preview: of the API’s scopes it has those that Actions added, and none that RBAC and consent would let through';

/** Returns the report of a login, for people and machines. */
export function reportOf(
  { name, description, event, notes }: { name: string; description: string; event: Event; notes: readonly string[] },
  played: PlayedLogin,
  timed: readonly TimedAction[],
  { withToken }: { withToken: boolean },
): TriggerReport {
  const { login } = played;
  const token = withToken && login.step.kind === 'finished' ? tokenPreview(event, login) : undefined;
  return {
    event: name,
    description,
    ...decisionOf(login),
    actions: actionReports(played, timed),
    ...(token !== undefined && { token }),
    notes: [...notes, ...(token === undefined ? [] : [TOKEN_NOTE])],
  };
}

/** Returns how a login ended, and why. */
export function decisionOf({ step, runs }: PlayedLogin['login']): Pick<TriggerReport, 'decision' | 'text' | 'reasons'> {
  const reasons = [...new Set(runs.flatMap(({ logs }) => codesIn(logs)))].map(reasonOf);
  switch (step.kind) {
    case 'finished':
      return { decision: 'allowed', reasons };
    case 'denied':
      return { decision: 'denied', text: step.reason, reasons: codesIn(runs.at(-1)?.logs ?? '').map(reasonOf) };
    case 'paused': {
      const { kind, factor, others = [] } = step.prompt;
      return { decision: 'waiting', text: `${kind} with ${[factor, ...others].join(' or ')}`, reasons };
    }
    case 'redirected':
      return { decision: 'redirected', text: step.url, reasons };
    case 'failed':
      return { decision: 'failed', text: step.message, reasons };
  }
}

function actionReports({ login, answers }: PlayedLogin, timed: readonly TimedAction[]): ActionReport[] {
  const durations = new Map(timed.map(({ action, durationsMs }) => [action.name, [...durationsMs]]));
  return login.runs.map(({ name, commands, logs, error }, index) => ({
    name,
    commands: commands.map(apiCall),
    logs: logs === '' ? [] : logs.split('\n'),
    durationMs: Math.round((durations.get(name)?.shift() ?? 0) * 100) / 100,
    ...(error !== undefined && { error: `${error.name}: ${error.message}` }),
    answers: answers
      .filter(({ afterRuns }) => afterRuns === index + 1)
      .map(({ kind, factor }): Answer => ({ kind, factor })),
  }));
}
